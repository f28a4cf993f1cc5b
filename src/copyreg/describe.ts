import { defineField, isIndex } from "../python/fields.ts";
import { type Global, kindOf } from "../python/index.ts";
import { isPlainObject } from "../python/javascript.ts";
import type { Class, Reduced, RegisterOptions, Registration, State } from "./registration.ts";

/** The built-in classes whose instances need more than a prototype, and a subclass of which can be registered. */
const BASES: readonly Class[] = [Array, Map, Set, Error];

/** Makes the registration of a class. `inherited` is that of the nearest registered class above it. */
export function describe<T extends object>(
  class_: Class<T>,
  global: Global,
  options: RegisterOptions<T>,
  inherited: RegisterOptions<T> | undefined,
): Registration {
  const base = BASES.find((candidate) => class_.prototype instanceof candidate);
  const hooks = { ...inherited, ...options };
  return {
    class: class_,
    global,
    isPlain: !base && !hooks.reduce && !hooks.getState,
    make: (args, called) => make(class_, base, hooks, args, called),
    build: (value, state) => build(value as T, state, hooks),
    reduce: (value) => reduce(value as T, base, hooks),
  };
}

function make<T extends object>(
  class_: Class<T>,
  base: Class | undefined,
  hooks: RegisterOptions<T>,
  args: readonly unknown[],
  called: boolean,
): object {
  if (hooks.construct) return hooks.construct(...(args as never[]));
  if (hooks.reduce) return Reflect.construct(class_, args) as object;
  if (base === Set && called) return Reflect.construct(Set, [args[0]], class_) as object;
  if (base === Error) return Reflect.construct(Error, args.slice(0, 1), class_) as object;
  if (args.length > 0)
    throw new TypeError(
      `${class_.name} was registered without construct, yet the data has arguments for it: ${args.length}`,
    );
  return base ? (Reflect.construct(base, [], class_) as object) : (Object.create(class_.prototype) as object);
}

function reduce<T extends object>(value: T, base: Class | undefined, hooks: RegisterOptions<T>): Reduced {
  const args = hooks.reduce?.(value);
  const state = hooks.getState ? hooks.getState(value) : args ? undefined : fieldsOf(value, base);
  if (args) return reduced(hooks.form ?? "call", args, state);
  if (base === Array) return { ...reduced("new", [], state), items: Array.from(value as Iterable<unknown>) };
  if (base === Map) return { ...reduced("new", [], state), entries: value as Iterable<[unknown, unknown]> };
  if (base === Set) return reduced("call", [Array.from(value as Iterable<unknown>)], state);
  if (base === Error) return reduced("call", [(value as unknown as Error).message], state);
  return reduced("new", [], state);
}

function reduced(form: Reduced["form"], args: readonly unknown[], state: unknown): Reduced {
  return { form, args, state, items: undefined, entries: undefined };
}

/** The own enumerable fields as a plain object, `undefined` when there are none (as Python leaves an empty `__dict__` out). */
function fieldsOf(value: object, base: Class | undefined): State | undefined {
  const fields: State = {};
  let any = false;
  for (const key of Object.keys(value)) {
    if (base === Array && isIndex(key)) continue;
    defineField(fields, key, (value as State)[key]);
    any = true;
  }
  if (base === Error && Object.hasOwn(value, "cause")) {
    fields.cause = (value as Error).cause;
    any = true;
  }
  return any ? fields : undefined;
}

function build<T extends object>(value: T, state: unknown, hooks: RegisterOptions<T>): void {
  const current = hooks.upgrade ? hooks.upgrade(state as State) : state;
  if (hooks.setState) {
    hooks.setState(value, current as State);
    return;
  }
  // Python's two forms: the fields, or a pair of the fields and those kept in slots, either of which may be None.
  if (kindOf(current) === "Tuple" && (current as unknown[]).length === 2) {
    for (const part of current as unknown[]) setFields(value, part);
  } else {
    setFields(value, current);
  }
}

function setFields(value: object, fields: unknown): void {
  if (fields === null || fields === undefined) return;
  if (fields instanceof Map) {
    for (const [key, field] of fields) {
      if (typeof key !== "string") throw new TypeError("a state has a key that is no string");
      setField(value, key, field);
    }
  } else if (typeof fields === "object" && isPlainObject(fields)) {
    for (const key of Object.keys(fields)) setField(value, key, (fields as State)[key]);
  } else {
    throw new TypeError("the state is not a dict, and the class was registered without setState");
  }
}

/** Gives an instance a field; data that names the last index of an array would make it one of four billion items. */
function setField(target: object, key: string, value: unknown): void {
  if (Array.isArray(target) && isIndex(key))
    throw new TypeError("a field of a list has the name of an index");
  // Where there is nothing of that name no setter can be met either, and to assign takes a third of the time.
  if (key in target || ArrayBuffer.isView(target)) defineField(target, key, value);
  else (target as State)[key] = value;
}
