/**
 * The key under which a Python value says what it is. It comes from the global symbol registry, so that the
 * values of two copies of the package (one ESM, one bundled, two versions) understand each other.
 */
export const KIND: unique symbol = Symbol.for("pantry.kind") as typeof KIND;

/** The key of the method that Node's `util.inspect`, Deno and Bun call to show a value. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as typeof INSPECT;

/** Every kind of value class, by the name of its class. */
export type Kind =
  | "ByteArray"
  | "Code"
  | "CodePointString"
  | "Complex"
  | "Counter"
  | "DateOnly"
  | "DateTime"
  | "Decimal"
  | "DefaultDict"
  | "Deque"
  | "Ellipsis"
  | "Extension"
  | "Float"
  | "Fraction"
  | "FrozenDict"
  | "FrozenSet"
  | "Global"
  | "Instance"
  | "Int"
  | "Long"
  | "NotImplemented"
  | "OrderedDict"
  | "PersistentId"
  | "PurePath"
  | "Python2String"
  | "PythonArray"
  | "PythonException"
  | "Range"
  | "SimpleNamespace"
  | "Slice"
  | "TimeDelta"
  | "TimeOnly"
  | "TimeZone"
  | "Tuple"
  | "UUID";

/**
 * What kind of value class `value` is, or `undefined` for everything else: primitives, arrays, plain objects,
 * `Map`, `Set`, typed arrays.
 *
 * Use it in place of `instanceof`, which fails for a value made by another copy of the package.
 *
 * ```ts
 * import { kindOf, Tuple } from "pantry/python";
 *
 * if (kindOf(new Tuple(1, 2)) !== "Tuple" || kindOf([1, 2]) !== undefined) throw new Error("a tuple is no list");
 * ```
 */
export function kindOf(value: unknown): Kind | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly [KIND]?: Kind })[KIND];
}
