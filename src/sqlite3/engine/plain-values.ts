import { DataError } from "../errors.ts";
import { type Integers, isInteger } from "../values.ts";
import type { NodeInput, NodeOutput } from "./node-sqlite.ts";
import type { Bindable } from "./port.ts";

/** A value as `node:sqlite` takes it, which makes a REAL of every `number`. */
export function bound(value: Bindable): NodeInput {
  if (typeof value === "number") return isInteger(value) ? BigInt(value) : value;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return value.value;
}

/** An INTEGER, which comes as a `bigint`, as it is wanted; anything else as it is. */
export function wanted(value: NodeOutput, integers: Integers): NodeOutput {
  if (typeof value !== "bigint" || integers === "bigint") return value;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (integers === "auto") return value;
  throw new DataError(`the integer ${value} is not a safe one`);
}
