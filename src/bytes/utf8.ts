// UTF-8 as Python's "surrogatepass" has it: a lone surrogate is three bytes. The runtime's own coders would
// replace it by U+FFFD, so text that holds one takes the slow way round.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Below this many bytes a loop beats the call into the runtime's decoder (it crosses into C++). */
export const SHORT_TEXT = 24;
/** From this many bytes on a failure may be the length's: V8 has strings of 2^29 - 24 characters at most. */
const LONGEST_TEXT = 2 ** 29 - 24;
/** Code points of a text taken apart: an array of more would need gigabytes. */
const MOST_CODE_POINTS = 2 ** 26;

/** How many bytes the text has in UTF-8, lone surrogates counted as three. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    length += 1;
    if (code < 0x800) continue;
    length += 1;
    if (isLead(code) && isTrail(text.charCodeAt(i + 1))) i += 1;
  }
  return length;
}

/** Encodes into `target` from `start` on and returns the number of bytes written; there must be room. */
export function encodeUtf8Into(text: string, target: Uint8Array, start: number): number {
  if (text.isWellFormed()) return encoder.encodeInto(text, target.subarray(start)).written;
  return encodeCodePointsInto(codePointsOf(text), target, start);
}

/**
 * Encodes a short text of characters below U+10000, as nearly all are, and returns the offset behind it; `undefined` for
 * one with surrogates. There must be room for three bytes a character.
 */
export function encodeShortInto(text: string, target: Uint8Array, start: number): number | undefined {
  let offset = start;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      target[offset++] = code;
    } else if (code < 0x800) {
      target[offset] = 0xc0 | (code >> 6);
      target[offset + 1] = 0x80 | (code & 0x3f);
      offset += 2;
    } else {
      if (code >= 0xd800 && code < 0xe000) return undefined;
      target[offset] = 0xe0 | (code >> 12);
      target[offset + 1] = 0x80 | ((code >> 6) & 0x3f);
      target[offset + 2] = 0x80 | (code & 0x3f);
      offset += 3;
    }
  }
  return offset;
}

