import { defineField } from "../python/fields.ts";

/**
 * V8 makes a hash table of an object that gets more fields than this by assigning them to computed names, which takes
 * three times as long as fields do, unless it knows objects with the same fields in the same order by their definition.
 */
export const NARROW = 16;
/** A few fields more than this make a hash table in any case. */
const WIDEST = 128;
/** So many kinds of objects are known at a time, and none with long keys: they stay in memory. */
const MOST_KINDS = 64;
const LONGEST_KEY = 64;

interface WideKind {
  readonly fields: number;
  readonly last: string;
  /** An object with these fields keeps alive what V8 knows of them. It is made when a second one is read. */
  example: object | undefined;
}

/** By their first keys. */
const kinds = /* @__PURE__ */ new Map<string, WideKind>();

/** Is told of each object before it is given many fields, as keys and values in turn. */
export function expectWide(stack: readonly unknown[], from: number, to: number): void {
  const fields = (to - from) / 2;
  const first = stack[from];
  const last = stack[to - 2];
  if (fields > WIDEST || !isShort(first) || !isShort(last)) return;
  const kind = kinds.get(first);
  if (kind !== undefined && kind.fields === fields && kind.last === last) {
    kind.example ??= exampleOf(stack, from, to);
  } else {
    if (kinds.size >= MOST_KINDS) kinds.clear();
    kinds.set(first, { fields, last, example: undefined });
  }
}

function exampleOf(stack: readonly unknown[], from: number, to: number): object {
  const example = {};
  for (let i = from; i < to; i += 2) {
    const key = stack[i];
    if (!isShort(key)) break;
    defineField(example, key, null);
  }
  return example;
}

function isShort(key: unknown): key is string {
  return typeof key === "string" && key.length <= LONGEST_KEY;
}
