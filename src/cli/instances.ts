import { entriesOf } from "../python/fields.ts";
import { type Instance, kindOf, type PythonException, type Step, Tuple } from "../python/index.ts";
import { printable } from "../python/printable.ts";
import { attribute, type Branch, type Description, entry, mapping } from "./branches.ts";
import { counted, type ScalarOptions } from "./scalar.ts";

/** What makes an object, once the helpers that only serve to pickle it are out of sight. */
interface Making {
  readonly class: unknown;
  readonly args: readonly unknown[];
  readonly kwargs: Iterable<readonly [unknown, unknown]>;
  /** What is said of it after its class. */
  readonly note: string;
  readonly isCall: boolean;
  /** The list, dict or other built-in value that the class extends. */
  readonly contents: unknown;
}

const NOTES: { readonly [form in Instance["form"]]: string } = {
  call: "called",
  new: "instance",
  object: "instance of an old class",
};

/** An object of a class that is only a name here: its class, and everything that it is made of. */
export function describeInstance(instance: Instance, options: ScalarOptions): Description {
  const { state, items, entries, stateSetter, later } = instance;
  if (!options.verbatim && isFilledDict(instance)) return mapping("dict", new Map(entries), options);
  const making = options.verbatim ? madeBy(instance) : withoutHelper(instance);
  const type = nameOf(making.class);
  const branches = [
    ...(type === undefined ? [{ label: "class", value: making.class }] : []),
    ...arguments_(making.args, making.kwargs, options),
    ...(making.contents === null ? [] : [{ label: "contents", value: making.contents }]),
    ...(stateSetter === undefined ? [] : [{ label: "state setter", value: stateSetter }]),
    ...stateOf(state, options),
  ];
  const isBare = type !== undefined && branches.length === making.args.length && !items && !entries && !later;
  return {
    type: type ?? "object",
    note: making.isCall ? `called with ${counted(making.args.length, "argument")}` : making.note,
    count: branches.length + (items?.length ?? 0) + (entries?.length ?? 0) + (later?.length ?? 0),
    *branches() {
      yield* branches;
      for (const [index, value] of (items ?? []).entries()) yield { label: `[${index}]`, value };
      for (const [key, value] of entries ?? []) yield bracketed(entry(key, value, options));
      for (const step of later ?? []) yield laterStep(step);
    },
    ...(making.isCall && isBare && { literal: (texts: readonly string[]) => `${type}(${texts.join(", ")})` }),
  };
}

/** An exception: its class, what it was raised with, and its attributes. */
export function describeException(error: PythonException, options: ScalarOptions): Description {
  const { module, name } = error.class;
  const type = printable(module === "builtins" || module === "exceptions" ? name : `${module}.${name}`);
  const state = [...stateOf(error.state, options)];
  const branches = [...arguments_(error.args, [], options), ...state];
  return {
    type,
    note: "exception",
    count: branches.length,
    branches: () => branches,
    ...(state.length === 0 && { literal: (texts: readonly string[]) => `${type}(${texts.join(", ")})` }),
  };
}

function madeBy({ class: class_, args, kwargs, form }: Instance): Making {
  return {
    class: class_,
    args,
    kwargs: kwargs ?? [],
    note: NOTES[form],
    isCall: form === "call",
    contents: null,
  };
}

/** Protocols 0 and 1 make every instance by a call of a helper in `copyreg`. */
function withoutHelper(instance: Instance): Making {
  const plain = madeBy(instance);
  const made = { ...plain, note: NOTES.new, isCall: false };
  const [class_, second, third] = instance.args;
  if (!plain.isCall || instance.kwargs) return plain;
  switch (nameOf(instance.class)) {
    case "copyreg._reconstructor":
      return instance.args.length === 3 ? { ...made, class: class_, args: [], contents: third } : plain;
    case "copyreg.__newobj__":
      return instance.args.length > 0 ? { ...made, class: class_, args: instance.args.slice(1) } : plain;
    case "copyreg.__newobj_ex__":
      return Array.isArray(second) && third instanceof Map
        ? { ...made, class: class_, args: second, kwargs: third }
        : plain;
    default:
      return plain;
  }
}

/** The call `dict()`, filled afterwards, is a dict. */
function isFilledDict(instance: Instance): boolean {
  const { class: class_, args, kwargs, state, items, stateSetter, later } = instance;
  if (nameOf(class_) !== "builtins.dict" || args.length > 0 || kwargs || items || later) return false;
  return state === undefined && stateSetter === undefined;
}

function nameOf(class_: unknown): string | undefined {
  return kindOf(class_) === "Global" ? printable(String(class_)) : undefined;
}

function* arguments_(
  args: readonly unknown[],
  kwargs: Iterable<readonly [unknown, unknown]>,
  options: ScalarOptions,
): Generator<Branch> {
  for (const [index, value] of args.entries()) yield { label: `args[${index}]`, value };
  for (const [name, value] of kwargs) {
    const { label } = entry(name, value, options);
    yield { label: `kwargs[${label}]`, value };
  }
}

/** The attributes that a state is, or the state itself where it is none. */
function* stateOf(state: unknown, options: ScalarOptions): Generator<Branch> {
  if (state === undefined) return;
  // The dict, and beside it the values of `__slots__`.
  const pair = kindOf(state) === "Tuple" && (state as Tuple).length === 2 ? (state as Tuple) : undefined;
  const parts = (pair ?? [state]).filter((part) => part !== null || !pair);
  if (!parts.every((part) => entriesOf(part) !== undefined)) {
    yield { label: "state", value: state };
    return;
  }
  for (const part of parts) {
    for (const [key, value] of entriesOf(part) ?? []) {
      const isName = typeof key === "string" || kindOf(key) === "Python2String";
      yield isName ? attribute(String(key), value) : bracketed(entry(key, value, options));
    }
  }
}

function bracketed({ label, value }: Branch): Branch {
  return { label: label && `[${label}]`, value };
}

function laterStep(step: Step): Branch {
  switch (step.operation) {
    case "append":
      return { label: "then append", value: step.items };
    case "add":
      return { label: "then add", value: step.items };
    case "set":
      return { label: "then set", value: step.entries.map((pair) => new Tuple(...pair)) };
    case "build":
      return { label: "then state", value: step.state };
  }
}
