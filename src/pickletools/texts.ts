// Bytes that are text, in the encodings of the format, with the complaints of Python's codecs.

import {
  decodeCodePoints,
  decodeLatin1,
  decodeRawUnicodeEscape,
  decodeText,
  decodeUtf8,
  fromCodePoints,
  hasEscape,
  hasSurrogatePair,
  hexDigit,
} from "../bytes/index.ts";
import { unescaped } from "../pickle/text-arguments.ts";
import { CodePointString, repr } from "../python/index.ts";
import { Complaint } from "./errors.ts";

/** A str: a box where Python keeps two surrogates apart, which a string would join. */
export type Text = string | CodePointString;

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const LOWER_X = 0x78;
const QUOTES: readonly number[] = [0x22, 0x27];

/** The inside of a quoted line; `misspelled` as CPython 3.13 has the complaint. */
export function withoutQuotes(line: Uint8Array, misspelled: boolean): Uint8Array {
  const quote = line[0];
  if (quote === undefined || !QUOTES.includes(quote))
    throw new Complaint(`no string quotes around ${repr(line)}`);
  if (line[line.length - 1] === quote) return line.subarray(1, -1);
  const word = misspelled ? "strinq" : "string";
  throw new Complaint(`${word} quote ${repr(Uint8Array.of(quote))} not found at both ends of ${repr(line)}`);
}

/** Resolves the escapes of a `bytes` literal. */
export function withoutEscapes(line: Uint8Array): Uint8Array {
  if (!hasEscape(line)) return line;
  const bytes = unescaped(line);
  if (bytes === undefined) throw new Complaint(escapeComplaint(line));
  return bytes;
}

export function asciiText(bytes: Uint8Array): string {
  const text = decodeText(bytes, "ASCII");
  if (text !== undefined) return text;
  const offset = bytes.findIndex((byte) => byte > 0x7f);
  throw undecodable("ascii", bytes, offset, offset + 1, "ordinal not in range(128)");
}

/** UTF-8 without surrogates. */
export function utf8Text(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw utf8Complaint(bytes, false);
  return text;
}

/** UTF-8 with surrogates, as the counted texts are in. */
export function surrogateText(bytes: Uint8Array): Text {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  const codePoints = decodeCodePoints(bytes);
  if (codePoints === undefined) throw utf8Complaint(bytes, true);
  return joined(codePoints);
}

/** The text of protocol 0. */
export function rawUnicodeText(line: Uint8Array): Text {
  if (!hasEscape(line)) return decodeLatin1(line);
  const codePoints = decodeRawUnicodeEscape(line);
  if (Array.isArray(codePoints)) return joined(codePoints);
  const { badOffset } = codePoints as { readonly badOffset: number };
  throw rawUnicodeComplaint(line, badOffset);
}

function joined(codePoints: readonly number[]): Text {
  return hasSurrogatePair(codePoints) ? new CodePointString(codePoints) : fromCodePoints(codePoints);
}

function escapeComplaint(line: Uint8Array): string {
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] !== BACKSLASH) continue;
    const start = i;
    i += 1;
    if (i === line.length) break;
    const digits = [line[i + 1] ?? 0, line[i + 2] ?? 0];
    if (line[i] === LOWER_X && digits.some((byte) => hexDigit(byte) === undefined))
      return `invalid \\x escape at position ${start}`;
  }
  return "Trailing \\ in string";
}

function rawUnicodeComplaint(line: Uint8Array, start: number): Complaint {
  const isShort = line[start + 1] === LOWER_U;
  const full = start + (isShort ? 6 : 10);
  let end = start + 2;
  while (end < full && hexDigit(line[end] ?? 0) !== undefined) end += 1;
  const truncated = isShort ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
  const reason = end < full ? truncated : "\\Uxxxxxxxx out of range";
  return undecodable("rawunicodeescape", line, start, end, reason);
}

function utf8Complaint(bytes: Uint8Array, surrogates: boolean): Complaint {
  let start = 0;
  while (true) {
    const lead = bytes[start] as number;
    const length = characterLength(lead);
    if (length === 0) return undecodable("utf-8", bytes, start, start + 1, "invalid start byte");
    let end = start + 1;
    while (end < start + length && isContinuation(bytes, start, end, surrogates)) end += 1;
    if (end < start + length) {
      // Only a whole surrogate is let pass; the beginning of one is wrong from its second byte on.
      if (surrogates && lead === 0xed && (bytes[start + 1] ?? 0) > 0x9f) end = start + 1;
      const reason = end < bytes.length ? "invalid continuation byte" : "unexpected end of data";
      return undecodable("utf-8", bytes, start, end, reason);
    }
    start = end;
  }
}

/** How many bytes a character has that begins so; 0 if none does. */
function characterLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function isContinuation(bytes: Uint8Array, start: number, offset: number, surrogates: boolean): boolean {
  const lead = bytes[start] as number;
  const byte = bytes[offset] ?? 0;
  const isSecond = offset === start + 1;
  // Overlong forms, surrogates, and what is beyond Unicode show in the second byte.
  const lowest = isSecond && lead === 0xe0 ? 0xa0 : isSecond && lead === 0xf0 ? 0x90 : 0x80;
  const highest = isSecond && lead === 0xed && !surrogates ? 0x9f : isSecond && lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= lowest && byte <= highest;
}

/** What a `UnicodeDecodeError` says. */
function undecodable(
  codec: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  reason: string,
): Complaint {
  const byte = (bytes[start] as number).toString(16).padStart(2, "0");
  const where =
    end - start === 1 ? `byte 0x${byte} in position ${start}` : `bytes in position ${start}-${end - 1}`;
  return new Complaint(`'${codec}' codec can't decode ${where}: ${reason}`);
}
