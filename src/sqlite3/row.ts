import { INSPECT } from "../python/brand.ts";
import { equal, type Json, toJson } from "../python/index.ts";
import { brief } from "../python/repr.ts";
import type { SqlRow, SqlValue } from "./values.ts";

/** What is told of a column: its name, and six times `null`, which SQLite does not know. */
export type ColumnDescription = readonly [name: string, null, null, null, null, null, null];

/** The columns of a result. */
export type Description = readonly ColumnDescription[];

/** A cursor, as far as a row must know it. */
export interface Described {
  /** The columns of the last statement; `null` if it gave no rows. */
  readonly description: Description | null;
}

/** Makes of a cursor and a row what is fetched: a function, or a subclass of `Row`. */
export type RowFactory<R = unknown> =
  | ((cursor: Described, row: SqlRow) => R)
  | (new (
      cursor: Described,
      row: SqlRow,
    ) => R);

/** What a row has of an array, which it is, but with other keys. */
export interface RowValues<V> {
  /** How many values it has. */
  readonly length: number;
  /** The values by index. */
  readonly [index: number]: V;
  /** The value at an index, from the end if it is negative; `undefined` if there is none. */
  at(index: number): V | undefined;
  /** An array of some of the values, as `Array.prototype.slice` takes them. */
  slice(start?: number, end?: number): V[];
  /** The values in order. */
  [Symbol.iterator](): IterableIterator<V>;
}

/** The class that a row extends: an object that is no array takes seven times as long to fill. */
export const RowValues: new <V>(length: number) => RowValues<V> = Array;

/**
 * A row whose values have an index and a name, as `connection.rowFactory = Row` gives them.
 *
 * The letters of ASCII are the same in both cases, and of columns with equal names the first is meant.
 *
 * @typeParam T The names and their types.
 *
 * @example
 * ```ts
 * import { connect, Row } from "pantry/sqlite3";
 *
 * using connection = connect(":memory:");
 * connection.rowFactory = Row;
 * const row = connection.execute<Row<{ id: number; name: string }>>("select 7 as id, 'Ada' as name").fetchone();
 * const [id] = row ?? [];
 * if (row?.get("name") !== "Ada" || row[0] !== 7 || id !== 7) throw new Error("not that row");
 * ```
 */
export class Row<T extends object = { [name: string]: SqlValue }> extends RowValues<T[keyof T]> {
  static {
    Object.defineProperty(Row.prototype, INSPECT, { value: inspect, writable: true, configurable: true });
  }

  /** `Array`: what `slice` makes. */
  static readonly [Symbol.species]: ArrayConstructor = Array;

  readonly #description: Description;

  /**
   * A row of these values, named as the cursor says.
   *
   * @throws TypeError for what is no cursor and no array.
   */
  constructor(cursor: Described, values: readonly unknown[]) {
    if (!Array.isArray(values)) throw new TypeError("array required for second argument");
    super(values.length);
    const { description } = cursor;
    if (description === undefined) throw new TypeError("instance of cursor required for first argument");
    this.#description = description ?? [];
    const own = this as { [index: number]: unknown };
    for (let i = 0; i < values.length; i += 1) own[i] = values[i];
  }

  /**
   * The value of a column.
   *
   * @param key Its name, or its index, from the end if it is negative.
   * @throws RangeError if there is no such column.
   */
  get<K extends keyof T & string>(key: K): T[K];
  /** As above, by index. */
  get(key: number): T[keyof T];
  get(key: string | number): T[keyof T] {
    if (typeof key !== "string" && typeof key !== "number")
      throw new TypeError("Index must be int or string");
    const index = typeof key === "number" ? key : indexOf(this.#description, key);
    if (index === undefined) throw new RangeError("No item with that key");
    if (!Number.isInteger(index) || index < -this.length || index >= this.length)
      throw new RangeError("tuple index out of range");
    return this.at(index) as T[keyof T];
  }

  /** The names of the columns. */
  keys(): string[] {
    return this.#description.map(([name]) => name);
  }

  /** Whether the other one is a row with the same names and equal values, as Python's `==` has it. */
  equals(other: unknown): boolean {
    return other instanceof Row && equal([this.keys(), this.toArray()], [other.keys(), other.toArray()]);
  }

  /** The values in an array. */
  toArray(): T[keyof T][] {
    return this.slice();
  }

  /** The values by name in an object without a prototype, as Python's `dict(row)`: of equal names the first. */
  toObject(): T {
    const object = Object.create(null);
    for (const name of this.keys()) object[name] = this.get(name as keyof T & string);
    return object;
  }

  /** The tagged JSON of `toObject()`. */
  toJSON(): Json {
    return toJson(this.toObject());
  }
}

function inspect(this: Row): string {
  return `Row ${brief(this.toObject())}`;
}

/** For each result, where its names are. */
const INDICES = new WeakMap<Description, ReadonlyMap<string, number>>();

function indexOf(description: Description, name: string): number | undefined {
  let indices = INDICES.get(description);
  if (indices === undefined) {
    // Of equal names the last one set is the first.
    const entries = description.map(([name], index) => [folded(name), index] as const).reverse();
    indices = new Map(entries);
    INDICES.set(description, indices);
  }
  return indices.get(folded(name));
}

/** A name that is not all ASCII is the same only to the letter. */
function folded(name: string): string {
  return /^[\0-\x7f]*$/.test(name) ? name.toLowerCase() : name;
}

/**
 * A row factory that makes plain objects, without a prototype. Of columns with equal names the last is kept.
 *
 * @example
 * ```ts
 * import { connect, dictRow } from "pantry/sqlite3";
 *
 * using connection = connect(":memory:");
 * connection.rowFactory = dictRow;
 * const row = connection.execute<{ id: number }>("select 7 as id").fetchone();
 * if (row?.id !== 7) throw new Error("not that row");
 * ```
 */
export function dictRow<T extends object = { [name: string]: SqlValue }>(cursor: Described, row: SqlRow): T {
  const object = Object.create(null);
  const description = cursor.description ?? [];
  for (let i = 0; i < description.length; i += 1) object[(description[i] as ColumnDescription)[0]] = row[i];
  return object;
}
