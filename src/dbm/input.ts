import { decodeLatin1 } from "../bytes/text.ts";
import type { Bytes } from "./store.ts";

/** What is taken for a key or a value: bytes, or text that becomes UTF-8. */
export type Input = Uint8Array | string;

const encoder = /* @__PURE__ */ new TextEncoder();

/** The bytes of a key or a value; a `TypeError` for what is neither bytes nor text, or is text that has no UTF-8. */
export function bytesOf(input: Input, what: "key" | "value"): Uint8Array {
  if (input instanceof Uint8Array) {
    // In Node 22, `length` of such bytes is what it was, once this code is hot.
    if (input.byteLength === 0 && isGone(input))
      throw new TypeError(`the bytes of the ${what} were given away`);
    return input;
  }
  if (typeof input !== "string") throw new TypeError(`a ${what} is a Uint8Array or a string`);
  if (!input.isWellFormed()) throw new TypeError(`a ${what} that is a string cannot have lone surrogates`);
  return encoder.encode(input);
}

/** Whether the buffer was transferred, or has become too small. */
function isGone(bytes: Uint8Array): boolean {
  if ((bytes.buffer as ArrayBuffer).detached) return true;
  try {
    // There is none, and to ask for it is an error where the buffer is too small.
    return bytes.at(0) !== undefined;
  } catch {
    return true;
  }
}

/** The same, in bytes that are nobody else's. */
export function copyOf(input: Input, what: "key" | "value"): Bytes {
  const bytes = bytesOf(input, what);
  return typeof input === "string" ? (bytes as Bytes) : new Uint8Array(bytes);
}

/** What becomes of items that begin with a key: of each key, the last one. */
export function lastOfEach<T, Item extends readonly [Uint8Array, ...unknown[]]>(
  items: Iterable<T>,
  make: (item: T) => Item,
): Item[] {
  const last = new Map<string, Item>();
  for (const item of items) {
    const made = make(item);
    last.set(decodeLatin1(made[0]), made);
  }
  return [...last.values()];
}
