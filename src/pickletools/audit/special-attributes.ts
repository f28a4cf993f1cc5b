import { judgeName } from "./names/judge.ts";

/** Special attributes that hold data, and that ordinary pickles set. */
const HARMLESS: ReadonlySet<string> = new Set([
  "__cause__",
  "__context__",
  "__doc__",
  "__module__",
  "__name__",
  "__notes__",
  "__qualname__",
  "__suppress_context__",
  "__traceback__",
  "__wrapped__",
  "__weakref__",
]);

/** Special attributes that are texts. */
const TEXTS: ReadonlySet<string> = new Set(["__doc__", "__module__", "__name__", "__qualname__"]);

const UNDERSCORE = 0x5f;

/** Whether an attribute is one of Python's special ones, which lead to code or change what an object is. */
export function specialAttribute(name: string): boolean {
  // Most keys are seen off by their first character.
  if (name.charCodeAt(0) !== UNDERSCORE) return false;
  return name.startsWith("__") && name.endsWith("__") && name.length > 4 && !HARMLESS.has(name);
}

/** Whether reading an attribute may lead from an object to code, or to the modules behind it. */
export function leadsToCode(name: string): boolean {
  if (name.startsWith("__") && name.endsWith("__")) return !TEXTS.has(name);
  return judgeName("object", name).tier === "dangerous";
}
