import { DbmError } from "../errors.ts";
import type { Bytes } from "../store.ts";
import type { Answer } from "./client.ts";

/** A value of `bytea` as plain bytes that nobody else holds: clients answer a `Buffer`, which may be part of a greater one. */
export function bytesFrom(value: unknown): Bytes {
  if (!(value instanceof Uint8Array))
    throw new DbmError(`Cannot read the client's answer: bytes expected, not ${typeof value}`, "unsupported");
  const { buffer, byteOffset, length } = value;
  const isWhole = length === buffer.byteLength && buffer instanceof ArrayBuffer;
  return isWhole ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(value);
}

/** What is in the first column of the first row; `undefined` where there is no row. */
export function firstOf({ rows }: Answer): unknown {
  return rows[0]?.[0];
}
