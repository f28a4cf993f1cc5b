import { INSPECT, KIND, type Kind } from "./brand.ts";
import { type Json, toJson } from "./json.ts";
import { brief, textOf } from "./repr.ts";

/** What the value classes that extend no built-in class have in common: how they are shown and written as JSON. */
export abstract class PythonObject {
  /** The tagged JSON of this value, as `toJson` gives it. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives. */
  toString(): string {
    return textOf(this);
  }
}

/** Gives a class its kind, and the form in which Node, Deno and Bun show its instances: Python's `repr`, cut short. */
export function brand(prototype: object, kind: Kind): void {
  Object.defineProperty(prototype, KIND, { value: kind });
  Object.defineProperty(prototype, INSPECT, { value: inspect, writable: true, configurable: true });
}

function inspect(this: unknown): string {
  return brief(this);
}
