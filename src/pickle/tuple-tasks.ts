import * as op from "./opcodes.ts";
import type { Task, Writing } from "./writing.ts";

/** The opcodes for tuples of one, two and three items, from protocol 2 on. */
const SHORT_TUPLES: readonly number[] = [op.TUPLE1, op.TUPLE2, op.TUPLE3];

/**
 * A tuple, which is made once its items are there. If it is in the memo by then, it holds itself and was made on the
 * way: what is on the stack is dropped for it.
 */
export class TupleTask implements Task {
  readonly value: readonly unknown[];
  readonly #protocol: number;
  /** The opcode that needs no MARK. */
  readonly #short: number | undefined;
  #index = 0;

  constructor(value: readonly unknown[], protocol: number) {
    this.value = value;
    this.#protocol = protocol;
    this.#short = protocol >= 2 ? SHORT_TUPLES[value.length - 1] : undefined;
  }

  step(writing: Writing): boolean {
    const items = this.value;
    if (this.#index === 0 && this.#short === undefined) writing.out.u8(op.MARK);
    while (this.#index < items.length) {
      if (!writing.save(items[this.#index++])) return false;
    }
    if (writing.memo.has(items)) {
      this.#drop(writing);
    } else {
      writing.out.u8(this.#short ?? op.TUPLE);
      writing.memo.keep(items);
    }
    return true;
  }

  where(): string {
    return `[${this.#index - 1}]`;
  }

  #drop({ out, memo }: Writing): void {
    const items = this.value.length;
    if (this.#short !== undefined) pop(out, items);
    else if (this.#protocol > 0) out.u8(op.POP_MARK);
    // Protocol 0 has no POP_MARK: the MARK is one more to pop.
    else pop(out, items + 1);
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
  #index = 0;

  constructor(value: ReadonlySet<unknown>) {
    this.value = value;
    this.#members = Array.from(value);
  }

  step(writing: Writing): boolean {
    const members = this.#members;
    if (this.#index === 0) writing.out.u8(op.MARK);
    while (this.#index < members.length) {
      if (!writing.save(members[this.#index++])) return false;
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
    return `[${this.#index - 1}]`;
  }
}
