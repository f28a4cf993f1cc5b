import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";

/** How many items go between a MARK and the opcode that takes them. */
const BATCH_SIZE = 1000;

/** The opcodes that put one item, or all above a MARK, into a container. A set has none for one. */
interface Fill {
  readonly one: number | undefined;
  readonly many: number;
}

const FILLS: Readonly<Record<Filling, Fill>> = {
  list: { one: op.APPEND, many: op.APPENDS },
  dict: { one: op.SETITEM, many: op.SETITEMS },
  set: { one: undefined, many: op.ADDITEMS },
};

/** What is filled. */
export type Filling = "list" | "dict" | "set";

/**
 * Cuts the contents of a container into batches, as CPython's C pickler does (`batch_list` and its siblings in
 * `_pickle.c`): what stands between the items is written here. The items of an iterator (those of an object that was
 * reduced) are cut otherwise than those of a list, dict or set itself.
 */
export class Batches {
  readonly #fill: Fill;
  /** Protocol 0 knows no batches. */
  readonly #single: boolean;
  readonly #iterator: boolean;
  /** A dict or set whose last batch was full gets an empty one. */
  readonly #endsShort: boolean;
  /** Items that are in no batch yet. */
  #left: number;
  /** Items that the open batch still takes. */
  #room = 0;
  /** The opcode that will close the open batch; `undefined` before the first. */
  #closing: number | undefined;
  #more = true;

  constructor(filling: Filling, count: number, protocol: number, iterator: boolean) {
    this.#fill = FILLS[filling];
    this.#single = protocol === 0 || (!iterator && count === 1 && filling !== "set");
    this.#iterator = iterator;
    this.#endsShort = !iterator && filling !== "list";
    this.#left = count;
  }

  /** To be called before each item. `false` when there was none left, and everything is closed. */
  next(out: FramedWriter): boolean {
    if (this.#room === 0 && !this.#open(out)) return false;
    this.#room -= 1;
    return true;
  }

  #open(out: FramedWriter): boolean {
    for (;;) {
      if (this.#closing !== undefined) out.u8(this.#closing);
      if (!this.#more) return false;
      const { one, many } = this.#fill;
      if (one !== undefined && (this.#single || (this.#iterator && this.#left === 1))) {
        this.#take(1, one);
        this.#more = this.#left > 0;
      } else {
        out.u8(op.MARK);
        this.#take(Math.min(this.#left, BATCH_SIZE), many);
        this.#more = this.#endsShort ? this.#room === BATCH_SIZE : this.#left > 0;
      }
      if (this.#room > 0) return true;
    }
  }

  #take(count: number, closing: number): void {
    this.#room = count;
    this.#left -= count;
    this.#closing = closing;
  }
}
