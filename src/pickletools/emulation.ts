import { ensureRoom } from "../bytes/limits.ts";
import { repr } from "../python/index.ts";
import { Complaint } from "./errors.ts";
import type { Operation } from "./genops.ts";
import type { Memo, MemoIndex } from "./memo.ts";
import { anyobject, markobject, type StackObject } from "./stack-objects.ts";

const STORING: ReadonlySet<string> = new Set(["PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"]);
const FETCHING: ReadonlySet<string> = new Set(["GET", "BINGET", "LONG_BINGET"]);

/** What becomes of the stack in one step. */
export interface Step {
  /** How many objects are to be dropped from the top, once marks were dealt with. */
  readonly drop: number;
  /** What is pushed then. */
  readonly push: readonly StackObject[];
  /** What `dis` writes beside the opcode: `(MARK at 12)`, `(as 3)`. */
  readonly note: string | undefined;
  /** What is wrong with the opcode at this place, to be said once its line is written. */
  readonly problem: Complaint | undefined;
}

/**
 * The stack and the memo with kinds of things in place of the things, as far as CPython's `dis` emulates them. It follows
 * CPython to the letter, as what a pickle with an odd stack looks like depends on it.
 */
export class Emulation {
  readonly #stack: StackObject[] = [];
  /** Where the MARKs were. One may be here that is gone from the stack, dropped like an object. */
  readonly #marks: number[] = [];
  readonly #memo: Memo;
  readonly #isOld: boolean;

  /** @param isOld Whether to follow Python 3.13, and not 3.14. */
  constructor(memo: Memo, isOld: boolean) {
    this.#memo = memo;
    this.#isOld = isOld;
  }

  /** How many MARKs are open. */
  get depth(): number {
    return this.#marks.length;
  }

  /** The kinds of things on the stack, the topmost last. */
  get stack(): readonly StackObject[] {
    return this.#stack;
  }

  /** Takes what is above a mark from the stack, stores in the memo, and says what is to be done then. Throws `Complaint`. */
  begin({ opcode, arg }: Operation): Step {
    const { name, stackBefore, stackAfter } = opcode;
    let drop = stackBefore.length;
    let push = stackAfter;
    let note: string | undefined;
    let problem: Complaint | undefined;
    const markAt = stackBefore.indexOf(markobject);
    if (markAt >= 0 || (name === "POP" && this.#top() === markobject)) {
      const mark = this.#marks.pop();
      if (mark === undefined) {
        problem = new Complaint("no MARK exists on stack", "bad-stack");
        if (this.#isOld) note = problem.message;
      } else {
        note = `(MARK at ${mark})`;
        this.#dropToMark();
        drop = Math.max(markAt, 0);
      }
    }
    if (STORING.has(name)) {
      const index = name === "MEMOIZE" ? this.#memo.size : (arg as MemoIndex);
      if (name === "MEMOIZE") note = `(as ${index})`;
      problem = this.#store(index, arg);
    } else if (FETCHING.has(name)) {
      const stored = this.#memo.get(arg as MemoIndex);
      if (stored === undefined)
        problem = new Complaint(`memo key ${repr(arg)} has never been stored into`, "bad-memo");
      push = [stored ?? anyobject];
    }
    return { drop, push, note, problem };
  }

  /** Does what is left of a step. Throws `Complaint`. */
  end({ offset }: Operation, { drop, push }: Step): void {
    const stack = this.#stack;
    if (stack.length < drop) {
      throw new Complaint(
        `tries to pop ${drop} items from stack with only ${stack.length} items`,
        "bad-stack",
      );
    }
    // They are few: loops, for which neither an array is made nor the stack gets a new length.
    for (let count = drop; count > 0; count -= 1) stack.pop();
    ensureRoom(stack.length + push.length);
    for (const thing of push) {
      if (thing === markobject) this.#marks.push(offset);
      stack.push(thing);
    }
  }

  #top(): StackObject | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #dropToMark(): void {
    while (this.#top() !== markobject) {
      if (this.#stack.pop() === undefined) throw new Complaint("list index out of range", "bad-stack");
    }
    this.#stack.pop();
  }

  #store(index: MemoIndex, arg: unknown): Complaint | undefined {
    const top = this.#top();
    if (this.#isOld && this.#memo.has(index))
      return new Complaint(`memo key ${repr(arg)} already defined`, "bad-memo");
    if (top === undefined) return new Complaint("stack is empty -- can't store into memo", "bad-stack");
    if (top === markobject) return new Complaint("can't store markobject in the memo", "bad-stack");
    this.#memo.set(index, top);
    return undefined;
  }
}
