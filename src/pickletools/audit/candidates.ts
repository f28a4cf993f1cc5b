import { decodeLatin1, hexDigit } from "../../bytes/index.ts";
import { PROTO, STACK_GLOBAL, STOP } from "../../pickle/opcodes.ts";
import type { Place } from "./journal.ts";

/** Bytes that may be a pickle. */
export interface Candidate {
  readonly bytes: Uint8Array;
  /** How they were found, for people: as in `bytes`, `base64`. */
  readonly form: "bytes" | "base64" | "hex";
  readonly place: Place;
}

/** A shorter pickle does nothing. */
const SHORTEST = 8;
const NEWLINE = 0x0a;
/** The opcodes GLOBAL and INST, as they begin a line. */
const IMPORTS: ReadonlySet<number> = new Set([0x63, 0x69]);
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}\s*$/;
const HEX = /^[0-9a-fA-F]+\s*$/;

/** Collects what looks like a pickle among the bytes and texts of another. */
export class Candidates {
  readonly found: Candidate[] = [];
  /** How many there were for which there was no room. */
  missed = 0;
  readonly #most: number;
  readonly #place: () => Place;

  constructor(most: number, place: () => Place) {
    this.#most = most;
    this.#place = place;
  }

  /** Looks at a text or at bytes, which are a part of others. */
  consider(bytes: Uint8Array, from: number, to: number): void {
    if (to - from < SHORTEST) return;
    const first = bytes[from] as number;
    // Most of what comes by is seen off by its first byte: an encoded pickle begins with g, K, Y, 2, 6 or 8.
    if (first === 0x67 || first === 0x4b || first === 0x59)
      this.#considerEncoded(bytes.subarray(from, to), "base64");
    else if (first === 0x38 || first === 0x36 || first === 0x32)
      this.#considerEncoded(bytes.subarray(from, to), "hex");
    if (isLikePickle(bytes, from, to)) this.#add({ bytes: bytes.subarray(from, to), form: "bytes" });
  }

  /** Takes over what another reading of the same bytes has found, and this one has not. */
  include(other: Candidates): void {
    const known = new Set(this.found.map(keyOf));
    for (const candidate of other.found) if (!known.has(keyOf(candidate))) this.#keep(candidate);
    this.missed = Math.max(this.missed, other.missed);
  }

  #considerEncoded(bytes: Uint8Array, form: "base64" | "hex"): void {
    const isEncoded = form === "hex" ? HEX : BASE64;
    if (!isEncoded.test(decodeLatin1(bytes.subarray(0, 64)).replace(/=+$/, ""))) return;
    const text = decodeLatin1(bytes);
    if (!isEncoded.test(text)) return;
    const decoded = form === "hex" ? fromHex(text.trim()) : fromBase64(text.trim());
    if (decoded && decoded.length >= SHORTEST && isLikePickle(decoded, 0, decoded.length))
      this.#add({ bytes: decoded, form });
  }

  #add(candidate: Omit<Candidate, "place">): void {
    this.#keep({ ...candidate, place: this.#place() });
  }

  #keep(candidate: Candidate): void {
    if (this.found.length < this.#most) this.found.push(candidate);
    else this.missed += 1;
  }
}

function keyOf({ bytes, form, place }: Candidate): string {
  return `${place.offset} ${bytes.length} ${form}`;
}

/**
 * Whether bytes may be a pickle: they say so with a PROTO, or they end as one does and import something on the way. One
 * of protocol 0 or 1 that imports nothing is data, whatever else it is.
 */
export function isLikePickle(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] === PROTO) return isProtocol(bytes[from + 1]);
  let end = to;
  while (end > from && isSpace(bytes[end - 1])) end -= 1;
  return bytes[end - 1] === STOP && hasImport(bytes, from, end);
}

/** Whether a PROTO has such an argument. */
export function isProtocol(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 1 && byte <= 5;
}

function hasImport(bytes: Uint8Array, from: number, to: number): boolean {
  const view = bytes.subarray(from, to);
  return view.includes(STACK_GLOBAL) || importAt(view, 0) >= 0;
}

/** Where GLOBAL or INST may stand, with two lines of names behind it, at an offset or later; -1 for nowhere. */
export function importAt(bytes: Uint8Array, offset: number): number {
  let newline = bytes.indexOf(NEWLINE, offset);
  while (newline >= 0) {
    const next = bytes.indexOf(NEWLINE, newline + 1);
    if (next < 0) return -1;
    const start = importBefore(bytes, offset, newline);
    if (start >= 0 && isName(bytes, newline + 1, next)) return start;
    newline = next;
  }
  return -1;
}

/** Where the opcode stands whose first line ends at `newline`; the name is all of letters, digits, dots and underscores. */
function importBefore(bytes: Uint8Array, from: number, newline: number): number {
  let start = -1;
  for (let i = newline - 1; i >= from && newline - i < 200 && isNameByte(bytes[i] as number); i -= 1)
    if (IMPORTS.has(bytes[i] as number) && i < newline - 1) start = i;
  return start;
}

function isName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to <= from || to - from > 200) return false;
  for (let i = from; i < to; i += 1) if (!isNameByte(bytes[i] as number)) return false;
  return true;
}

function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2e ||
    byte >= 0x80
  );
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d;
}

function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = (hexDigit(text.charCodeAt(2 * i)) ?? 0) * 16 + (hexDigit(text.charCodeAt(2 * i + 1)) ?? 0);
  return bytes;
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    // Letters that only look like base64.
    return undefined;
  }
}
