import { replaceCharacters } from "../bytes/replace.ts";
import { decodeLatin1 } from "../bytes/text.ts";
import { escapeOf } from "./printable.ts";

/** Text that stands for itself between single quotes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;
/** What is escaped besides the quote: the backslash, and what Python's `str.isprintable` refuses. */
const UNPRINTABLE = /[\\\p{C}\p{Z}]/gu;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["'", "\\'"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * The `repr()` of a Python `str`: in single quotes unless that needs more escapes than double ones, with escapes for
 * what is not printable. Which characters are printable is the runtime's Unicode version to say.
 */
export function strRepr(text: string): string {
  return PLAIN.test(text) ? `'${text}'` : quoted(text, replaceCharacters(text, UNPRINTABLE, escaped));
}

/** As `strRepr`, for code points: a lead surrogate before a trail one stays two escapes. */
export function codePointsRepr(codePoints: readonly number[]): string {
  const characters = codePoints.map((code) => String.fromCodePoint(code));
  return quoted(
    characters.join(""),
    characters.map((character) => character.replace(UNPRINTABLE, escaped)).join(""),
  );
}

/** The `repr()` of Python `bytes`: `b'hi\xff'`. */
export function bytesRepr(bytes: Uint8Array): string {
  const text = decodeLatin1(bytes);
  return `b${PLAIN.test(text) ? `'${text}'` : quoted(text, replaceCharacters(text, /[^ -[\]-~]/g, escaped))}`;
}

/** The `repr()` of a Python `bytearray`: as that of bytes, but a single quote between double ones is escaped too. */
export function byteArrayRepr(bytes: Uint8Array): string {
  const text = bytesRepr(bytes);
  return `bytearray(${text.startsWith('b"') ? replaceCharacters(text, /'/g, escaped) : text})`;
}

function quoted(text: string, body: string): string {
  if (!text.includes("'")) return `'${body}'`;
  return text.includes('"') ? `'${replaceCharacters(body, /'/g, escaped)}'` : `"${body}"`;
}

function escaped(character: string): string {
  if (character === " ") return character;
  return SHORT_ESCAPES.get(character) ?? escapeOf(character);
}
