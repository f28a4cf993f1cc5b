/** What a table keeps of integers that are alike. */
interface Entry<T> {
  readonly integer: bigint;
  value: T;
}

/** How many integers are kept that end with the same 64 bits: to look through them takes microseconds. */
const MOST_ALIKE = 500;

/**
 * A table of integers that are so long that one does not want to take them apart each time. It takes the place of a `Map`, in
 * which V8 puts all that end with the same 64 bits into one bucket: powers of two, and what was crafted to. Of these it keeps some
 * and forgets the rest, so that neither their number nor their length makes it slow.
 */
export class LongIntegers<T> {
  /** By the last 64 bits, as texts: they are hashed with a secret. */
  readonly #alike = new Map<string, Entry<T>[]>();

  /** What is kept for an integer; `undefined` for none, and where it was forgotten. */
  get(integer: bigint): T | undefined {
    return find(this.#alike.get(endOf(integer)), integer)?.value;
  }

  /** Keeps something for an integer, if there is room for it. */
  set(integer: bigint, value: T): void {
    const end = endOf(integer);
    const alike = this.#alike.get(end);
    const entry = find(alike, integer);
    if (entry !== undefined) entry.value = value;
    else if (alike === undefined) this.#alike.set(end, [{ integer, value }]);
    else if (alike.length < MOST_ALIKE) alike.push({ integer, value });
  }
}

function endOf(integer: bigint): string {
  return `i${BigInt.asUintN(64, integer)}`;
}

function find<T>(entries: readonly Entry<T>[] | undefined, integer: bigint): Entry<T> | undefined {
  // The engine finds the very same integer equal without looking at its digits.
  return entries?.find((entry) => entry.integer === integer);
}
