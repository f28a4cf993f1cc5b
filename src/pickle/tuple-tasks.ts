import * as op from "./opcodes.ts";
import { RowTask } from "./row-task.ts";
import type { Writing } from "./writing.ts";

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
export class TupleTask extends RowTask {
  readonly #items: readonly unknown[];
  readonly #protocol: number;

  /** @param at How many items are written, above a MARK if it needs one. */
  constructor(items: readonly unknown[], protocol: number, at: number) {
    super(items, at);
    this.#items = items;
    this.#protocol = protocol;
  }

  step(writing: Writing): boolean {
    const items = this.#items;
    if (!this.goOn(writing, items.length)) return false;
    if (writing.memo.has(items)) {
      this.#drop(writing);
    } else {
      writing.out.u8(shortTuple(items.length, this.#protocol) ?? op.TUPLE);
      writing.memo.keep(items);
    }
    return true;
  }

  protected row({ rows }: Writing, from: number): number {
    return rows.tuple(this.#items, from);
  }

  #drop({ out, memo }: Writing): void {
    const { length } = this.#items;
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
export class FrozenSetTask extends RowTask {
  readonly #members: readonly unknown[];
  #isOpen = false;

  constructor(set: ReadonlySet<unknown>) {
    super(set, 0);
    this.#members = Array.from(set);
  }

  step(writing: Writing): boolean {
    const { value } = this;
    if (!this.#isOpen) writing.out.u8(op.MARK);
    this.#isOpen = true;
    if (!this.goOn(writing, this.#members.length)) return false;
    if (writing.memo.has(value)) {
      writing.out.u8(op.POP_MARK);
      writing.memo.recall(value);
    } else {
      writing.out.u8(op.FROZENSET);
      writing.memo.keep(value);
    }
    return true;
  }

  protected row({ rows }: Writing, from: number, to: number): number {
    return rows.items(this.#members, from, to, false);
  }
}
