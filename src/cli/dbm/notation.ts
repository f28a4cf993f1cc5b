import { repr } from "../../python/index.ts";
import { base64 } from "../../python/leaf-json.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { Arguments, Options } from "../arguments.ts";
import { EXIT, Failure, misuse } from "../failure.ts";
import { readBytesLiteral } from "./bytes-literal.ts";

/** How bytes are written on a command line and on a terminal. */
export type Notation = "text" | "repr" | "hex" | "base64";

const NOTATIONS: readonly string[] = ["text", "repr", "hex", "base64"] satisfies Notation[];

/** The option that says how bytes are printed, and what the helps tell of it. */
export const AS: Options = { as: { type: "string" } };
export const AS_USAGE = `  --as NOTATION      how bytes are printed: text (the default: UTF-8, or where that will not do a bytes literal of
                     Python), repr, hex or base64`;

/** The option that says how the keys of the command line are written, and what the helps tell of it. */
export const KEY_AS: Options = { "key-as": { type: "string" } };
export const KEY_AS_USAGE = `  --key-as NOTATION  how KEY is written: text (the default), repr (b'\\x00'), hex or base64`;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What such an option says. Default: `text`. */
export function notationOf(args: Arguments, option: string): Notation {
  const name = args.text(option) ?? "text";
  if (isNotation(name)) return name;
  throw misuse(`--${option} ${printable(name)}: text, repr, hex or base64 expected`);
}

/** Bytes in print, on one line. What looks like a literal of bytes is one. */
export function shown(bytes: Uint8Array, notation: Notation): string {
  switch (notation) {
    case "hex":
      return hexadecimal(bytes);
    case "base64":
      return base64(bytes);
    default: {
      const text = notation === "text" ? textOf(bytes) : undefined;
      return text !== undefined && isPlain(text) ? text : repr(bytes);
    }
  }
}

/** The same for bytes that may take several lines. */
export function shownAtLength(bytes: Uint8Array, notation: Notation): string {
  const text = notation === "text" ? textOf(bytes) : undefined;
  return text !== undefined && isPlain(text.replace(/[\n\t]/g, " ")) ? text : shown(bytes, notation);
}

/** The bytes that a word of the command line stands for. */
export function parsed(word: string, notation: Notation, what: string): Uint8Array {
  const bytes = bytesOf(word, notation);
  // By what was made of a word that is no UTF-8, another key would be meant.
  if (bytes && !word.includes("\ufffd")) return bytes;
  const expected = {
    text: "UTF-8 expected; other bytes can be given as hex",
    repr: "a bytes literal expected, as b'\\x00'",
    hex: "two hexadecimal digits for each byte expected",
    base64: "base64 expected",
  }[notation];
  throw misuse(`${what} ${printable(word)}: ${expected}`);
}

/** Bytes as JSON: a string for what is UTF-8, else `{"$bytes": base64}`. */
export function bytesJson(bytes: Uint8Array): string {
  const text = textOf(bytes);
  return text === undefined ? `{"$bytes":"${base64(bytes)}"}` : printableJson(JSON.stringify(text));
}

/** The bytes that such JSON stands for; `undefined` where it is none. */
export function bytesOfJson(json: unknown): Uint8Array | undefined {
  if (typeof json === "string") return bytesOf(json, "text");
  const { $bytes, ...others } = (json ?? {}) as { readonly $bytes?: unknown };
  if (typeof $bytes !== "string" || Object.keys(others).length > 0) return undefined;
  return bytesOf($bytes, "base64");
}

/** The failure of a verb whose key is not there. */
export function missingKey(path: string, key: Uint8Array): Failure {
  return new Failure(`${printable(path)}: no such key: ${shown(key, "text")}`, EXIT.bad);
}

function isNotation(name: string): name is Notation {
  return NOTATIONS.includes(name);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function isPlain(text: string): boolean {
  return printable(text) === text && !/^b['"]/.test(text);
}

function hexadecimal(bytes: Uint8Array): string {
  const digits: string[] = [];
  for (const byte of bytes) digits.push(byte.toString(16).padStart(2, "0"));
  return digits.join("");
}

function bytesOf(word: string, notation: Notation): Uint8Array | undefined {
  switch (notation) {
    case "text":
      return word.isWellFormed() ? encoder.encode(word) : undefined;
    case "repr":
      return readBytesLiteral(word);
    case "hex":
      return /^(?:[\da-fA-F]{2})*$/.test(word)
        ? Uint8Array.from(word.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
        : undefined;
    default:
      return base64Bytes(word);
  }
}

function base64Bytes(word: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(word), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
