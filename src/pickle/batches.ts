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
 * Opens the batch of a container that needs one only, as nearly all do, and gives the opcode that closes it; `undefined`
 * for a container that needs others.
 */
export function openOnlyBatch(
  out: FramedWriter,
  filling: Filling,
  count: number,
  protocol: number,
): number | undefined {
  const { one, many } = FILLS[filling];
  if (count === 1 && one !== undefined) return one;
  if (count >= BATCH_SIZE || protocol === 0) return undefined;
  out.u8(op.MARK);
  return many;
}

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

  /** Closes the open batch and opens another. How many items that one takes; 0 when there is none and all is closed. */
  next(out: FramedWriter): number {
    for (;;) {
      if (this.#closing !== undefined) out.u8(this.#closing);
      if (!this.#more) return 0;
      const { one, many } = this.#fill;
      let count = 1;
      if (one !== undefined && (this.#single || (this.#iterator && this.#left === 1))) {
        this.#closing = one;
        this.#more = this.#left > 1;
      } else {
        out.u8(op.MARK);
        count = Math.min(this.#left, BATCH_SIZE);
        this.#closing = many;
        this.#more = this.#endsShort ? count === BATCH_SIZE : this.#left > count;
      }
      this.#left -= count;
      if (count > 0) return count;
    }
  }
}
