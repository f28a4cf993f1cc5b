import { createHash } from "node:crypto";
import { type DumpOptions, dumps } from "pantry/pickle";

/** Every protocol there is. */
export const PROTOCOLS: readonly number[] = [0, 1, 2, 3, 4, 5];

/** Bytes as Python shows them: each as the character of the same number. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** The bytes that `textOf` shows so. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

const HEADER_SIZE = 9;

/** What is in a pickle of one frame at most: neither PROTO and FRAME nor STOP. */
export function opcodesOf(value: unknown, options: DumpOptions): string {
  const text = textOf(dumps(value, options));
  const start = text.startsWith("\x80") ? 2 : 0;
  return text.slice(text[start] === "\x95" ? start + HEADER_SIZE : start, -1);
}

/** The same in every protocol, one after the other. */
export function opcodesByProtocol(value: unknown, options: DumpOptions = {}): string[] {
  return PROTOCOLS.map((protocol) => opcodesOf(value, { ...options, protocol }));
}

/**
 * The opcodes that a row of a table expects in each protocol. Six are given, or those of protocols 0, 1, 2 and 4, or
 * those of 0, 1 and 2, where the protocols after them write the same.
 */
export function expected(row: readonly string[]): string[] {
  if (row.length === 6) return [...row];
  const [text = "", binary = "", two = "", four = two] = row;
  return [text, binary, two, two, four, four];
}

/** The SHA-256 of the pickles of a value in these protocols, one after the other. */
export function digestOf(value: unknown, protocols: readonly number[] = PROTOCOLS): string {
  return digestOfPickles(protocols.map((protocol) => dumps(value, { protocol })));
}

/** The SHA-256 of pickles, one after the other. */
export function digestOfPickles(pickles: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  for (const pickle of pickles) hash.update(pickle);
  return hash.digest("hex");
}
