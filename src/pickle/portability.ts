import { Global, Instance, Tuple } from "../python/index.ts";
import { TableKeys } from "../python/table-keys.ts";
import type { DumpSettings } from "./dump-options.ts";
import { Unwritable } from "./unwritable.ts";

/** A dict that is read as an object if its first batch has only string keys. */
const FIRST_BATCH = 1000;
const LOSSY = 'set the option "portable" to false for a file that only Pantry reads';

/**
 * Decides how what only JavaScript can hold is written: by a harmless call that both languages understand; or, where
 * Python could not hold it at all, not at all, unless the file need not be portable.
 */
export class Portability {
  readonly #settings: DumpSettings;
  readonly #keys: TableKeys;

  constructor(settings: DumpSettings) {
    this.#settings = settings;
    this.#keys = new TableKeys(settings.exact);
  }

  /** Forgets the values that were seen. */
  clear(): void {
    this.#keys.clear();
  }

  /** What to write in place of a `Map` that Python could not hold; `undefined` for every other. */
  standForMap(map: ReadonlyMap<unknown, unknown>): Instance | undefined {
    const problem = this.#keys.problem(map, "key");
    if (problem === undefined) return undefined;
    this.#refuse(problem);
    return new Instance(new Global("pantry", "Map"), {
      items: Array.from(map, (entry) => Tuple.from(entry)),
    });
  }

  /** Whether a `Map` has to be a call of dict(), since the literal form would be read back as something else. */
  isCall(map: ReadonlyMap<unknown, unknown>): boolean {
    const { exact, plain } = this.#settings;
    return !exact && !plain && startsLikeObject(map);
  }

  /** The same for a `Set`. */
  standForSet(set: ReadonlySet<unknown>): Instance | undefined {
    const problem = this.#keys.problem(set, "member");
    if (problem === undefined) return undefined;
    this.#refuse(problem);
    return new Instance(new Global("pantry", "Set"), { items: Array.from(set) });
  }

  /** Throws for a `FrozenSet` that Python could not hold; there is no other form for it. */
  checkFrozenSet(set: ReadonlySet<unknown>): void {
    const problem = this.#keys.problem(set, "member");
    if (problem !== undefined) throw new Unwritable(problem, "not-portable");
  }

  /** What to write for a `Date` that Python's datetime cannot hold; `undefined` for everything else. */
  standForDate(value: object): Instance | undefined {
    if (Object.getPrototypeOf(value) !== Date.prototype) return undefined;
    const date = value as Date;
    const year = date.getUTCFullYear();
    if (year >= 1 && year <= 9999) return undefined;
    const problem = Number.isNaN(year) ? "an invalid Date" : `a Date outside the years 1 to 9999 (${year})`;
    this.#refuse(problem);
    return new Instance(new Global("pantry", "Date"), { args: new Tuple(date.getTime()) });
  }

  #refuse(problem: string): void {
    if (this.#settings.portable) throw new Unwritable(`${problem}: ${LOSSY}`, "not-portable");
  }
}

/** Whether the literal form of a `Map` would be read back as a plain object at first, or for good. */
function startsLikeObject(map: ReadonlyMap<unknown, unknown>): boolean {
  let count = 0;
  for (const key of map.keys()) {
    if (typeof key !== "string") return false;
    count += 1;
    if (count === FIRST_BATCH) break;
  }
  return true;
}
