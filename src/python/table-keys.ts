import { type HashKey, HashKeys } from "./hash-keys.ts";
import { brief } from "./repr.ts";

type Table = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;

/** To Python each NaN written is another one, so that tuples of them are never equal. */
class WrittenKeys extends HashKeys {
  #nans = 0;

  protected override nan(): HashKey {
    this.#nans += 1;
    return `nan${this.#nans}`;
  }
}

/** Finds what Python would have against the keys of a `Map` or the members of a `Set` that is about to be written. */
export class TableKeys {
  readonly #exact: boolean;
  /** One for all tables, so that what they share, or nest, is walked once. */
  #hashes: WrittenKeys | undefined;

  /** @param exact Whether values are of the exact profile. */
  constructor(exact: boolean) {
    this.#exact = exact;
  }

  /** Forgets the tables that were seen. */
  clear(): void {
    this.#hashes = undefined;
  }

  /** Most values have no table that needs it. */
  #hash(value: unknown): HashKey | undefined {
    this.#hashes ??= new WrittenKeys();
    return this.#hashes.key(value);
  }

  /** The members without those that Python takes for one before, which it leaves out. */
  distinct(set: ReadonlySet<unknown>): unknown[] {
    const members = Array.from(set);
    if (areApart(set, false)) return members;
    const seen = new Set<unknown>();
    return members.filter((member) => {
      const hash = this.#hash(member);
      const isNew = !seen.has(hash);
      seen.add(hash);
      return isNew;
    });
  }

  /** What Python would have against them, if anything. */
  problem(table: Table, role: "key" | "member"): string | undefined {
    if (areApart(table, this.#exact)) return undefined;
    const seen = new Map<unknown, unknown>();
    for (const value of table.keys()) {
      const hash = this.#hash(value);
      if (hash === undefined) return `Python cannot hash the ${role} ${brief(value)}`;
      // What was read exactly came from Python, whatever it looks like.
      if (this.#exact) continue;
      if (seen.has(hash))
        return `Python takes the ${role}s ${brief(seen.get(hash))} and ${brief(value)} for the same`;
      seen.set(hash, value);
    }
    return undefined;
  }
}

/** A bit for each type that can be hashed. */
const STRING = 1;
const NUMBER = 2;
const BIGINT = 4;
const BOOLEAN = 8;
const NULL = 16;
const UNDEFINED = 32;

/** Types whose values Python may take for one another. */
const NUMBERS = NUMBER | BIGINT | BOOLEAN;
const NONES = NULL | UNDEFINED;

/** Whether their types alone say that Python can hash all of them and, unless they are exact, takes no two for the same. */
function areApart(table: Table, exact: boolean): boolean {
  let types = 0;
  for (const key of table.keys()) {
    const type = typeBit(key);
    if (type === 0) return false;
    types |= type;
  }
  const numbers = types & NUMBERS;
  return exact || ((numbers & (numbers - 1)) === 0 && (types & NONES) !== NONES);
}

function typeBit(value: unknown): number {
  switch (typeof value) {
    case "string":
      return STRING;
    case "number":
      return NUMBER;
    case "bigint":
      return BIGINT;
    case "boolean":
      return BOOLEAN;
    case "undefined":
      return UNDEFINED;
    default:
      return value === null ? NULL : 0;
  }
}
