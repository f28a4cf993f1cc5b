import { PickleError, Unpickler } from "../../pickle/index.ts";
import { toJson } from "../../python/index.ts";
import { jsonText } from "../json-text.ts";
import { tree } from "../tree.ts";

/** What the bytes hold in a line, if they are one pickle from the first to the last. Nothing in it is called. */
export function pickleLine(bytes: Uint8Array, width: number): string | undefined {
  const box = unpickled(bytes, true);
  if (!box) return undefined;
  // The narrowest that a line can be made.
  const options = {
    exact: true,
    verbatim: false,
    depth: 0,
    items: 100,
    width: Math.max(Math.min(width, 200), 20),
  };
  return tree(box.value, options).next().value ?? undefined;
}

/** The same as tagged JSON. */
export function pickleJson(bytes: Uint8Array): string | undefined {
  const box = unpickled(bytes, false);
  return box && [...jsonText(toJson(box.value, { exact: false }))].join("");
}

function unpickled(bytes: Uint8Array, exact: boolean): { readonly value: unknown } | undefined {
  try {
    const unpickler = new Unpickler(bytes, { exact });
    const value = unpickler.load();
    return unpickler.offset === bytes.length ? { value } : undefined;
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}
