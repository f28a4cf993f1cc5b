import { ReadMemo } from "../pickle/memo.ts";
import type { StackObject } from "./stack-objects.ts";

/** What a pickle gives as an index: text opcodes can name any integer, and the bools, which are 0 and 1. */
export type MemoIndex = number | bigint | boolean;

/**
 * The memo as `dis` sees it: what kind of thing was stored at which index. Pickles that one pickler wrote share a memo, so
 * give the same one to each call.
 *
 * @example
 * ```ts
 * import { Pickler } from "pantry/pickle";
 * import { dis, Memo } from "pantry/pickletools";
 *
 * const pickler = new Pickler({ protocol: 2 });
 * const list: unknown[] = [];
 * const memo = new Memo();
 * dis(pickler.dump(list), { memo });
 * const second = dis(pickler.dump(list), { memo });
 * if (!second.includes("BINGET     0")) throw new Error(second);
 * ```
 */
export class Memo<T = StackObject> {
  readonly #usual = new ReadMemo();
  /** Indices that no unpickler takes. Their keys are texts, whose hashes cannot be foreseen. */
  readonly #odd = new Map<string, T>();

  /** How many indices have something stored. */
  get size(): number {
    return this.#usual.size + this.#odd.size;
  }

  /** Whether something was stored at an index. */
  has(index: MemoIndex): boolean {
    return isUsual(index) ? this.#usual.has(Number(index)) : this.#odd.has(oddKey(index));
  }

  /** What was stored at an index, `undefined` for nothing. */
  get(index: MemoIndex): T | undefined {
    return isUsual(index) ? (this.#usual.get(Number(index)) as T | undefined) : this.#odd.get(oddKey(index));
  }

  /** Stores something at an index. Throws `RangeError` where the runtime could not hold more. */
  set(index: MemoIndex, value: T): void {
    if (isUsual(index)) this.#usual.set(Number(index), value);
    else this.#odd.set(oddKey(index), value);
  }
}

function isUsual(index: MemoIndex): boolean {
  return typeof index !== "bigint" && Number(index) >= 0;
}

function oddKey(index: MemoIndex): string {
  return `i${index}`;
}
