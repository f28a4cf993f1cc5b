import type { Registration, Registry } from "../copyreg/index.ts";
import { becomeError, INERT, type Recipe, recipeFor } from "../copyreg/standard/index.ts";
import { defineField, isIndex } from "../python/fields.ts";
import {
  FrozenSet,
  type Global,
  Instance,
  kindOf,
  OrderedDict,
  type PythonException,
  Tuple,
} from "../python/index.ts";
import type { Containers } from "./containers.ts";
import { PickleError } from "./errors.ts";
import type { Fail, ObjectMaker } from "./parts.ts";

/** How instances are read. */
export interface ObjectSettings {
  readonly exact: boolean;
  readonly tuples: "tuple" | "array";
  readonly unknown: "inert" | "error";
  readonly registry: Registry;
}

/** Finds a class within a class by its dotted name; `undefined` where such names are written otherwise. */
export type FindNested = (module: string, name: string) => unknown;

/** About what an object costs in V8, in bytes. */
const INSTANCE_COST = 120;
const STEP_COST = 48;
/**
 * What copies of arguments cost. It is several times their memory, since it stands for time too: that of filling a
 * table, of listing an object's keys, of bringing a fraction of wide ints to lowest terms.
 */
const SLOT_COST = 24;
const ENTRY_COST = 192;
const FIELD_COST = 768;
const WIDE_INT_COST = 8192;
/** Below this size an object's own fields cost about what its state did. */
const SMALL_STATE = 50_000;
/** So many parts are copied as quickly as the opcodes for it are read, and need no memory worth remembering. */
const FEW = 16;
const ROOM_COST = 16;
const WIDEST_CHEAP_INT = 2n ** 64n;
const COPYREG: ReadonlySet<string> = new Set(["copyreg", "copy_reg"]);
/** What a call with a list makes a table of. */
const COLLECTIONS: ReadonlySet<string> = new Set([
  "builtins set",
  "builtins frozenset",
  "collections OrderedDict",
  "pantry Set",
  "pantry Map",
]);
/** What can stand for a callable besides a registered class. */
const CALLABLE: ReadonlySet<string | undefined> = new Set([
  "Global",
  "Instance",
  "Extension",
  "PersistentId",
]);

/**
 * Makes what a pickle says to make of a name: a registered class's instance, a value of the standard library, or an
 * inert `Instance`. Nothing but registered classes is ever called.
 */
export class Objects implements ObjectMaker {
  readonly #settings: ObjectSettings;
  readonly #containers: Containers;
  readonly #fail: Fail;
  readonly #findNested: FindNested;
  // Most pickles need none of these, and a table costs as much as reading a small pickle does.
  #recipes: Map<Global, Recipe | undefined> | undefined;
  /** Large states and arguments that something was made of. */
  #used: Set<object> | undefined;

  constructor(settings: ObjectSettings, containers: Containers, findNested: FindNested, fail: Fail) {
    this.#settings = settings;
    this.#containers = containers;
    this.#findNested = findNested;
    this.#fail = fail;
  }

  /** REDUCE. */
  call(callable: unknown, list: unknown): unknown {
    const args = this.#arguments(list);
    const registration = this.#settings.registry.ofClass(callable);
    if (registration) return this.#make(registration, args, true);
    if (isGlobal(callable)) {
      const made = this.#nested(callable, args) ?? this.#known(callable, args);
      if (made !== INERT) return made;
    }
    return this.#inert(callable, args, "call");
  }

  /** NEWOBJ and NEWOBJ_EX. */
  newObject(class_: unknown, list: unknown, keywords?: unknown): unknown {
    const args = this.#arguments(list);
    const kwargs = keywords === undefined ? undefined : this.#keywords(keywords);
    const registration = this.#settings.registry.ofClass(class_);
    if (registration)
      return this.#make(registration, kwargs?.size ? [...args, Object.fromEntries(kwargs)] : args, false);
    const recipe = isGlobal(class_) && kwargs === undefined ? this.#recipe(class_) : undefined;
    const made = recipe ? this.#created(recipe, class_ as Global, args) : INERT;
    if (made !== INERT) return made;
    if (!recipe?.build) return this.#inert(class_, args, "new", kwargs);
    this.#containers.spend(INSTANCE_COST);
    const instance = new Instance(class_, { args, form: "new" });
    this.#containers.moves.expect(instance);
    return instance;
  }