/** As `encodeUtf8Into`, for code points: surrogates that stand side by side are encoded one by one. */
export function encodeCodePointsInto(
  codePoints: Iterable<number>,
  target: Uint8Array,
  start: number,
): number {
  let offset = start;
  for (const code of codePoints) {
    if (code < 0x80) {
      target[offset++] = code;
    } else if (code < 0x800) {
      target[offset++] = 0xc0 | (code >> 6);
      target[offset++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      target[offset++] = 0xe0 | (code >> 12);
      target[offset++] = 0x80 | ((code >> 6) & 0x3f);
      target[offset++] = 0x80 | (code & 0x3f);
    } else {
      target[offset++] = 0xf0 | (code >> 18);
      target[offset++] = 0x80 | ((code >> 12) & 0x3f);
      target[offset++] = 0x80 | ((code >> 6) & 0x3f);
      target[offset++] = 0x80 | (code & 0x3f);
    }
  }
  return offset - start;
}

/** The code points of a string, a pair of surrogates as one. */
export function* codePointsOf(text: string): Generator<number, void, undefined> {
  for (const character of text) yield character.codePointAt(0) as number;
}

/** The code units of a short text, while it is being decoded. */
export const units: Uint16Array<ArrayBuffer> = new Uint16Array(256);

/**
 * Decodes a short text of characters below U+10000, as nearly all are; `undefined` for anything else. (For 18 bytes it takes
 * 60 ns, where the runtime's decoder takes 140.)
 */
function decodeShort(bytes: Uint8Array, start: number, end: number): string | undefined {
  let length = 0;
  for (let offset = start; offset < end; length += 1) {
    const lead = bytes[offset] as number;
    if (lead < 0x80) {
      units[length] = lead;
      offset += 1;
    } else if (lead < 0xe0) {
      if (lead < 0xc2 || offset + 2 > end) return undefined;
      const second = (bytes[offset + 1] as number) ^ 0x80;
      if (second > 0x3f) return undefined;
      units[length] = ((lead & 0x1f) << 6) | second;
      offset += 2;
    } else {
      if (lead > 0xef || offset + 3 > end) return undefined;
      const second = (bytes[offset + 1] as number) ^ 0x80;
      const third = (bytes[offset + 2] as number) ^ 0x80;
      if ((second | third) > 0x3f) return undefined;
      const code = ((lead & 0x0f) << 12) | (second << 6) | third;
      if (code < 0x800 || isLead(code) || isTrail(code)) return undefined;
      units[length] = code;
      offset += 3;
    }
  }
  return textOfUnits(length);
}

/**
 * The text of the first units: a call makes more of them a text than there are, and the rest is cut off. (For 11 characters
 * that takes two thirds of the time of four at once, put together: each concatenation makes a new string.)
 */
export function textOfUnits(length: number): string {
  // What an earlier text has left there could be wide, and would make this one wide.
  for (let i = length; i & 7; i += 1) units[i] = 0;
  if (length <= 8) return eightUnits(0).substring(0, length);
  if (length <= 16) return sixteenUnits().substring(0, length);
  return sixteenUnits() + eightUnits(16).substring(0, length - 16);
}

function eightUnits(at: number): string {
  return String.fromCharCode(
    units[at] as number,
    units[at + 1] as number,
    units[at + 2] as number,
    units[at + 3] as number,
    units[at + 4] as number,
    units[at + 5] as number,
    units[at + 6] as number,
    units[at + 7] as number,
  );
}

function sixteenUnits(): string {
  return String.fromCharCode(
    units[0] as number,
    units[1] as number,
    units[2] as number,
    units[3] as number,
    units[4] as number,
    units[5] as number,
    units[6] as number,
    units[7] as number,
    units[8] as number,
    units[9] as number,
    units[10] as number,
    units[11] as number,
    units[12] as number,
    units[13] as number,
    units[14] as number,
    units[15] as number,
  );
}

/** Decodes strict UTF-8; `undefined` for anything else, surrogates included. Throws `RangeError` for text too long for a string. */
export function decodeUtf8(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): string | undefined {
  if (end - start <= SHORT_TEXT) {
    const text = decodeShort(bytes, start, end);
    if (text !== undefined) return text;
  }
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch (error) {
    if (end - start < LONGEST_TEXT) return undefined;
    throw new RangeError("the text is longer than a string can be", { cause: error });
  }
}

/** Throws `RangeError` for so many bytes that they cannot be taken apart into code points. */
export function ensureCodePoints(length: number): void {
  if (length > MOST_CODE_POINTS)
    throw new RangeError(`a text with surrogates or escapes of more than ${MOST_CODE_POINTS} bytes`);
}

/**
 * The code points of UTF-8 with surrogates allowed, pairs of surrogates kept apart; `undefined` for bad bytes. Throws
 * `RangeError` for too many.
 */
export function decodeCodePoints(bytes: Uint8Array): number[] | undefined {
  ensureCodePoints(bytes.length);
  const codePoints: number[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const lead = bytes[offset] as number;
    const extra =
      lead < 0x80
        ? 0
        : lead >= 0xc2 && lead < 0xe0
          ? 1
          : lead >= 0xe0 && lead < 0xf0
            ? 2
            : lead >= 0xf0 && lead < 0xf5
              ? 3
              : -1;
    if (extra < 0 || offset + extra >= bytes.length) return undefined;
    let code = extra === 0 ? lead : lead & (0x3f >> extra);
    for (let i = 1; i <= extra; i += 1) {
      const next = bytes[offset + i] as number;
      if ((next & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    // Overlong forms, and what is beyond Unicode.
    if ((extra === 2 && code < 0x800) || (extra === 3 && (code < 0x10000 || code > 0x10ffff)))
      return undefined;
    codePoints.push(code);
    offset += extra + 1;
  }
  return codePoints;
}

/** A JavaScript string of code points; a lead surrogate before a trail one becomes one character, as it must. */
export function fromCodePoints(codePoints: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < codePoints.length; i += 4096) {
    parts.push(String.fromCodePoint(...codePoints.slice(i, i + 4096)));
  }
  return parts.join("");
}

/** Whether two neighbours are a pair of surrogates, which Python can keep apart and JavaScript cannot. */
export function hasSurrogatePair(codePoints: readonly number[]): boolean {
  return codePoints.some((code, i) => isLead(code) && isTrail(codePoints[i + 1] ?? 0));
}

export function isLead(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

export function isTrail(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
