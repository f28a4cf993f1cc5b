import { kindOf } from "./brand.ts";
import { type CodeObject, codeFieldsOf } from "./code-object.ts";
import { Deque } from "./deque.ts";
import { PythonException } from "./exception.ts";
import { defineField } from "./fields.ts";
import { FrozenDict } from "./frozen-dict.ts";
import { FrozenSet } from "./frozen-set.ts";
import type { Global } from "./global.ts";
import { Instance, type InstanceForm, type Step } from "./instance.ts";
import type { Json } from "./json.ts";
import { readMoment } from "./json-leaves.ts";
import { fieldsIn, listIn, membersIn, refusal, textIn } from "./json-parts.ts";
import { Keys } from "./keys.ts";
import { Counter, DefaultDict, OrderedDict } from "./mappings.ts";
import { SimpleNamespace } from "./namespace.ts";
import { Float } from "./numbers.ts";
import { PersistentId } from "./references.ts";
import { Slice } from "./slice.ts";
import { Tuple } from "./tuple.ts";

/** A value within another: its JSON, and where it is there. */
export interface Part {
  readonly place: string;
  readonly json: Json;
}

/** Work that yields each part that it needs the value of, and is given that. */
export type Work<Result> = Generator<Part, Result, unknown>;

/** Notes what a value will be, before its parts are read, which may refer to it. */
export type Keep = <Value>(value: Value) => Value;

/** Fewer keys of one hash are not worth a look. */
const MAX_COLLISIONS = 1000;
const FORMS: readonly InstanceForm[] = ["call", "new", "object"];

const DICTS: ReadonlyMap<string, () => Map<unknown, unknown>> = /* @__PURE__ */ new Map([
  ["$dict", () => new Map()],
  ["$frozendict", () => new FrozenDict()],
  ["$ordereddict", () => new OrderedDict()],
  ["$counter", () => new Counter()],
]);

const SETS: ReadonlyMap<string, () => Set<unknown>> = /* @__PURE__ */ new Map([
  ["$set", () => new Set()],
  ["$frozenset", () => new FrozenSet()],
]);

const ERRORS: ReadonlyMap<unknown, () => Error> = /* @__PURE__ */ new Map<string, () => Error>([
  ["Error", () => new Error()],
  ["AggregateError", () => new AggregateError([])],
  ["EvalError", () => new EvalError()],
  ["RangeError", () => new RangeError()],
  ["ReferenceError", () => new ReferenceError()],
  ["SyntaxError", () => new SyntaxError()],
  ["TypeError", () => new TypeError()],
  ["URIError", () => new URIError()],
]);

/** Makes what has other values within it. What can be in a cycle is kept while it is still empty, also where it never changes. */
export class NestedValues {
  #exact: boolean;
  readonly #makeCode: ((fields: CodeObject) => CodeObject) | undefined;
  readonly #keys: Keys;

  constructor(exact: boolean, makeCode: ((fields: CodeObject) => CodeObject) | undefined) {
    this.#exact = exact;
    this.#makeCode = makeCode;
    this.#keys = new Keys(exact, true, MAX_COLLISIONS, (reason) => refusal(reason));
  }

  /** Whether what is being read is of the exact profile; what is in a code object always is. */
  get exact(): boolean {
    return this.#exact;
  }

  list(json: Json[], keep: Keep): Work<unknown> {
    return this.#list(json, "", keep([]));
  }

  dict(json: Json, keep: Keep): Work<unknown> {
    return this.#dict(json, "", keep);
  }

  *tagged(tag: string, content: Json, keep: Keep): Work<unknown> {
    const place = `${tag}/`;
    const dict = DICTS.get(tag);
    if (dict) return yield* this.#entries(content, place, keep(dict()));
    const set = SETS.get(tag);
    if (set) return yield* this.#members(content, place, keep(set()));
    switch (tag) {
      case "$tuple":
        return yield* this.#list(content, place, keep(new Tuple()));
      case "$object":
        return yield* this.#dict(content, place, keep);
      case "$defaultdict":
        return yield* this.#defaultDict(content, place, keep(new DefaultDict()));
      case "$deque":
        return yield* this.#deque(content, place, keep);
      case "$slice":
        return yield* this.#slice(content, place, keep(new Slice()));
      case "$persistent":
        return yield* this.#field(keep(new PersistentId(undefined)), "id", tag, content);
      case "$datetime":
      case "$time":
        return yield* this.#moment(content, tag, keep);
      case "$namespace":
        return yield* this.#fields(keep(new SimpleNamespace()), content, place);
      case "$exception":
        return yield* this.#exception(content, place, keep);
      case "$instance":
        return yield* this.#instance(content, place, keep(new Instance(undefined)));
      case "$error":
        return yield* this.#error(content, place, keep);
      case "$code":
        return yield* this.#code(content, place);
      case "$javascript":
        throw refusal("only the program that it is of has it");
      default:
        throw refusal(`${JSON.stringify(tag)} is no tag`);
    }
  }

