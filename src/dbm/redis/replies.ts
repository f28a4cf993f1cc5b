import type { Bytes } from "../store.ts";
import type { Reply } from "./link.ts";

const decoder = /* @__PURE__ */ new TextDecoder();

/** The text of a reply. */
export function textOf(reply: Reply): string {
  return reply instanceof Uint8Array ? decoder.decode(reply) : String(reply);
}

/** The bytes of a reply, for oneself: clients answer with parts of what they have received. */
export function bytesOf(reply: Reply): Bytes {
  if (reply instanceof Uint8Array) return new Uint8Array(reply);
  return new TextEncoder().encode(String(reply));
}

/** The bytes of a reply, if there are any. */
export function bytesOrNone(reply: Reply): Bytes | undefined {
  return reply === null || reply === undefined ? undefined : bytesOf(reply);
}
