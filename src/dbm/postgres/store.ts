import type { AsyncStore, Entry } from "../async-store.ts";
import { DbmError } from "../errors.ts";
import type { Bytes } from "../store.ts";
import type { Access, Autocommit } from "./access.ts";
import { bytesFrom, firstOf } from "./answers.ts";
import { checkKey, checkValue } from "./limits.ts";
import { packed } from "./packed.ts";
import type { Statements } from "./statements.ts";

/** A shelf in a table of PostgreSQL: each method is one statement, except where many keys or a long walk take several. */
class PostgresStore implements AsyncStore {
  readonly engine = "postgres";
  readonly name: string;
  readonly #access: Access;
  readonly #sql: Statements;

  constructor(access: Access, sql: Statements, name: string) {
    this.name = name;
    this.#access = access;
    this.#sql = sql;
  }

  async size(signal?: AbortSignal): Promise<number> {
    return Number(firstOf(await this.#access.query(this.#sql.size, [this.name], "read", signal)));
  }

  async get(key: Uint8Array, signal?: AbortSignal): Promise<Bytes | undefined> {
    const { rows } = await this.#access.query(this.#sql.get, [this.name, key], "read", signal);
    return rows[0] && bytesFrom(rows[0][0]);
  }

  async getMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<(Bytes | undefined)[]> {
    const values = new Array<Bytes | undefined>(keys.length).fill(undefined);
    let before = -1;
    for (const { bytes, starts, sizes, count } of packed(keys.map((key) => [key]))) {
      const { rows } = await this.#access.query(
        this.#sql.getMany,
        [this.name, bytes, starts, ...sizes],
        "read",
        signal,
      );
      for (const [nth, value] of rows) values[before + Number(nth)] = bytesFrom(value);
      before += count;
    }
    return values;
  }

  async has(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    return (await this.#access.query(this.#sql.has, [this.name, key], "read", signal)).rows.length > 0;
  }

  async set(key: Uint8Array, value: Uint8Array, signal?: AbortSignal): Promise<void> {
    checkKey(this.name, key);
    checkValue(this.name, value);
    const { count } = await this.#access.query(this.#sql.set, [this.name, key, value], "change", signal);
    this.#checkCount(count, 1);
  }

  async setMany(entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
    for (const [key, value] of entries) {
      checkKey(this.name, key);
      checkValue(this.name, value);
    }
    // In the same order everywhere: two that change the same keys do not wait for each other.
    const sorted = entries.toSorted(([one], [other]) => compareBytes(one, other));
    for (const { bytes, starts, sizes, count: wanted } of packed(sorted)) {
      const parameters = [this.name, bytes, starts, ...sizes];
      const { count } = await this.#access.query(this.#sql.setMany, parameters, "change", signal);
      this.#checkCount(count, wanted);
    }
  }

  async deleteMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<number> {
    let sum = 0;
    for (const { bytes, starts, sizes } of packed(keys.map((key) => [key])))
      sum += (
        await this.#access.query(this.#sql.deleteMany, [this.name, bytes, starts, ...sizes], "change", signal)
      ).count;
    return sum;
  }

  async compareAndSet(
    key: Uint8Array,
    expected: Uint8Array | undefined,
    value: Uint8Array | undefined,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (expected === undefined && value === undefined) return !(await this.has(key, signal));
    if (value) {
      checkKey(this.name, key);
      checkValue(this.name, value);
    }
    const statement = expected === undefined ? this.#sql.add : value ? this.#sql.replace : this.#sql.remove;
    const parameters = [expected, value].filter((one) => one !== undefined);
    const { count } = await this.#access.query(statement, [this.name, key, ...parameters], "change", signal);
    return count > 0;
  }

  async clear(signal?: AbortSignal): Promise<void> {
    await this.#access.query(this.#sql.clear, [this.name], "change", signal);
  }

  async *keys(signal?: AbortSignal): AsyncIterableIterator<Bytes> {
    for await (const rows of this.#pages("keys", signal)) for (const [key] of rows) yield bytesFrom(key);
  }

  async *entries(signal?: AbortSignal): AsyncIterableIterator<[key: Bytes, value: Bytes]> {
    for await (const rows of this.#pages("entries", signal))
      for (const [key, value] of rows) yield [bytesFrom(key), bytesFrom(value)];
  }

  async close(): Promise<void> {}

  /** A `DbmError` where the server took fewer rows than it was given, without calling that an error. */
  #checkCount(count: number, wanted: number): void {
    if (count < wanted)
      throw new DbmError(
        `Cannot change ${this.name}: its table has kept ${count} of ${wanted}, as a trigger or a rule of it says`,
        "other-format",
      );
  }

  /** Rows in the order of their keys, each page beginning after the last key of the page before. */
  async *#pages(
    verb: "keys" | "entries",
    signal?: AbortSignal,
  ): AsyncIterableIterator<readonly (readonly unknown[])[]> {
    for (let from = new Uint8Array(); ; ) {
      const { rows } = await this.#access.query(this.#sql[verb], [this.name, from], "read", signal);
      const last = rows.at(-1);
      if (last === undefined) return;
      // The next key there can be: no bytes are between some bytes and the same with a zero.
      const key = bytesFrom(last[0]);
      from = new Uint8Array(key.length + 1);
      from.set(key);
      yield rows;
    }
  }
}

/** The same with transactions, which begin outside of any other. */
export class PostgresRootStore extends PostgresStore {
  readonly #autocommit: Autocommit;
  readonly #sql: Statements;

  constructor(autocommit: Autocommit, sql: Statements, name: string) {
    super(autocommit, sql, name);
    this.#autocommit = autocommit;
    this.#sql = sql;
  }

  transaction<T>(fn: (store: AsyncStore) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#autocommit.transaction(
      (access) => fn(new PostgresStore(access, this.#sql, this.name)),
      signal,
    );
  }
}

/** Which comes first. */
function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const end = Math.min(one.length, other.length);
  for (let i = 0; i < end; i++) {
    const difference = (one[i] as number) - (other[i] as number);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
