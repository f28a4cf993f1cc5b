import { kindOf } from "./brand.ts";
import { isBytes, isPlainObject, typecodeOf } from "./javascript.ts";

/** What objects are compared as: those of two categories are never equal. */
export type Category =
  | "array"
  | "bytes"
  | "code"
  | "deque"
  | "dict"
  | "exception"
  | "instance"
  | "list"
  | "namespace"
  | "object"
  | "persistent"
  | "scalar"
  | "set"
  | "slice"
  | "tuple";

/** What a value is compared as. */
export function categoryOf(value: unknown): Category {
  if (typeof value !== "object" || value === null) return "scalar";
  switch (kindOf(value)) {
    case "Tuple":
      return "tuple";
    case "FrozenSet":
      return "set";
    case "ByteArray":
      return "bytes";
    case "Code":
      return "code";
    case "Counter":
    case "DefaultDict":
    case "FrozenDict":
    case "OrderedDict":
      return "dict";
    case "Deque":
      return "deque";
    case "Instance":
      return "instance";
    case "PersistentId":
      return "persistent";
    case "PythonArray":
      return "array";
    case "PythonException":
      return "exception";
    case "SimpleNamespace":
      return "namespace";
    case "Slice":
      return "slice";
    case undefined:
      return hostCategory(value);
    default:
      return "scalar";
  }
}

function hostCategory(value: object): Category {
  if (isBytes(value)) return "bytes";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return "list";
  if (prototype === Map.prototype || isPlainObject(value)) return "dict";
  if (prototype === Set.prototype) return "set";
  if (typecodeOf(value) !== undefined) return "array";
  return value instanceof Date ? "scalar" : "object";
}
