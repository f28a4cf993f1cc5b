import type { PythonArray } from "./array.ts";
import { kindOf } from "./brand.ts";
import { type CodeObject, codeFields } from "./code-object.ts";
import type { DateTime, TimeOnly } from "./datetime.ts";
import type { Deque } from "./deque.ts";
import type { PythonException } from "./exception.ts";
import type { Instance, Step } from "./instance.ts";
import { classNameOf, errorFieldsOf, fieldsOf, isPlainObject, messageOf, typecodeOf } from "./javascript.ts";
import { base64, floatJson, integerJson, leafJson, localText } from "./leaf-json.ts";
import type { DefaultDict } from "./mappings.ts";
import type { PersistentId } from "./references.ts";
import type { Slice } from "./slice.ts";
import { runTask, type Task, type Visitor } from "./tasks.ts";

/** A value that `JSON.stringify` writes and `JSON.parse` gives back unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How `toJson` describes a value. */
export interface JsonOptions {
  /** Whether the value is of the exact profile: every `number` is a float, and each `Map` is a plain dict. Default: `false`. */
  readonly exact?: boolean;
}

/**
 * A value as tagged JSON: plain JSON where that can only mean one thing, else an object whose one key begins with `$`.
 *
 * | value | JSON |
 * |---|---|
 * | `None`, `bool`, `str`, list | `null`, `true`, `"text"`, `[…]` |
 * | int | a number; `{"$int": "digits"}` beyond 2**53, and for each bigint of the natural profile |
 * | float | a number with a fraction; `{"$float": "1.0"}` when integral, infinite, NaN, or a `Float` |
 * | plain object, exact dict | an object; `{"$object": {…}}` or `{"$dict": [[key, value], …]}` when a key begins with `$`; exact: `$dict` also when a key is no `str` or is all digits |
 * | `Map` | `{"$dict": [[key, value], …]}` |
 * | complex, bytes, bytearray | `{"$complex": "(1+2j)"}`, `{"$bytes": base64}`, `{"$bytearray": base64}` |
 * | tuple, set, frozenset | `{"$tuple": […]}`, `{"$set": […]}`, `{"$frozenset": […]}` |
 * | frozendict | `{"$frozendict": [[key, value], …]}` |
 * | a name | `{"$global": [module, name]}`, `{"$extension": code}`, `{"$persistent": id}` |
 * | an instance | `{"$instance": {"class": …, "form": "new" or "object", "args": […], "kwargs": [[name, value], …], "items": […], "entries": [[key, value], …], "state": …, "setter": …, "later": […]}}`, without what it has not |
 * | deque, OrderedDict, Counter | `{"$deque": {"items": […], "maxlen": null}}`, `{"$ordereddict": [[key, value], …]}`, `{"$counter": [[key, count], …]}` |
 * | defaultdict | `{"$defaultdict": {"factory": …, "entries": [[key, value], …]}}` |
 * | date, datetime, time | `{"$date": "2024-01-02"}`, `{"$datetime": "2024-01-02T03:04:05"}`, `{"$time": "03:04:05"}`; with a time zone or fold `{"$datetime": {"local": "…", "tzinfo": …, "fold": 1}}` |
 * | timedelta, timezone | `{"$timedelta": [days, seconds, microseconds]}`, `{"$timezone": [[days, seconds, microseconds], name]}` |
 * | Decimal, Fraction, UUID, a path | `{"$decimal": "1.50"}`, `{"$fraction": "1/2"}`, `{"$uuid": "…"}`, `{"$path": ["PurePosixPath", "/a"]}` |
 * | range, slice, `...`, NotImplemented | `{"$range": [0, 5, 1]}`, `{"$slice": [null, 1, null]}`, `{"$ellipsis": true}`, `{"$notimplemented": true}` |
 * | array, typed array | `{"$array": {"typecode": "i", "items": […]}}` |
 * | exception, SimpleNamespace | `{"$exception": {"class": …, "args": […], "state": …}}`, `{"$namespace": {…}}` |
 * | code object | `{"$code": {"python": "3.12", "argcount": 0, …}}`: each field by its name, in the exact profile |
 * | Python 2's str, long, wide int | `{"$str2": "latin-1 text"}`, `{"$long": "digits"}`, `{"$int2": "digits"}` |
 * | str with surrogates kept apart | `{"$str": [code points]}` |
 * | JavaScript's own | `{"$undefined": true}` (exact: `null`), `{"$jsdate": milliseconds}`, `{"$error": {"class": "TypeError", "message": "…", "fields": {…}}}`, `{"$javascript": name}` |
 * | met again | `{"$ref": 1}`, and where it was met first `{"$id": 1, "$value": …}` |
 *
 * Sharing is shown of whatever has values within it or can be changed (the empty tuple excepted); the numbers follow
 * the order in which such objects are first met. Nesting may be of any depth, but `JSON.stringify` has its own limit.
 *
 * @example
 * ```ts
 * import { toJson, Tuple } from "pantry/python";
 *
 * const text = JSON.stringify(toJson({ at: new Tuple(1, 2.5), all: 10n ** 20n }));
 * if (text !== '{"at":{"$tuple":[1,2.5]},"all":{"$int":"100000000000000000000"}}') throw new Error(text);
 * ```
 */
