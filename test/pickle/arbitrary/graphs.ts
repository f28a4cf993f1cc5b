import fc from "fast-check";
import { Registry } from "pantry/copyreg";
import {
  Counter,
  DefaultDict,
  Deque,
  FrozenSet,
  Global,
  Instance,
  OrderedDict,
  SimpleNamespace,
  Tuple,
} from "pantry/python";
import { leaves, names, type Profile, scalars } from "./values.ts";

/** A class of the program's own, whose instances can be written. */
class Item {}

export const registry: Registry = new Registry();
registry.register(Item, "shop.Item");

/** The Python class of such an instance. */
export function pythonClassOf(value: unknown): string | undefined {
  return value instanceof Item ? "shop.Item" : undefined;
}

/** One object of a graph before it is made: what it is and what is to be in it. Links are numbers of other objects. */
interface Plan {
  readonly kind: string;
  readonly values: readonly unknown[];
  readonly links: readonly number[];
  /** Seven of them, all different. */
  readonly names: readonly string[];
}

/** A kind of object that is made empty and then filled, so that cycles can go through it. */
interface Kind<T extends object = never> {
  make(plan: Plan): object;
  fill(object: T, values: readonly unknown[], plan: Plan): void;
}

/** Whole graphs, with sharing and cycles; without kinds of objects whose name `without` matches. */
export function graphs(profile: Profile, without?: RegExp): fc.Arbitrary<unknown> {
  const kinds = kindsOf(profile).filter((kind) => !without?.test(kind));
  const value = fc.oneof(
    { weight: 4, arbitrary: scalars(profile) },
    { weight: 1, arbitrary: leaves(profile) },
  );
  const plan = fc.record({
    kind: fc.constantFrom(...kinds),
    values: fc.array(value, { minLength: 1, maxLength: 4 }),
    links: fc.array(fc.nat(), { maxLength: 4 }),
    names: fc.uniqueArray(names, { minLength: 7, maxLength: 7 }),
  });
  return fc.array(plan, { minLength: 1, maxLength: 12 }).map(build);
}

function kindsOf(profile: Profile): string[] {
  const kinds = [...KINDS.keys(), ...FIXED_KINDS.keys(), "leaf"];
  if (profile === "natural for marshal") return kinds.filter((kind) => OF_MARSHAL.test(kind));
  if (profile === "natural for Python 2") return kinds.filter((kind) => !NOT_IN_PYTHON_2.test(kind));
  return kinds.filter((kind) => profile !== "exact" || !NATURAL_ONLY.test(kind));
}

function build(plans: readonly Plan[]): unknown {
  const objects = plans.map((plan) => KINDS.get(plan.kind)?.make(plan) ?? plan.values[0]);
  const valuesOf = ({ values, links }: Plan): unknown[] => {
    return [...values.slice(1), ...links.map((link) => objects[link % objects.length])];
  };
  for (const [index, plan] of plans.entries()) {
    const make = FIXED_KINDS.get(plan.kind);
    if (make) objects[index] = make(valuesOf(plan), plan);
  }
  for (const [index, plan] of plans.entries()) {
    KINDS.get(plan.kind)?.fill(objects[index] as never, valuesOf(plan), plan);
  }
  return objects.length === 1 ? objects[0] : objects;
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["array", { make: () => [], fill: (array: unknown[], values) => array.push(...values) }],
  ["deque", { make: () => new Deque(), fill: (deque: Deque, values) => deque.push(...values) }],
  ["object", { make: () => ({}), fill: define }],
  ["registered object", { make: () => new Item(), fill: define }],
  ["namespace", { make: () => new SimpleNamespace(), fill: define }],
  ["map", { make: () => new Map(), fill: setMixed }],
  ["map of strings", { make: () => new Map(), fill: setAll }],
  ["ordered dict", { make: () => new OrderedDict(), fill: setAll }],
  ["default dict", { make: () => new DefaultDict(new Global("builtins", "list")), fill: setAll }],
  ["counter", { make: () => new Counter(), fill: count }],
  ["set", { make: () => new Set(), fill: addAll }],
  ["instance", { make: makeInstance, fill: fillInstance }],
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(errorKind),
]);

/** Kinds of objects that are made of what is in them. */
const FIXED_KINDS: ReadonlyMap<string, (values: unknown[], plan: Plan) => object> = new Map([
  ["tuple", (values: unknown[]): object => Tuple.from(values)],
  ["frozen set", (values: unknown[], plan: Plan): object => new FrozenSet(membersOf(values, plan))],
]);

/** The kinds that the exact profile has other values for. */
const NATURAL_ONLY = /object|namespace|counter|instance|Error/;
const NOT_IN_PYTHON_2 = /registered|namespace|Error/;
const OF_MARSHAL = /^(array|object|map|map of strings|set|tuple|frozen set|leaf)$/;
/** What an error has already, and what Python takes for its own: that is read back behind the rest. */
const OF_ERRORS = /^(cause|message|stack|args|javascript|__.*__)$/;

function define(object: object, values: readonly unknown[], plan: Pick<Plan, "names">): void {
  for (const [index, value] of values.entries()) {
    const name = plan.names[index];
    if (name === undefined) return;
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

function setAll(map: Map<unknown, unknown>, values: readonly unknown[], plan: Plan): void {
  for (const [index, value] of values.entries()) map.set(plan.names[index] ?? "", value);
}

/** Keys of several types, none of which any language takes for another. */
function setMixed(map: Map<unknown, unknown>, values: readonly unknown[], plan: Plan): void {
  const keys = [plan.names[0], null, 2.5, new Tuple<unknown>("a", 0.5), 2n ** 60n, plan.names[1]];
  const first = plan.links.length % keys.length;
  for (const [index, value] of values.entries()) map.set(keys[(first + index) % keys.length], value);
}

function count(counter: Counter, values: readonly unknown[], plan: Plan): void {
  // It is made of a dict of its own, which nothing can refer back to.
  const counts = values.filter((value) => typeof value === "number");
  for (const [index, value] of counts.entries()) counter.set(plan.names[index] ?? "", value);
}

function addAll(set: Set<unknown>, values: readonly unknown[], plan: Plan): void {
  for (const member of membersOf(values, plan)) set.add(member);
}

function membersOf(values: readonly unknown[], plan: Plan): unknown[] {
  return [...plan.names.slice(0, values.length), ...values.filter((value) => value instanceof Item)];
}

function makeInstance({ values }: Plan): Instance {
  const args = Tuple.from(values.filter((value) => typeof value === "string")) as Tuple;
  return new Instance(new Global("shop", "Basket"), { args, form: values.length > 2 ? "new" : "call" });
}

function fillInstance(instance: Instance, values: readonly unknown[], plan: Plan): void {
  const [first, second, third, ...rest] = values;
  if (rest.length > 0) instance.items = rest;
  if (third !== undefined) instance.entries = [[plan.names[0], third]];
  if (first !== undefined) instance.state = new Tuple(first, second);
}

function errorKind(class_: new (message?: string) => Error): [string, Kind] {
  return [
    class_.name,
    {
      make: ({ links, names }) => (links.length > 0 ? new class_(names[0]) : new class_()),
      fill: (error: Error, [cause, ...fields]: readonly unknown[], plan) => {
        if (cause)
          Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
        define(error, fields, { names: plan.names.filter((name) => !OF_ERRORS.test(name)) });
      },
    },
  ];
}
