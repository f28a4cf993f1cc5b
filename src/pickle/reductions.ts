import type { Class, Reduced, ReduceFunction, ReduceValue, Registration } from "../copyreg/index.ts";
import { parseName } from "../copyreg/name.ts";
import { reduceStandard } from "../copyreg/standard/index.ts";
import { Global, Instance, type Kind, kindOf, Tuple } from "../python/index.ts";
import type { DumpOptions, DumpSettings } from "./dump-options.ts";

/** Why an object cannot be written. */
export interface Refusal {
  readonly refused: string;
  readonly code: "unsupported-value" | "not-registered";
}

// One object for each name is found in the memo by identity.
const OBJECT = /* @__PURE__ */ new Global("builtins", "object");
const RECONSTRUCTOR = /* @__PURE__ */ new Global("copyreg", "_reconstructor");

/** Finds what an object that no opcode is made for is written as: a name, or an `Instance` that describes it. */
export class Reductions {
  /** Reduce functions by class, before those of the registry. */
  dispatchTable: DumpOptions["dispatchTable"] | undefined;
  readonly #settings: DumpSettings;

  constructor(settings: DumpSettings) {
    this.#settings = settings;
  }

  /** The registration of a class, or of the class of an object. */
  registrationOf(value: object): Registration | undefined {
    const { registry } = this.#settings;
    return typeof value === "function" ? registry.ofClass(value) : registry.ofInstance(value);
  }

  /** A value of the standard library, or one of JavaScript's own. */
  standard(value: object, kind: Kind | undefined): Global | Instance | Refusal {
    return reduceStandard(value, kind, this.#settings) ?? refuseUnknown(value, kind);
  }

  /** What a reduce function or `reducerOverride` gave, checked as Python checks it. */
  fromHook(given: ReduceValue): Global | Instance | Refusal {
    if (typeof given === "string") return parseName(given);
    if (kindOf(given) === "Instance") return given as Instance;
    if (!Array.isArray(given))
      return refuse("its reduce function must give a string, an Instance or an array");
    if (given.length < 2 || given.length > 6) {
      return refuse(`its reduce function must give 2 to 6 things, not ${given.length}`);
    }
    const [callable, args, state, items, entries, stateSetter] = given as Exclude<
      ReduceValue,
      string | Instance
    >;
    if (!isObject(callable))
      return refuse("the first thing its reduce function gives must be what Python calls, such as a Global");
    if (!Array.isArray(args))
      return refuse("the second thing its reduce function gives must be an array of arguments");
    return new Instance(callable, {
      args: asTuple(args),
      state: state ?? undefined,
      items: items ? Array.from(items) : undefined,
      entries: entries ? Array.from(entries, ([key, value]) => [key, value]) : undefined,
      stateSetter: stateSetter ?? undefined,
    });
  }

  /** The reduce function for exactly this class, as `copyreg.dispatch_table` has it. */
  tableEntry(value: object): ReduceFunction<never> | undefined {
    const { dispatchTable } = this;
    const { registry } = this.#settings;
    if (!dispatchTable && registry.dispatchTable.size === 0) return undefined;
    const prototype = Object.getPrototypeOf(value) as { readonly constructor?: Class } | null;
    if (!prototype || !Object.hasOwn(prototype, "constructor")) return undefined;
    const class_ = prototype.constructor as Class;
    return dispatchTable?.get(class_) ?? registry.dispatchTable.get(class_);
  }

  /** An object of a registered class. */
  registered({ global, reduce }: Registration, value: object): Instance {
    const reduced = reduce(value);
    const { state } = reduced;
    if (this.#settings.protocol < 2 && isPlainNew(reduced)) {
      return new Instance(RECONSTRUCTOR, { args: new Tuple<unknown>(global, OBJECT, null), state });
    }
    return new Instance(global, {
      form: reduced.form,
      args: asTuple(reduced.args),
      state,
      items: reduced.items && Array.from(reduced.items),
      entries: reduced.entries && Array.from(reduced.entries, ([key, value]) => [key, value]),
    });
  }
}

/** Made by `object.__new__` with no arguments, which protocols 0 and 1 have a form of their own for. */
function isPlainNew({ form, args, items, entries }: Reduced): boolean {
  return form === "new" && args.length === 0 && !items && !entries;
}

function isObject(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

function asTuple(items: readonly unknown[]): Tuple {
  return kindOf(items) === "Tuple" ? (items as Tuple) : (Tuple.from(items) as Tuple);
}

function refuse(refused: string): Refusal {
  return { refused, code: "unsupported-value" };
}

function refuseUnknown(value: object, kind: Kind | undefined): Refusal {
  if (kind === "Code") return refuse("a code object is no data to pickle: write it with pantry/marshal");
  const prototype = Object.getPrototypeOf(value) as {
    readonly constructor?: { readonly name?: unknown };
  } | null;
  const name = prototype?.constructor?.name;
  if (typeof name !== "string" || name === "") return refuse("an instance of a class with no name");
  const advice = ADVICE.get(name);
  if (advice !== undefined) return refuse(advice);
  const refused = `an instance of ${name}, which is not registered: call copyreg.register(${name}, "module.${name}")`;
  return { refused, code: "not-registered" };
}

/** What to do about objects that JavaScript has and data has not. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ["ArrayBuffer", "an ArrayBuffer has no counterpart in Python: write a Uint8Array of it"],
  ["SharedArrayBuffer", "a SharedArrayBuffer has no counterpart in Python: write a Uint8Array of it"],
  ["DataView", "a DataView has no counterpart in Python: write a Uint8Array of it"],
  ["Float16Array", "a Float16Array has no counterpart in Python: write a Float32Array"],
  [
    "RegExp",
    "a pattern means different things in the two languages: write its source and flags, or register RegExp",
  ],
  ["Promise", "a promise has no value yet: await it"],
  ["WeakMap", "a weak collection cannot be listed"],
  ["WeakSet", "a weak collection cannot be listed"],
  ["WeakRef", "a weak reference may be empty: write what it refers to"],
  ["Number", "a Number object is no number: write its valueOf()"],
  ["String", "a String object is no string: write its valueOf()"],
  ["Boolean", "a Boolean object is no boolean: write its valueOf()"],
]);