  *#list<List extends unknown[]>(json: unknown, place: string, list: List): Work<List> {
    for (const [i, item] of listIn(json).entries()) list[i] = yield { place: `${place}${i}`, json: item };
    return list;
  }

  *#members<Members extends Set<unknown>>(json: unknown, place: string, set: Members): Work<Members> {
    for (const [i, item] of listIn(json).entries()) {
      const member = this.#key(yield { place: `${place}${i}`, json: item });
      if (set.has(member)) throw refusal(`member ${i} is there already`);
      // A frozenset refuses to be added to.
      Set.prototype.add.call(set, member);
      this.#keys.guard(set);
    }
    return set;
  }

  *#entries<Dict extends Map<unknown, unknown>>(json: unknown, place: string, dict: Dict): Work<Dict> {
    for (const [i, entry] of listIn(json).entries()) {
      const [name, item] = listIn(entry, 2);
      const key = this.#key(yield { place: `${place}${i}/0`, json: name as Json });
      if (dict.has(key)) throw refusal(`the key of entry ${i} is there already`);
      Map.prototype.set.call(dict, key, yield { place: `${place}${i}/1`, json: item as Json });
      this.#keys.guard(dict);
    }
    return dict;
  }

  /** `Map` and `Set` take 0 and -0 for the same, and every NaN. */
  #key(value: unknown): unknown {
    if (typeof value !== "number") return value;
    return Object.is(value, -0) || (this.#exact && Number.isNaN(value)) ? new Float(value) : value;
  }

  *#dict(json: unknown, place: string, keep: Keep): Work<unknown> {
    if (!this.#exact) return yield* this.#fields(keep({}), json, place);
    const dict = keep(new Map<string, unknown>());
    for (const [key, item] of Object.entries(membersIn(json)))
      dict.set(key, yield { place: placeOf(place, key), json: item });
    return dict;
  }

  *#fields<Target extends object>(target: Target, json: unknown, place: string): Work<Target> {
    for (const [key, item] of Object.entries(membersIn(json)))
      defineField(target, key, yield { place: placeOf(place, key), json: item });
    return target;
  }

  /** Also where the field is read-only, because it never changes once it is made. */
  *#field<Target extends object>(target: Target, name: string, place: string, json: Json): Work<Target> {
    defineField(target, name, yield { place, json });
    return target;
  }

  *#defaultDict(content: Json, place: string, dict: DefaultDict): Work<DefaultDict> {
    const { entries, factory } = fieldsIn(content, ["factory", "entries"]);
    dict.defaultFactory = yield { place: `${place}factory`, json: factory as Json };
    return yield* this.#entries(entries, `${place}entries/`, dict);
  }

  *#deque(content: Json, place: string, keep: Keep): Work<Deque> {
    const { items, maxlen } = fieldsIn(content, ["items", "maxlen"]);
    if (typeof maxlen === "number" && maxlen < listIn(items).length)
      throw refusal("there are more items than maxlen");
    return yield* this.#list(items, `${place}items/`, keep(new Deque([], maxlen as number | null)));
  }

  *#slice(content: Json, place: string, slice: Slice): Work<Slice> {
    const parts = listIn(content, 3);
    for (const [i, name] of ["start", "stop", "step"].entries())
      yield* this.#field(slice, name, `${place}${i}`, parts[i] as Json);
    return slice;
  }

  *#moment(content: Json, tag: string, keep: Keep): Work<unknown> {
    const moment = keep(readMoment(content, tag === "$datetime"));
    const { tzinfo = null } = typeof content === "string" ? {} : membersIn(content);
    return yield* this.#field(moment, "tzinfo", `${tag}/tzinfo`, tzinfo);
  }

  *#exception(content: Json, place: string, keep: Keep): Work<unknown> {
    const parts = fieldsIn(content, ["class", "args"], ["state"]);
    const class_ = yield { place: `${place}class`, json: parts.class as Json };
    if (kindOf(class_) !== "Global") throw refusal("the class of an exception must be a $global");
    const exception = keep(new PythonException(class_ as Global));
    yield* this.#list(parts.args, `${place}args/`, exception.args);
    if (parts.state !== undefined) exception.state = yield { place: `${place}state`, json: parts.state };
    return exception;
  }

  *#instance(content: Json, place: string, instance: Instance): Work<Instance> {
    const optional = ["form", "args", "kwargs", "items", "entries", "state", "setter", "later"];
    const parts = fieldsIn(content, ["class"], optional);
    const { args, entries, form = "call", items, kwargs, later, setter, state } = parts;
    const found = FORMS.find((one) => one === form);
    if (!found) throw refusal("form must be call, new or object");
    instance.form = found;
    instance.class = yield { place: `${place}class`, json: parts.class as Json };
    if (args) yield* this.#list(args, `${place}args/`, instance.args);
    if (kwargs) {
      instance.kwargs = new Map();
      yield* this.#entries(kwargs, `${place}kwargs/`, instance.kwargs);
      if (Array.from(instance.kwargs.keys()).some((name) => typeof name !== "string"))
        throw refusal("a name in kwargs must be a string");
    }
    if (items) {
      instance.items = [];
      yield* this.#list(items, `${place}items/`, instance.items);
    }
    if (entries) instance.entries = yield* this.#pairs(entries, `${place}entries/`);
    if (state !== undefined) instance.state = yield { place: `${place}state`, json: state };
    if (setter !== undefined) instance.stateSetter = yield { place: `${place}setter`, json: setter };
    if (later) {
      instance.later = [];
      for (const [i, step] of listIn(later).entries())
        instance.later.push(yield* this.#step(step, `${place}later/${i}/`));
    }
    return instance;
  }

  *#step(json: Json, place: string): Work<Step> {
    const parts = fieldsIn(json, [], ["append", "add", "set", "build"]);
    const [operation, ...others] = Object.keys(parts);
    if (operation === undefined || others.length > 0) throw refusal("append, add, set or build expected");
    const inner = `${place}${operation}`;
    if (operation === "build") return { operation, state: yield { place: inner, json: parts.build as Json } };
    if (operation === "set") return { operation, entries: yield* this.#pairs(parts.set, `${inner}/`) };
    const items = yield* this.#list(parts[operation], `${inner}/`, []);
    return { operation: operation as "append" | "add", items };
  }

  /** The entries of what may have a key twice. */
  *#pairs(json: unknown, place: string): Work<[unknown, unknown][]> {
    const pairs: [unknown, unknown][] = [];
    for (const [i, pair] of listIn(json).entries()) {
      const [key, value] = listIn(pair, 2);
      const name = yield { place: `${place}${i}/0`, json: key as Json };
      pairs.push([name, yield { place: `${place}${i}/1`, json: value as Json }]);
    }
    return pairs;
  }

  *#error(content: Json, place: string, keep: Keep): Work<Error> {
    const { class: name, fields, message } = fieldsIn(content, ["class", "message", "fields"]);
    const make = ERRORS.get(name);
    if (!make) throw refusal("an error of JavaScript's own classes expected");
    const error = keep(make());
    if (message !== "") defineField(error, "message", textIn(message), false);
    for (const [key, json] of Object.entries(membersIn(fields))) {
      if (key === "message" || key === "stack") throw refusal(`${key} is no field of an error`);
      const isHidden = key === "cause" || (key === "errors" && name === "AggregateError");
      defineField(error, key, yield { place: placeOf(`${place}fields/`, key), json }, !isHidden);
    }
    return error;
  }

  *#code(content: Json, place: string): Work<CodeObject> {
    if (!this.#makeCode) throw refusal("code objects are read with the option code only");
    const isExact = this.#exact;
    this.#exact = true;
    const fields = yield* this.#fields({}, content, place);
    this.#exact = isExact;
    const code = codeFieldsOf(fields as Record<string, unknown>);
    if (!code) throw refusal("the fields of a code object expected");
    return this.#makeCode(code);
  }
}

function placeOf(place: string, key: string): string {
  return `${place}${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