  /** OBJ and INST: Python 2's old classes. */
  object(class_: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    const args = Tuple.from(stack.slice(from, to)) as Tuple;
    const registration = this.#settings.registry.ofClass(class_);
    return registration
      ? this.#make(registration, args, args.length > 0)
      : this.#inert(class_, args, "object");
  }

  /** BUILD: gives the target its state, and returns the target or what must stand for it. */
  build(target: unknown, given: unknown): unknown {
    const state = given === undefined ? null : given;
    const kind = kindOf(target);
    if (kind === "Instance") return this.#buildInstance(target as Instance, state);
    this.#use(state);
    if (kind === "SimpleNamespace" && isFields(state)) return this.#buildNamespace(target as object, state);
    if (kind === "PythonException" && (target as PythonException).state === undefined) {
      (target as PythonException).state = state;
      if (!this.#settings.exact) becomeError(target as PythonException);
      return target;
    }
    if (kind !== undefined) return this.#buildInstance(this.#containers.instance(target), state);
    const registration =
      typeof target === "object" && target !== null ? this.#settings.registry.ofInstance(target) : undefined;
    if (registration) return this.#fill(registration, target as object, state);
    throw this.#fail("an instance expected below the state", "bad-target");
  }

  /** POP. A call `setter(object, state)` dropped right above its object is how Python sets a state by a function. */
  discard(popped: unknown, below: unknown): void {
    if (kindOf(popped) !== "Instance") return;
    const { class: setter, args, form } = popped as Instance;
    if (
      form !== "call" ||
      args.length !== 2 ||
      args[0] !== below ||
      typeof below !== "object" ||
      below === null
    )
      return;
    if (kindOf(below) === "Instance") {
      const instance = below as Instance;
      if (instance.state !== undefined || instance.later) return;
      instance.stateSetter = setter;
      instance.state = args[1] ?? null;
    } else {
      const registration = this.#settings.registry.ofInstance(below);
      this.#use(args[1]);
      if (registration) this.#fill(registration, below, args[1]);
    }
  }

  #buildNamespace(namespace: object, state: object): unknown {
    if (!this.#settings.exact || !hasIndex(state)) return defineFields(namespace, state);
    const instance = this.#containers.instance(namespace);
    // It had no state before, rather than an empty one.
    if (Object.keys(namespace).length === 0) instance.state = undefined;
    return this.#buildInstance(instance, state);
  }

  #buildInstance(instance: Instance, state: unknown): unknown {
    const recipe = this.#containers.moves.mayBecomeValue(instance)
      ? this.#recipe(instance.class as Global)
      : undefined;
    if (instance.state === undefined && !instance.later) {
      instance.state = state;
    } else {
      this.#containers.spend(STEP_COST);
      instance.later ??= [];
      instance.later.push({ operation: "build", state });
    }
    if (recipe?.build) this.#use(state);
    const made = recipe?.build ? recipe.build(instance, this.#settings.exact) : INERT;
    return made === INERT ? instance : this.#containers.moves.move(instance, made, false);
  }

  /**
   * What `getattr(Outer, "Inner")` means: before protocol 4 a nested class has no other name. Exactly it stays a call,
   * which makes a method anew each time, where a name stands for one object.
   */
  #nested({ module, name }: Global, args: Tuple): unknown {
    if (this.#settings.exact || name !== "getattr" || module !== "builtins" || args.length !== 2)
      return undefined;
    const [outer, attribute] = args;
    const owner = isGlobal(outer) ? outer : this.#settings.registry.ofClass(outer)?.global;
    if (!owner || owner.former || typeof attribute !== "string" || attribute.includes(".")) return undefined;
    return this.#findNested(owner.module, `${owner.name}.${attribute}`);
  }

  /** What a well-known name makes of arguments, or `INERT`. */
  #known(global: Global, args: Tuple): unknown {
    const { exact } = this.#settings;
    const recipe = this.#recipe(global);
    // Data can make the same call of the same arguments again and again.
    if (recipe) this.#containers.spend(INSTANCE_COST + sizeOfAll(args) * (recipe.weight ?? 1));
    const collected = this.#collected(global, args);
    if (collected !== INERT) return collected;
    const made = recipe?.call ? recipe.call(args, exact, global) : INERT;
    // An unusual name of Python 2 would be lost, unless it is the class of an exception.
    if (exact && global.former && kindOf(made) !== "PythonException") return INERT;
    return made === INERT && !exact && COPYREG.has(global.module)
      ? this.#reconstructed(global.name, args)
      : made;
  }

