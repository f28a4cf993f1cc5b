import type { Float } from "../python/index.ts";

/** What SQLite keeps, read: NULL, INTEGER (a `bigint` where it is no safe integer), REAL, TEXT, BLOB. */
export type SqlValue = null | number | bigint | string | Uint8Array<ArrayBuffer>;

/**
 * What SQLite can be given: a `number` for which `Number.isSafeInteger` holds and that is not `-0` is an INTEGER, any
 * other a REAL; a `Float` is a REAL always.
 */
export type SqlInput = null | number | bigint | string | boolean | Uint8Array | Float;

/** Whether a number is an INTEGER when it is bound; else it is a REAL. */
export function isInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** Raised for an integer of more than 64 bits, which SQLite cannot have. */
export class IntegerTooLarge extends RangeError {}

/**
 * The integer itself.
 *
 * @throws IntegerTooLarge for one of more than 64 bits.
 */
export function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw new IntegerTooLarge("Integer too large to convert to SQLite INTEGER, which has 64 bits");
}

/** A row as SQLite gives it. */
export type SqlRow = SqlValue[];

/**
 * How INTEGER is read: `"auto"` as a `number` where it is a safe integer, else as a `bigint`; `"bigint"` always so, so that each
 * `number` that is read was a REAL; `"number"` always so, and one that is not safe is a `DataError`.
 */
export type Integers = "auto" | "bigint" | "number";
