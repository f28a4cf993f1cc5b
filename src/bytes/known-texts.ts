// Texts that come again and again, in one pickle and in the next: the keys of dicts. An object takes a key at half the time
// if V8 has it in its table of names already, and a text that is found here need not be made.

/** A power of two. */
const SLOTS = 1024;
/** Longer ones are rarely keys. */
const LONGEST = 20;

const texts: string[] = /* @__PURE__ */ new Array<string>(SLOTS).fill("");
/** The bytes of these texts, which are compared in a third of the time that characters take. */
const spellings: Uint8Array = /* @__PURE__ */ new Uint8Array(SLOTS * LONGEST);
/** The length of each text, 0 where there is none. */
const lengths: Uint8Array = /* @__PURE__ */ new Uint8Array(SLOTS);
/** What tells the text that was missed last from most others. */
const missed: Int32Array = /* @__PURE__ */ new Int32Array(SLOTS);
/** 1 for a text that was found since another was missed twice. */
const wanted: Uint8Array = /* @__PURE__ */ new Uint8Array(SLOTS);

/** The text of these bytes, if it is one of those that are kept; otherwise `undefined`, and the caller makes and offers it. */
export function knownText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  const slot = slotOf(bytes, start, end);
  if (length !== lengths[slot]) return undefined;
  let at = slot * LONGEST;
  for (let i = start; i < end; i += 1, at += 1) if (bytes[i] !== spellings[at]) return undefined;
  wanted[slot] = 1;
  return texts[slot];
}

/**
 * Keeps the text of these bytes, which was not known, once it was offered twice in a row: to enter it takes five times as
 * long as to make it, and many keys come only once.
 */
export function offerText(bytes: Uint8Array, start: number, end: number, text: string): void {
  const length = end - start;
  if (length === 0 || length > LONGEST || text.length !== length) return;
  const slot = slotOf(bytes, start, end);
  const sign = signOf(bytes, start, end);
  if (missed[slot] !== sign) {
    missed[slot] = sign;
  } else if (wanted[slot] === 1) {
    wanted[slot] = 0;
  } else {
    // What an object lists as its key is the one in the table of names.
    texts[slot] = Object.keys({ [text]: 0 })[0] as string;
    lengths[slot] = length;
    spellings.set(bytes.subarray(start, end), slot * LONGEST);
  }
}

/** Of the bytes that differ most often between names. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] as number;
  const middle = bytes[(start + end) >> 1] as number;
  const last = bytes[end - 1] as number;
  const hash = Math.imul(first | (middle << 8) | (last << 16) | ((end - start) << 24), 0x9e3779b1);
  return (hash >>> 16) & (SLOTS - 1);
}

function signOf(bytes: Uint8Array, start: number, end: number): number {
  let sign = end - start;
  for (let i = start; i < end; i += 1) sign = Math.imul(sign, 31) + (bytes[i] as number);
  return sign | 0;
}