export function toJson(value: unknown, options: JsonOptions = {}): Json {
  const { exact = false } = options;
  const first = new Description(exact, new Set());
  const json = runTask(first, value);
  return first.again.size === 0 ? json : runTask(new Description(exact, first.again), value);
}

type Entries = Iterable<readonly [unknown, unknown]>;
type Part<Result> = Generator<unknown, Result, Json>;
type Fields = { [key: string]: Json };

/** One walk over a value. What is shared must be known before, so a first walk only finds out. */
class Description implements Visitor<Json> {
  /** What was met more than once. */
  readonly again = new Set<object>();
  #exact: boolean;
  readonly #shared: ReadonlySet<object>;
  readonly #met = new Set<object>();
  readonly #ids = new Map<object, number>();

  constructor(exact: boolean, shared: ReadonlySet<object>) {
    this.#exact = exact;
    this.#shared = shared;
  }

  leaf(value: unknown): Json | undefined {
    const json = leafJson(value, this.#exact);
    if (json !== undefined || !this.#met.has(value as object)) return json;
    this.again.add(value as object);
    return { $ref: this.#ids.get(value as object) ?? 0 };
  }

  *task(value: object): Task<Json> {
    this.#met.add(value);
    if (!this.#shared.has(value)) return yield* this.#describe(value);
    const id = this.#ids.size + 1;
    this.#ids.set(value, id);
    return { $id: id, $value: yield* this.#describe(value) };
  }

  *#describe(value: object): Task<Json> {
    switch (kindOf(value)) {
      case undefined:
        return yield* this.#host(value);
      case "ByteArray":
        return { $bytearray: base64(value as Uint8Array) };
      case "Tuple":
        return { $tuple: yield* this.#all(value as unknown[]) };
      case "FrozenSet":
        return { $frozenset: yield* this.#all(value as Set<unknown>) };
      case "FrozenDict":
        return { $frozendict: yield* this.#pairs(value as Map<unknown, unknown>) };
      case "Deque": {
        const { maxlen } = value as Deque;
        return { $deque: { items: yield* this.#all(value as Deque), maxlen } };
      }
      case "OrderedDict":
        return { $ordereddict: yield* this.#pairs(value as Map<unknown, unknown>) };
      case "Counter":
        return { $counter: yield* this.#pairs(value as Map<unknown, unknown>) };
      case "DefaultDict": {
        const factory = yield (value as DefaultDict).defaultFactory;
        return { $defaultdict: { factory, entries: yield* this.#pairs(value as DefaultDict) } };
      }
      case "DateTime":
        return { $datetime: yield* this.#moment(value as DateTime) };
      case "TimeOnly":
        return { $time: yield* this.#moment(value as TimeOnly) };
      case "Slice": {
        const { start, stop, step } = value as Slice;
        return { $slice: yield* this.#all([start, stop, step]) };
      }
      case "PythonArray":
        return yield* this.#array((value as PythonArray).typecode, (value as PythonArray).values);
      case "SimpleNamespace":
        return { $namespace: yield* this.#record(fieldsOf(value)) };
      case "PythonException":
        return { $exception: yield* this.#exception(value as PythonException) };
      case "Code":
        return { $code: yield* this.#code(value as CodeObject) };
      case "PersistentId":
        return { $persistent: yield (value as PersistentId).id };
      case "Instance":
        return { $instance: yield* this.#instance(value as Instance) };
      default:
        return { $javascript: classNameOf(value) };
    }
  }

  /** JavaScript's own objects, and those of the program's classes. */
  *#host(value: object): Task<Json> {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return yield* this.#all(value as unknown[]);
    if (isPlainObject(value)) return yield* this.#dict(fieldsOf(value), false);
    if (prototype === Map.prototype) return yield* this.#dict(value as Map<unknown, unknown>, true);
    if (prototype === Set.prototype) return { $set: yield* this.#all(value as Set<unknown>) };
    const typecode = typecodeOf(value);
    if (typecode !== undefined) return yield* this.#array(typecode, value as unknown as Iterable<unknown>);
    if (value instanceof Error) {
      const fields = yield* this.#record(errorFieldsOf(value));
      return { $error: { class: classNameOf(value), message: messageOf(value), fields } };
    }
    const parts: Fields = { class: { $javascript: classNameOf(value) } };
    if (Array.isArray(value) || value instanceof Set) parts.items = yield* this.#all(value);
    if (value instanceof Map) parts.entries = yield* this.#pairs(value);
    parts.state = yield* this.#record(fieldsOf(value));
    return { $instance: parts };
  }

  /** A dict; an object where its keys let it be told from a tag, and come in the same order. */
  *#dict(entries: Entries, isMap: boolean): Task<Json> {
    if (isMap && !this.#exact) return { $dict: yield* this.#pairs(entries) };
    const list = Array.from(entries);
    if (list.every(([key]) => isPlainKey(key, this.#exact)))
      return yield* this.#record(list as [string, unknown][]);
    return this.#exact
      ? { $dict: yield* this.#pairs(list) }
      : { $object: yield* this.#record(list as [string, unknown][]) };
  }

  *#moment(moment: DateTime | TimeOnly): Part<Json> {
    const tzinfo = yield moment.tzinfo;
    const local = localText(moment);
    return moment.fold === 1 ? { local, tzinfo, fold: 1 } : { local, tzinfo };
  }

  *#array(typecode: string, values: Iterable<unknown>): Part<Json> {
    const items: Json[] = [];
    for (const value of values) {
      // The typecode says already what is a float.
      if (typeof value !== "number") items.push(typeof value === "bigint" ? integerJson(value) : yield value);
      else items.push(Object.is(value, -0) || !Number.isFinite(value) ? floatJson(value) : value);
    }
    return { $array: { typecode, items } };
  }

  *#exception(exception: PythonException): Part<Json> {
    const parts: Fields = { class: yield exception.class, args: yield* this.#all(exception.args) };
    if (exception.state !== undefined) parts.state = yield exception.state;
    return parts;
  }

  /** A code object, which is exact in either profile. */
  *#code(code: CodeObject): Part<Json> {
    const isExact = this.#exact;
    this.#exact = true;
    const fields = yield* this.#record(codeFields(code));
    this.#exact = isExact;
    return fields;
  }

  *#instance(instance: Instance): Part<Json> {
    const { args, kwargs, items, entries, state, stateSetter, later, form } = instance;
    const parts: Fields = { class: yield instance.class };
    if (form !== "call") parts.form = form;
    if (args.length > 0) parts.args = yield* this.#all(args);
    if (kwargs !== undefined) parts.kwargs = yield* this.#pairs(kwargs);
    if (items !== undefined) parts.items = yield* this.#all(items);
    if (entries !== undefined) parts.entries = yield* this.#pairs(entries);
    if (state !== undefined) parts.state = yield state;
    if (stateSetter !== undefined) parts.setter = yield stateSetter;
    if (later === undefined) return parts;
    const steps: Json[] = [];
    for (const step of later) steps.push(yield* this.#step(step));
    parts.later = steps;
    return parts;
  }

  *#step(step: Step): Part<Json> {
    if (step.operation === "build") return { build: yield step.state };
    if (step.operation === "set") return { set: yield* this.#pairs(step.entries) };
    return { [step.operation]: yield* this.#all(step.items) };
  }

  *#all(values: Iterable<unknown>): Part<Json[]> {
    const items: Json[] = [];
    for (const value of values) items.push(yield value);
    return items;
  }

  *#pairs(entries: Entries): Part<Json[]> {
    const pairs: Json[] = [];
    for (const [key, value] of entries) pairs.push([yield key, yield value]);
    return pairs;
  }

  *#record(entries: Iterable<readonly [string, unknown]>): Part<Fields> {
    const record: Fields = {};
    for (const [key, value] of entries) {
      const json = yield value;
      // Assigning to `__proto__` would change the prototype.
      Object.defineProperty(record, key, {
        value: json,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return record;
  }
}

function isPlainKey(key: unknown, exact: boolean): boolean {
  if (typeof key !== "string" || key.startsWith("$")) return false;
  // JavaScript would list such keys first.
  return !exact || !/^\d+$/.test(key);
}
