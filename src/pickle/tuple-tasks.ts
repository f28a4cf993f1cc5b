import * as op from "./opcodes.ts";
import type { Saver } from "./saver.ts";
import type { Task } from "./tasks.ts";

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

  step(saver: Saver): boolean {
    const items = this.value;
    if (this.#index === 0 && this.#short === undefined) saver.out.u8(op.MARK);
    while (this.#index < items.length) {
      if (!saver.save(items[this.#index++])) return false;
    }
    if (saver.memo.has(items)) {
      this.#drop(saver);
    } else {
      saver.out.u8(this.#short ?? op.TUPLE);
      saver.memo.keep(items);
    }
    return true;
  }

  where(): string {
    return `[${this.#index - 1}]`;
  }

  #drop({ out, memo }: Saver): void {
    const items = this.value.length;
    if (this.#short !== undefined) pop(out, items);
    else if (this.#protocol > 0) out.u8(op.POP_MARK);
    // Protocol 0 has no POP_MARK: the MARK is one more to pop.
    else pop(out, items + 1);
    memo.recall(this.value);
  }
}

function pop(out: Saver["out"], count: number): void {
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

  step(saver: Saver): boolean {
    const members = this.#members;
    if (this.#index === 0) saver.out.u8(op.MARK);
    while (this.#index < members.length) {
      if (!saver.save(members[this.#index++])) return false;
    }
    if (saver.memo.has(this.value)) {
      saver.out.u8(op.POP_MARK);
      saver.memo.recall(this.value);
    } else {
      saver.out.u8(op.FROZENSET);
      saver.memo.keep(this.value);
    }
    return true;
  }

  where(): string {
    return `[${this.#index - 1}]`;
  }
}
