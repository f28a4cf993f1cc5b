import { kindOf } from "./brand.ts";

// The own fields of objects, and dicts as entries: what readers and writers of objects share.

/** Defines a field rather than assigns it, so that no setter and no prototype is ever touched by data. */
export function defineField(target: object, key: string, value: unknown, enumerable: boolean = true): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable, configurable: true });
}

/** Whether a key is one that arrays take for the place of an item, and that objects list first. */
export function isIndex(key: string): boolean {
  return String(Number(key) >>> 0) === key;
}

/** The entries of a dict, a plain object or a `Map`; `undefined` for everything else. */
export function entriesOf(value: unknown): Iterable<[unknown, unknown]> | undefined {
  if (typeof value !== "object" || value === null || kindOf(value) !== undefined) return undefined;
  if (value instanceof Map) return value;
  return Object.getPrototypeOf(value) === Object.prototype ? Object.entries(value) : undefined;
}
