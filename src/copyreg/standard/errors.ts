import { defineField, entriesOf } from "../../python/fields.ts";
import { Global, Instance, type PythonException, Tuple } from "../../python/index.ts";
import { errorFieldsOf } from "../../python/javascript.ts";
import type { PrototypeReducers } from "./recipe.ts";

// A JavaScript error is a Python exception of the nearest class, made with the message. Its state says which class it
// has in JavaScript, and holds its fields.

/** The key of the state that says which JavaScript class an exception stands for. */
const MARK = "javascript";

interface ErrorClass {
  readonly prototype: Error;
  readonly python: Global;
}

const CLASSES: ReadonlyMap<string, ErrorClass> = /* @__PURE__ */ new Map([
  errorClass(Error, "Exception"),
  errorClass(AggregateError, "Exception"),
  errorClass(EvalError, "RuntimeError"),
  errorClass(RangeError, "ValueError"),
  errorClass(ReferenceError, "NameError"),
  errorClass(SyntaxError, "SyntaxError"),
  errorClass(TypeError, "TypeError"),
  errorClass(URIError, "ValueError"),
]);

export const prototypes: PrototypeReducers = /* @__PURE__ */ Array.from(
  CLASSES,
  ([name, { prototype, python }]) => [prototype, (error: Error) => reduce(error, name, python)],
);

function errorClass(
  class_: { readonly prototype: object; readonly name: string },
  python: string,
): [string, ErrorClass] {
  return [class_.name, { prototype: class_.prototype as Error, python: new Global("builtins", python) }];
}

function reduce(error: Error, name: string, python: Global): Instance {
  const state: Record<string, unknown> = { [MARK]: name };
  const apart: Record<string, unknown> = {};
  let any = false;
  for (const [key, value] of errorFieldsOf(error)) {
    const isApart = isReserved(key);
    defineField(isApart ? apart : state, key, value);
    any ||= isApart;
  }
  if (any) state[MARK] = new Tuple<unknown>(name, apart);
  const args = Object.hasOwn(error, "message") ? new Tuple(error.message) : new Tuple();
  return new Instance(python, { args, state });
}

/** Fields that Python would take for something else, or refuse: they are kept apart. */
function isReserved(key: string): boolean {
  return key === MARK || key === "args" || (key.startsWith("__") && key.endsWith("__"));
}

/**
 * Turns an exception that stands for a JavaScript error into that error. The object stays the same, since it may have
 * been referred to already: errors can be their own cause.
 */
export function becomeError(exception: PythonException): void {
  const { args, class: python } = exception;
  const fields = entriesOf(exception.state);
  const state = fields && new Map(fields);
  const mark = state?.get(MARK);
  const [name, apart] = Array.isArray(mark) ? mark : [mark, {}];
  const known = CLASSES.get(name as string);
  const others = entriesOf(apart);
  const [message = ""] = args;
  if (!state || !others || known?.python.name !== python.name) return;
  if (args.length > 1 || typeof message !== "string") return;
  state.delete(MARK);
  const all = [...state, ...others];
  if (!all.every(([key]) => typeof key === "string")) return;
  for (const key of Object.keys(exception)) Reflect.deleteProperty(exception, key);
  Object.setPrototypeOf(exception, known.prototype);
  if (args.length === 1) defineField(exception, "message", message, false);
  defineField(exception, "stack", message === "" ? name : `${name}: ${message}`, false);
  for (const [key, value] of all)
    defineField(exception, key as string, value, !isHidden(key as string, name as string));
}

/** As the runtime's own constructors define them. */
function isHidden(key: string, name: string): boolean {
  return key === "cause" || (key === "errors" && name === "AggregateError");
}
