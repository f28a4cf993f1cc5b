import { ByteArray, DateOnly, DateTime, Float, Tuple } from "pantry/python";
import {
  type AdaptedType,
  DataError,
  OperationalError,
  PrepareProtocol,
  SQLITE_NOMEM,
  SQLITE_TOOBIG,
} from "pantry/sqlite3";

/** How Python is asked: what to call, which of its methods (`""` is the thing itself), and with what. */
export type Ask = (
  target: PythonObject,
  method: string,
  args: readonly unknown[],
  options?: { readonly byReference?: boolean },
) => unknown;

/** An object that stays in Python. */
export class PythonObject {
  readonly key: bigint;

  constructor(key: bigint) {
    this.key = key;
  }
}

/** Python's types that are the same type here. */
const SAME: ReadonlyMap<string, AdaptedType<unknown>> = new Map<string, AdaptedType<unknown>>([
  ["builtins.bool", Boolean],
  ["builtins.bytearray", ByteArray],
  ["builtins.bytes", Uint8Array],
  ["builtins.float", Float],
  ["builtins.int", BigInt],
  ["builtins.str", String],
  ["datetime.date", DateOnly],
  ["datetime.datetime", DateTime],
]);

const classes = new Map<bigint, AdaptedType<unknown> & (new (key: bigint) => PythonObject)>();

/** The class that stands for a type of Python: adapters are found by it. */
export function classOf(type: bigint, name: string): AdaptedType<unknown> {
  return SAME.get(name) ?? pythonClass(type, name);
}

function pythonClass(type: bigint, name: string): AdaptedType<unknown> & (new (key: bigint) => PythonObject) {
  let found = classes.get(type);
  if (found === undefined) {
    found = class extends PythonObject {};
    Object.defineProperty(found, "name", { value: name.slice(name.lastIndexOf(".") + 1) });
    classes.set(type, found);
  }
  return found;
}

/** An object of Python with as much of its nature as matters to SQLite. */
export function pythonObject(
  ask: Ask,
  key: bigint,
  type: bigint,
  name: string,
  traits: readonly string[],
): unknown {
  if (traits.includes("mapping")) return new PythonMapping(ask, new PythonObject(key));
  const object = new (pythonClass(type, name))(key);
  const define = (name: symbol, value: unknown) => Object.defineProperty(object, name, { value });
  if (traits.includes("__conform__"))
    define(PrepareProtocol.conform, (protocol: unknown) => ask(object, "__conform__", [protocol]));
  if (traits.includes("__adapt__"))
    define(PrepareProtocol.adapt, (value: unknown) => ask(object, "__adapt__", [value]));
  if (traits.includes("__next__")) define(Symbol.iterator, () => new PythonIterator(ask, object));
  else if (traits.includes("sequence")) define(Symbol.iterator, () => items(ask, object));
  return object;
}

function* items(ask: Ask, sequence: PythonObject): Generator {
  const length = ask(sequence, "__len__", []) as bigint;
  for (let index = 0n; index < length; index++) yield ask(sequence, "__getitem__", [index]);
}

/** An iterator of Python, which need not be told that nobody asks it any more. */
class PythonIterator {
  readonly #ask: Ask;
  readonly #iterator: PythonObject;

  constructor(ask: Ask, iterator: PythonObject) {
    this.#ask = ask;
    this.#iterator = iterator;
  }

  next(): IteratorResult<unknown, undefined> {
    try {
      return { done: false, value: this.#ask(this.#iterator, "__next__", []) };
    } catch (error) {
      if (kindOfError(error) === "StopIteration") return { done: true, value: undefined };
      throw error;
    }
  }
}

/** A dict that stays in Python, whose own methods are asked. */
class PythonMapping extends Map<string, unknown> {
  readonly #ask: Ask;
  readonly object: PythonObject;

  constructor(ask: Ask, object: PythonObject) {
    super();
    this.#ask = ask;
    this.object = object;
  }

  override has(key: string): boolean {
    try {
      this.get(key);
      return true;
    } catch (error) {
      if (kindOfError(error) === "KeyError") return false;
      throw error;
    }
  }

  override get(key: string): unknown {
    return this.#ask(this.object, "__getitem__", [key]);
  }
}

/** The object of Python that a value is; `undefined` for anything else. */
export function pythonObjectOf(value: unknown): PythonObject | undefined {
  if (value instanceof PythonMapping) return value.object;
  return value instanceof PythonObject ? value : undefined;
}

/** What Python raised, by the error that stands for it here. */
const raised = new WeakMap<object, { readonly exception: PythonObject; readonly kind: string }>();

/** The error that stands for an exception of Python, whose nearest built-in class is `kind`. */
export function errorOf(exception: PythonObject, kind: string, message: string): Error {
  const error = nativeError(kind, message);
  raised.set(error, { exception, kind });
  return error;
}

function nativeError(kind: string, message: string): Error {
  switch (kind) {
    case "TypeError":
      return new TypeError(message);
    case "MemoryError":
      return new OperationalError(message, { code: SQLITE_NOMEM });
    case "OverflowError":
      return new DataError(message, { code: SQLITE_TOOBIG });
    default:
      return new Error(message);
  }
}

/** The exception of Python that an error stands for. */
export function exceptionOf(error: unknown): PythonObject | undefined {
  return raised.get(error as object)?.exception;
}

function kindOfError(error: unknown): string | undefined {
  return raised.get(error as object)?.kind;
}

/** A number that counts something as Python's int; anything else as it is. */
export function asInteger(value: unknown): unknown {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** A row as a tuple; anything else as it is. */
export function asTuple(row: unknown): unknown {
  return isPlainArray(row) ? Tuple.from(row) : row;
}

/** Whether it is an array, and nothing that only behaves as one. */
export function isPlainArray(value: unknown): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}