  /** What a well-known class makes of arguments alone, or `INERT`. */
  #created(recipe: Recipe, class_: Global, args: Tuple): unknown {
    const { exact } = this.#settings;
    if (!recipe.create || (exact && class_.former)) return INERT;
    this.#containers.spend(INSTANCE_COST + sizeOfAll(args));
    return recipe.create(args, exact);
  }

  /** Tables made of a list: their keys need the same care as those of SETITEMS. */
  #collected({ module, name }: Global, args: Tuple): unknown {
    const list = args.length === 0 ? [] : args[0];
    if (args.length > 1 || !Array.isArray(list) || kindOf(list) !== undefined) return INERT;
    if (!COLLECTIONS.has(`${module} ${name}`)) return INERT;
    this.#containers.spend(list.length * ENTRY_COST);
    if (name === "set") return this.#containers.setOf(list);
    if (name === "frozenset") return new FrozenSet(this.#containers.setOf(list));
    if (this.#settings.exact) return INERT;
    if (name === "OrderedDict") {
      if (!list.every((pair) => Array.isArray(pair) && pair.length === 2)) return INERT;
      return this.#containers.setItems(new OrderedDict(), list.flat(1), 0, list.length * 2);
    }
    return this.#containers.append(name === "Set" ? new Set() : new Map(), list, 0, list.length);
  }

  /** The helpers of `copyreg` that protocols 0 and 1 make instances by. */
  #reconstructed(name: string, args: Tuple): unknown {
    const [class_, second, third] = args;
    if (name === "__newobj__" && args.length > 0) return this.newObject(class_, Tuple.from(args.slice(1)));
    if (name === "__newobj_ex__" && args.length === 3) {
      // Python unpacks these, so any sequence will do.
      const unpacked = Array.isArray(second) && kindOf(second) === undefined ? Tuple.from(second) : second;
      return this.newObject(class_, unpacked, third);
    }
    if (name !== "_reconstructor" || args.length !== 3 || !isGlobal(second) || second.module !== "builtins")
      return INERT;
    if (second.name === "object" && third === null) return this.newObject(class_, new Tuple());
    const registration = this.#settings.registry.ofClass(class_);
    if (!registration || typeof third !== "object" || third === null) return INERT;
    return this.#filled(this.#make(registration, [], false), third);
  }

  /** Puts the contents of a list, dict or set into an instance of a class that extends one. */
  #filled(target: unknown, contents: object): unknown {
    if (Array.isArray(contents)) return this.#containers.append(target, contents, 0, contents.length);
    if (contents instanceof Set) return this.#containers.add(target, Array.from(contents), 0, contents.size);
    const entries = contents instanceof Map ? Array.from(contents) : Object.entries(contents);
    return this.#containers.setItems(target, entries.flat(1), 0, entries.length * 2);
  }

  #make(registration: Registration, args: readonly unknown[], called: boolean): object {
    this.#containers.spend(INSTANCE_COST);
    if (args.length > 0) this.#use(args);
    try {
      return registration.make(args, called);
    } catch (error) {
      throw this.#refused(registration, error);
    }
  }

  #fill(registration: Registration, target: object, state: unknown): object {
    try {
      registration.build(target, state);
      return target;
    } catch (error) {
      throw this.#refused(registration, error);
    }
  }

  /** Whatever the host's own class throws at data is an error about the data. */
  #refused({ global }: Registration, error: unknown): unknown {
    if (error instanceof PickleError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return this.#fail(`${global} could not be made: ${reason}`, "bad-argument", { cause: error });
  }

  #inert(
    class_: unknown,
    args: Tuple,
    form: "call" | "new" | "object",
    kwargs?: Map<string, unknown>,
  ): Instance {
    this.#containers.spend(INSTANCE_COST);
    if (!CALLABLE.has(kindOf(class_)))
      throw this.#fail(`${describe(class_)} is nothing that can be called`, "bad-target");
    if (this.#settings.unknown === "error")
      throw this.#fail(`${isGlobal(class_) ? class_ : describe(class_)} is not registered`, "unknown-name");
    return new Instance(class_, { args, kwargs, form });
  }

  /**
   * Counts what can be given to many objects, each of which copies it: what is large always, otherwise what data uses
   * again, since the first time its own bytes have paid for it.
   */
  #use(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    const count = countOf(value);
    if (count <= FEW) {
      this.#containers.spend(ROOM_COST * count);
      return;
    }
    const size = count * weightOf(value);
    this.#used ??= new Set();
    if (size > SMALL_STATE || this.#used.has(value)) this.#containers.spend(size);
    else this.#used.add(value);
  }

  #recipe(global: Global): Recipe | undefined {
    this.#recipes ??= new Map();
    let recipe = this.#recipes.get(global);
    if (recipe === undefined && !this.#recipes.has(global)) {
      recipe = recipeFor(global.module, global.name);
      this.#recipes.set(global, recipe);
    }
    return recipe;
  }

  #arguments(list: unknown): Tuple {
    if (kindOf(list) === "Tuple") return list as Tuple;
    const { exact, tuples } = this.#settings;
    const tuplesAreArrays = !exact && tuples === "array";
    if (tuplesAreArrays && Array.isArray(list) && kindOf(list) === undefined) {
      this.#use(list);
      const args = new Tuple();
      for (let i = 0; i < list.length; i += 1) args.push(list[i]);
      return args;
    }
    throw this.#fail("a tuple of arguments expected", "bad-stack");
  }

  #keywords(value: unknown): Map<string, unknown> {
    this.#use(value);
    if (value instanceof Map && Array.from(value.keys()).every((key) => typeof key === "string"))
      return value;
    if (isFields(value)) return new Map(Object.entries(value));
    throw this.#fail("a dict of keyword arguments expected", "bad-stack");
  }
}

