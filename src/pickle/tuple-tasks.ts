import * as op from "./opcodes.ts";
import type { Task, Writing } from "./writing.ts";

/** The opcodes for tuples of one, two and three items, from protocol 2 on. */
const SHORT_TUPLES: readonly number[] = [op.TUPLE1, op.TUPLE2, op.TUPLE3];

/** The opcode that needs no MARK for a tuple of so many items, if there is one in the protocol. */
export function shortTuple(count: number, protocol: number): number | undefined {
  return protocol >= 2 ? SHORT_TUPLES[count - 1] : undefined;
}

/**
 * A tuple of which something has to wait. It is made once its items are there. If it is in the memo by then, it holds
 * itself and was made on the way: what is on the stack is dropped for it.
 */
export class TupleTask implements Task {
  readonly value: readonly unknown[];
  readonly #protocol: number;
  #at: number;
  #isWaiting: boolean;

  /** @param at How many items are written, above a MARK if it needs one. */
  constructor(value: readonly unknown[], protocol: number, at: number) {
    this.value = value;
    this.#protocol = protocol;
    this.#at = at;
    this.#isWaiting = at > 0;
  }

  step(writing: Writing): boolean {
    const items = this.value;
    this.#isWaiting = false;
    const next = writing.rows.tuple(items, this.#at);
    if (next < 0) {
      this.#at = ~next;
      this.#isWaiting = true;
      return false;
    }
    if (writing.memo.has(items)) {
      this.#drop(writing);
    } else {
      writing.out.u8(shortTuple(items.length, this.#protocol) ?? op.TUPLE);
      writing.memo.keep(items);
    }
    return true;
  }

  where(): string {
    return this.#isWaiting ? `[${this.#at - 1}]` : "";
  }

  #drop({ out, memo }: Writing): void {
    const { length } = this.value;
    if (shortTuple(length, this.#protocol) !== undefined) pop(out, length);
    else if (this.#protocol > 0) out.u8(op.POP_MARK);
    // Protocol 0 has no POP_MARK: the MARK is one more to pop.
    else pop(out, length + 1);
    memo.recall(this.value);
  }
}

function pop(out: Writing["out"], count: number): void {
  for (let i = 0; i < count; i += 1) out.u8(op.POP);
}

/** A frozenset from protocol 4 on, which is made as a tuple is. */
export class FrozenSetTask implements Task {
  readonly value: ReadonlySet<unknown>;
  readonly #members: readonly unknown[];
  #at = 0;
  #isOpen = false;
  #isWaiting = false;

  constructor(value: ReadonlySet<unknown>) {
    this.value = value;
    this.#members = Array.from(value);
  }

  step(writing: Writing): boolean {
    const members = this.#members;
    if (!this.#isOpen) writing.out.u8(op.MARK);
    this.#isOpen = true;
    this.#isWaiting = false;
    const next = writing.rows.items(members, this.#at, members.length, false);
    if (next < 0) {
      this.#at = ~next;
      this.#isWaiting = true;
      return false;
    }
    if (writing.memo.has(this.value)) {
      writing.out.u8(op.POP_MARK);
      writing.memo.recall(this.value);
    } else {
      writing.out.u8(op.FROZENSET);
      writing.memo.keep(this.value);
    }
    return true;
  }

  where(): string {
    return this.#isWaiting ? `[${this.#at - 1}]` : "";
  }
}
