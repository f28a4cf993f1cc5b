import { decodeCodePoints, decodeUtf8, fromCodePoints } from "./utf8.ts";

/**
 * What to do with bytes that are not in the encoding, by Python's names: `"strict"` refuses them, `"ignore"`
 * leaves them out, `"replace"` writes U+FFFD, `"surrogateescape"` makes a byte 0xNN the lone surrogate
 * U+DCNN, and `"backslashreplace"` writes `\xNN`.
 */
export type DecodingErrors = "strict" | "ignore" | "replace" | "surrogateescape" | "backslashreplace";

/** Encodings that `decodeText` knows, by Python's names. */
export type Encoding = "ASCII" | "latin1" | "utf-8";

const ALIASES: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ["ascii", "ASCII"],
  ["us-ascii", "ASCII"],
  ["646", "ASCII"],
  ["latin1", "latin1"],
  ["latin-1", "latin1"],
  ["iso-8859-1", "latin1"],
  ["iso8859-1", "latin1"],
  ["8859", "latin1"],
  ["l1", "latin1"],
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["u8", "utf-8"],
]);

/** The encoding that a Python name means, or `undefined`. Case and `_` do not matter. */
export function encodingNamed(name: string): Encoding | undefined {
  return ALIASES.get(name.toLowerCase().replaceAll("_", "-"));
}

/**
 * The encoding that an option names, or `"bytes"` for none at all.
 *
 * @throws RangeError for one that is not known.
 */
export function encodingOption(name: string): Encoding | "bytes" {
  const encoding = name === "bytes" ? name : encodingNamed(name);
  if (encoding) return encoding;
  throw new RangeError(
    `unknown encoding ${JSON.stringify(name)}: "ASCII", "latin1", "utf-8" or "bytes" expected`,
  );
}

/** How many arguments a function can surely be given. */
const MOST_ARGUMENTS = 8192;

/** Each byte as the character of the same number. (`TextDecoder("latin1")` would be windows-1252.) */
export function decodeLatin1(bytes: Uint8Array): string {
  return decodeUnits(bytes);
}

/** The text of these UTF-16 units. */
export function decodeUnits(units: Uint8Array | Uint16Array): string {
  if (units.length <= MOST_ARGUMENTS) return charactersOf(units);
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += MOST_ARGUMENTS)
    parts.push(charactersOf(units.subarray(i, i + MOST_ARGUMENTS)));
  return parts.join("");
}

/** A function takes bytes for its arguments as they are; to spread them takes eight times as long. */
function charactersOf(units: Uint8Array | Uint16Array): string {
  return String.fromCharCode.apply(null, units as unknown as number[]);
}

/** The text of bytes that are printable ASCII throughout, with no space; `undefined` for others. */
export function asciiText(bytes: Uint8Array): string | undefined {
  return bytes.every((byte) => byte > 0x20 && byte < 0x7f) ? decodeLatin1(bytes) : undefined;
}

/** Decodes bytes as Python's `bytes.decode(encoding, errors)` does; `undefined` when `strict` refuses them. */
export function decodeText(
  bytes: Uint8Array,
  encoding: Encoding,
  errors: DecodingErrors = "strict",
): string | undefined {
  if (encoding === "latin1") return decodeLatin1(bytes);
  const text = encoding === "utf-8" ? decodeUtf8(bytes) : strictAscii(bytes);
  if (text !== undefined || errors === "strict") return text;
  return lenient(bytes, encoding, errors);
}

function strictAscii(bytes: Uint8Array): string | undefined {
  return bytes.every((byte) => byte < 0x80) ? decodeLatin1(bytes) : undefined;
}

function lenient(bytes: Uint8Array, encoding: Encoding, errors: DecodingErrors): string {
  const parts: string[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const length =
      encoding === "utf-8" ? characterLength(bytes, offset) : (bytes[offset] as number) < 0x80 ? 1 : 0;
    if (length > 0) {
      parts.push(fromCodePoints(decodeCodePoints(bytes.subarray(offset, offset + length)) ?? []));
      offset += length;
    } else {
      const bad = encoding === "utf-8" ? badLength(bytes, offset) : 1;
      parts.push(stand(bytes.subarray(offset, offset + bad), errors));
      offset += bad;
    }
  }
  return parts.join("");
}

/** The text that stands for bytes which could not be decoded. */
function stand(bad: Uint8Array, errors: DecodingErrors): string {
  if (errors === "ignore") return "";
  if (errors === "replace") return "\ufffd";
  const each = Array.from(bad);
  if (errors === "backslashreplace")
    return each.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  return each.map((byte) => String.fromCharCode(0xdc00 + byte)).join("");
}

/** The length of the valid UTF-8 character at `offset`, or 0. */
function characterLength(bytes: Uint8Array, offset: number): number {
  for (let length = 1; length <= 4 && offset + length <= bytes.length; length += 1) {
    const points = decodeCodePoints(bytes.subarray(offset, offset + length));
    if (points) return isSurrogate(points[0] ?? 0) ? 0 : length;
  }
  return 0;
}

/** How many bytes Python takes as one error: the longest beginning of a character that could have been valid. */
function badLength(bytes: Uint8Array, offset: number): number {
  const lead = bytes[offset] as number;
  const wanted = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : 1;
  let length = 1;
  while (length < wanted - 1) {
    const next = bytes[offset + length] ?? 0;
    const lowest = length === 1 && lead === 0xe0 ? 0xa0 : length === 1 && lead === 0xf0 ? 0x90 : 0x80;
    const highest = length === 1 && lead === 0xed ? 0x9f : length === 1 && lead === 0xf4 ? 0x8f : 0xbf;
    if (next < lowest || next > highest) break;
    length += 1;
  }
  return length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
