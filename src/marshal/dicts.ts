import { defineField, isIndex } from "../python/fields.ts";
import type { Moves } from "../python/moves.ts";
import type { Frame } from "./frame.ts";

/** What a dict of the natural profile becomes. */
export type DictForm = "auto" | "object" | "map";

/** Sets an entry of a plain object. `false` when the key needs a `Map`. */
export function setField(frame: Frame, key: unknown, value: unknown): boolean {
  if (typeof key !== "string") return false;
  const object = frame.target as Record<string, unknown>;
  if (frame.keys === undefined && isDigit(key.charCodeAt(0)) && isIndex(key))
    frame.keys = Object.keys(object);
  frame.keys?.push(key);
  // Assigning to `__proto__` would change the prototype.
  if (key === "__proto__") defineField(object, key, value);
  else object[key] = value;
  return true;
}

/** Lets a `Map` take the place of the plain object of a frame, with its entries in the order in which they came. */
export function toMap(frame: Frame, moves: Moves): Map<unknown, unknown> {
  const object = frame.target as Record<string, unknown>;
  const map = new Map<unknown, unknown>();
  for (const key of frame.keys ?? Object.keys(object)) map.set(key, object[key]);
  moves.moveObject(object, map);
  frame.target = map;
  return map;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
