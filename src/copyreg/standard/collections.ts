import { defineField, entriesOf, isIndex } from "../../python/fields.ts";
import {
  Counter,
  DefaultDict,
  Deque,
  FrozenDict,
  Global,
  Instance,
  kindOf,
  OrderedDict,
  Tuple,
} from "../../python/index.ts";
import { call, int, safeInt } from "./parts.ts";
import { INERT, type KindReducers, type Recipe, type ReduceContext } from "./recipe.ts";

const COUNTER = /* @__PURE__ */ new Global("collections", "Counter");
const DEFAULTDICT = /* @__PURE__ */ new Global("collections", "defaultdict");
const DEQUE = /* @__PURE__ */ new Global("collections", "deque");
const FROZENDICT = /* @__PURE__ */ new Global("builtins", "frozendict");
const ORDEREDDICT = /* @__PURE__ */ new Global("collections", "OrderedDict");

export const recipes: readonly Recipe[] = [
  { names: ["collections Counter"], call: readCounter },
  { names: ["collections defaultdict"], call: readDefaultDict },
  { names: ["collections deque"], call: readDeque },
  { names: ["builtins frozendict"], call: callFrozenDict, create: readFrozenDict },
  { names: ["collections OrderedDict"], call: readOrderedDict },
];

export const kinds: KindReducers = [
  ["Counter", reduceCounter],
  ["DefaultDict", reduceDefaultDict],
  ["Deque", reduceDeque],
  ["FrozenDict", reduceFrozenDict],
  ["OrderedDict", reduceOrderedDict],
];

function readCounter(args: Tuple, exact: boolean): unknown {
  if (args.length === 0 && !exact) return new Counter();
  const entries = args.length === 1 ? entriesOf(args[0]) : undefined;
  return entries ? new Counter(entries) : INERT;
}

function reduceCounter(counter: Counter, context: ReduceContext): Instance {
  return call(COUNTER, dictOf(counter, context));
}

/** The entries as what is written as a literal dict. */
function dictOf(map: ReadonlyMap<unknown, unknown>, { exact }: ReduceContext): object {
  // The natural profile writes a `Map` of strings as a call of dict(); an object would move integer-like keys.
  if (exact) return new Map(map);
  const fields: object = {};
  for (const [key, value] of map) {
    if (typeof key !== "string" || isIndex(key)) return new Map(map);
    defineField(fields, key, value);
  }
  return fields;
}

function readDefaultDict(args: Tuple, exact: boolean): unknown {
  const [factory = null] = args;
  if (args.length > 1 || (exact && args.length === 1 && factory === null)) return INERT;
  return factory === null || isCallable(factory) ? new DefaultDict(factory) : INERT;
}

/** A name, something that is made of one, or a registered class. */
function isCallable(value: unknown): boolean {
  const kind = kindOf(value);
  return (
    kind === "Global" ||
    kind === "Instance" ||
    kind === "Extension" ||
    kind === "PersistentId" ||
    typeof value === "function"
  );
}

function reduceDefaultDict(dict: DefaultDict): Instance {
  const { defaultFactory } = dict;
  const args = defaultFactory === null ? new Tuple() : new Tuple(defaultFactory);
  return new Instance(DEFAULTDICT, { args, entries: Array.from(dict) });
}

/** Python 3 appends the items afterwards; Python 2 calls with a list of them. */
function readDeque(args: Tuple, exact: boolean): unknown {
  if (args.length === 0) return new Deque();
  const [items, limit = null] = args;
  if (args.length > 2 || !Array.isArray(items) || (exact && (items.length > 0 || kindOf(items) !== "Tuple")))
    return INERT;
  if (limit === null) return exact ? INERT : new Deque(items);
  const maxlen = safeInt(limit, exact);
  return maxlen === undefined || maxlen < 0 ? INERT : new Deque(items, maxlen);
}

function reduceDeque(deque: Deque, context: ReduceContext): Instance {
  const { maxlen } = deque;
  const args = maxlen === null ? new Tuple() : new Tuple<unknown>(new Tuple(), int(maxlen, context));
  return new Instance(DEQUE, { args, items: Array.from(deque) });
}

/** Made by `__new__` of a dict, as its `__getnewargs__` says. It is copied, so that it may change afterwards. */
function readFrozenDict(args: Tuple): unknown {
  const entries = args.length === 1 ? entriesOf(args[0]) : undefined;
  return entries ? new FrozenDict(entries) : INERT;
}

/** Called as people do. */
function callFrozenDict(args: Tuple, exact: boolean): unknown {
  if (exact) return INERT;
  return args.length === 0 ? new FrozenDict() : readFrozenDict(args);
}

function reduceFrozenDict(dict: FrozenDict, context: ReduceContext): Instance {
  return new Instance(FROZENDICT, { args: new Tuple(dictOf(dict, context)), form: "new" });
}

/** Python 2 calls with a list of pairs, which the reader of dicts takes care of. */
function readOrderedDict(args: Tuple): unknown {
  return args.length === 0 ? new OrderedDict() : INERT;
}

function reduceOrderedDict(dict: OrderedDict): Instance {
  return new Instance(ORDEREDDICT, { entries: Array.from(dict) });
}
