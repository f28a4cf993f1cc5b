/**
 * Python's values in TypeScript: a class for each that JavaScript has no equal of, and `equal`, `repr` and
 * `toJson` for every value. All of it is data: nothing is ever imported or called.
 *
 * Values come in one of two profiles. The natural one, the default, has what one would write by hand: an int
 * is a `number` where it is a safe integer, a dict with keys of text a plain object. The exact one keeps
 * every distinction of Python's: an int is a `bigint`, a `number` a float, a dict a `Map`.
 *
 * @module
 */
export { PythonArray } from "./array.ts";
export { type Kind, kindOf } from "./brand.ts";
export { ByteArray } from "./byte-array.ts";
export type { CodeObject } from "./code-object.ts";
export { DateOnly, DateTime, type TemporalDateTime, TimeOnly } from "./datetime.ts";
export { Decimal } from "./decimal.ts";
export { Deque } from "./deque.ts";
export { equal } from "./equal.ts";
export { PythonException } from "./exception.ts";
export { Fraction } from "./fraction.ts";
export { type FromJsonOptions, fromJson } from "./from-json.ts";
export { FrozenDict } from "./frozen-dict.ts";
export { FrozenSet } from "./frozen-set.ts";
export { Global } from "./global.ts";
export { Instance, type InstanceForm, type InstanceParts, type Step } from "./instance.ts";
export { type Json, type JsonOptions, toJson } from "./json.ts";
export { Counter, DefaultDict, OrderedDict } from "./mappings.ts";
export { SimpleNamespace } from "./namespace.ts";
export { Complex, Float, Int, Long } from "./numbers.ts";
export { type PathFlavour, PurePath } from "./path.ts";
export { PythonObject } from "./python-object.ts";
export { Range } from "./range.ts";
export { Extension, PersistentId } from "./references.ts";
export { type ReprOptions, repr } from "./repr.ts";
export { Ellipsis, type EllipsisType, NotImplemented, type NotImplementedType } from "./singletons.ts";
export { Slice } from "./slice.ts";
export { CodePointString, Python2String } from "./strings.ts";
export { TimeDelta, TimeZone } from "./timedelta.ts";
export { Tuple } from "./tuple.ts";
export { UUID } from "./uuid.ts";
export type { NumberArray, PythonValue } from "./value.ts";
