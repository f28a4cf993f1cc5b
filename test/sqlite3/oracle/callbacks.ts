import { Float } from "pantry/python";
import {
  type AggregateClass,
  type Authorizer,
  SQLITE_DENY,
  SQLITE_DROP_TABLE,
  SQLITE_IGNORE,
  SQLITE_OK,
  type SqlResult,
  type SqlValue,
  type WindowClass,
} from "pantry/sqlite3";

// What the programs can call: the same as in `callbacks.py`.

/** Fails. */
export function boom(): never {
  throw new Error("boom");
}

const KINDS: { readonly [kind: string]: string } = { bigint: "int", number: "float", string: "str" };

function kind(value: SqlValue): string {
  if (value === null) return "NoneType";
  return KINDS[typeof value] ?? "bytes";
}

/** What a JavaScript function can give besides. */
function unsafe(value: unknown): () => SqlResult {
  return () => value as SqlResult;
}

/** Functions for SQL. */
export const FUNCTIONS: { readonly [name: string]: (...args: SqlValue[]) => SqlResult } = {
  one: () => 1,
  // What it gets is a `number` only if it is a REAL.
  echo: (value) => (typeof value === "number" ? new Float(value) : value),
  kind: (value = null) => kind(value),
  count: (...values) => values.length,
  joined: (...values) => values.map(kind).join(","),
  boom,
  large: () => 2n ** 63n,
  largest: () => 2n ** 63n - 1n,
  object: unsafe({}),
  surrogate: () => "\ud800",
  nul: () => "a\0b",
  nothing: () => null,
  true: () => true,
  half: () => 0.5,
  nan: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  blob: () => Uint8Array.of(0, 255),
  empty: () => new Uint8Array(),
  list: unsafe([1]),
};

class Sum {
  total = 0n;

  step(...values: SqlValue[]): SqlResult {
    this.total += sum(values);
    return null;
  }

  inverse(...values: SqlValue[]): SqlResult {
    this.total -= sum(values);
    return null;
  }

  value(): SqlResult {
    return this.total;
  }

  finalize(): SqlResult {
    return this.total;
  }
}

function sum(values: readonly SqlValue[]): bigint {
  return values.reduce<bigint>((total, value) => (typeof value === "bigint" ? total + value : total), 0n);
}

/**
 * `sum` itself, `no step` without a method, `boom step` with one that fails, `surrogate value` with one whose result is no value of
 * SQLite.
 */
export function aggregate(name: string): AggregateClass & WindowClass {
  if (name === "sum") return Sum;
  const [what = "", method = ""] = name.split(" ");
  const callback = what === "no" ? undefined : FUNCTIONS[what];
  class Made extends Sum {
    constructor() {
      super();
      if (method === "init") callback?.();
    }
  }
  if (method !== "init") Object.defineProperty(Made.prototype, method, { value: callback });
  return Made;
}

/** Orders of texts. */
export const COLLATIONS: { readonly [name: string]: (left: string, right: string) => number } = {
  reverse: (left, right) => Number(left < right) - Number(left > right),
  length: (left, right) => left.length - right.length,
  boom,
  large: (left, right) => (left > right ? 2 ** 70 : -(2 ** 70)),
};

/** Authorizers, some of which are wrong. */
export const AUTHORIZERS: { readonly [name: string]: Authorizer } = {
  ok: () => SQLITE_OK,
  "deny reads of b": (_action, _first, second) => (second === "b" ? SQLITE_DENY : SQLITE_OK),
  "ignore b": (_action, _first, second) => (second === "b" ? SQLITE_IGNORE : SQLITE_OK),
  "deny drops": (action) => (action === SQLITE_DROP_TABLE ? SQLITE_DENY : SQLITE_OK),
  boom,
  text: () => "ok" as unknown as number,
  unknown: () => 42,
  nothing: () => undefined as unknown as number,
  half: () => 0.5,
  large: () => 2 ** 32,
};

/** Progress handlers. */
export const HANDLERS: { readonly [name: string]: () => unknown } = {
  go: () => 0,
  stop: () => 1,
  boom,
  nothing: () => null,
  text: () => "x",
};