function isGlobal(value: unknown): value is Global {
  return kindOf(value) === "Global";
}

/** A dict whose keys are all strings. */
function isFields(state: unknown): state is object {
  if (typeof state !== "object" || state === null || kindOf(state) !== undefined) return false;
  if (state instanceof Map) return Array.from(state.keys()).every((key) => typeof key === "string");
  return Object.getPrototypeOf(state) === Object.prototype;
}

/** Whether a key would move to the front of an object, which the order of a Python dict does not know. */
function hasIndex(fields: object): boolean {
  const keys: Iterable<string> = fields instanceof Map ? fields.keys() : Object.keys(fields);
  for (const key of keys) if (isIndex(key)) return true;
  return false;
}

function sizeOfAll(args: Tuple): number {
  let size = 0;
  for (let i = 0; i < args.length; i += 1) size += sizeOf(args[i]);
  return size;
}

/** About how much a recipe copies of an argument, in bytes. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value === "bigint")
    return value > WIDEST_CHEAP_INT || value < -WIDEST_CHEAP_INT ? WIDE_INT_COST : 0;
  if (typeof value !== "object" || value === null) return 0;
  return countOf(value) * weightOf(value);
}

/** How many parts of a value are copied. */
function countOf(value: object): number {
  if (Array.isArray(value)) return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Object.getPrototypeOf(value) === Object.prototype) return Object.keys(value).length;
  return value instanceof Map || value instanceof Set ? value.size : 0;
}

function weightOf(value: object): number {
  if (Array.isArray(value)) return SLOT_COST;
  if (ArrayBuffer.isView(value)) return 1;
  return Object.getPrototypeOf(value) === Object.prototype ? FIELD_COST : ENTRY_COST;
}

function defineFields(target: object, fields: object): object {
  const entries: Iterable<[string, unknown]> = fields instanceof Map ? fields : Object.entries(fields);
  for (const [key, value] of entries) defineField(target, key, value);
  return target;
}

function describe(value: unknown): string {
  if (typeof value === "function") return `the unregistered class ${value.name}`;
  return `a value of type ${kindOf(value) ?? typeof value}`;
}
