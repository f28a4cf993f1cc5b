/**
 * How a copy is like the graph that it was made from: `same` values and sharing, the same but for the `class` of instances, or something `other`.
 * Arrays are compared as arrays, whatever their class, and bytes as bytes.
 */
export type Likeness = "same" | "class" | "other";

/** Compares a copy with its original. */
export function likenessOf(original: unknown, copy: unknown): Likeness {
  const copies = new Map<object, object>();
  const originals = new Map<object, object>();
  const waiting: [unknown, unknown][] = [[original, copy]];
  let likeness: Likeness = "same";
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [left, right] = pair;
    if (!isObject(left) || !isObject(right)) {
      if (!Object.is(left, right)) return "other";
      continue;
    }
    if (copies.has(left) || originals.has(right)) {
      if (copies.get(left) !== right || originals.get(right) !== left) return "other";
      continue;
    }
    copies.set(left, right);
    originals.set(right, left);
    const [parts, others] = [partsOf(left), partsOf(right)];
    if (parts.kind !== others.kind || parts.items.length !== others.items.length) return "other";
    if (parts.kind === "object" && Object.getPrototypeOf(left) !== Object.getPrototypeOf(right))
      likeness = "class";
    for (let i = 0; i < parts.items.length; i++) waiting.push([parts.items[i], others.items[i]]);
  }
  return likeness;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

interface Parts {
  readonly kind: "array" | "bytes" | "date" | "map" | "object" | "set";
  readonly items: readonly unknown[];
}

function partsOf(value: object): Parts {
  if (Array.isArray(value)) return { kind: "array", items: value };
  if (value instanceof Uint8Array) return { kind: "bytes", items: [...value] };
  if (value instanceof Map) return { kind: "map", items: [...value].flat() };
  if (value instanceof Set) return { kind: "set", items: [...value] };
  if (value instanceof Date) return { kind: "date", items: [value.getTime()] };
  return { kind: "object", items: Object.entries(value).flat() };
}
