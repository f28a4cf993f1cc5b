import { Float, type Global, Instance, kindOf, Tuple } from "../../python/index.ts";
import { INERT, type ReduceContext } from "./recipe.ts";

// What reductions are made of, and what the arguments of recipes are taken apart to.

/** A call of a name. */
export function call(global: Global, ...args: unknown[]): Instance {
  return new Instance(global, { args: new Tuple(...args) });
}

/** An integer in the form that the profile writes as an int. */
export function int(value: number | bigint, { exact }: Pick<ReduceContext, "exact">): number | bigint {
  if (exact) return BigInt(value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A number in the form that the profile writes as a float. */
export function float(value: number, { exact }: ReduceContext): number | Float {
  return !exact && Number.isInteger(value) ? new Float(value) : value;
}

/** An int that was read, if it is safe; `undefined` for everything else. */
export function safeInt(value: unknown, exact: boolean): number | undefined {
  if (typeof value !== (exact ? "bigint" : "number")) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && !Object.is(number, -0) ? number : undefined;
}

/** An int of any size that was read; `undefined` for everything else. */
export function anyInt(value: unknown, exact: boolean): bigint | undefined {
  if (typeof value === "bigint") return value;
  const number = exact ? undefined : safeInt(value, false);
  return number === undefined ? undefined : BigInt(number);
}

/** `bytes` that were read. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && kindOf(value) === undefined;
}

/** Whether a value is that name. */
export function isGlobal(value: unknown, module: string, name: string): boolean {
  if (kindOf(value) !== "Global") return false;
  const global = value as Global;
  return global.module === module && global.name === name;
}

/** A list that was read; with the option `tuples: "array"` it can have been a tuple. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && kindOf(value) === undefined;
}

/** What `make` makes, or `INERT` where a constructor refuses what it was given. */
export function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return INERT;
    throw error;
  }
}
