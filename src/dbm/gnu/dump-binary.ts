import { malformed } from "../errors.ts";
import type { Bytes } from "../store.ts";
import type { Entries } from "./dump-header.ts";
import type { DumpSource } from "./dump-source.ts";

/**
 * How a binary dump says a length: in eight bytes as a 64-bit machine does, with the number (big-endian everywhere) in the first four of them
 * (`"little"`, on little-endian ones) or the last four (`"big"`); or in four bytes, as a 32-bit machine does (`"short"`).
 */
export type LengthForm = "little" | "big" | "short";

const HEADER = "!\r\n! GDBM FLAT FILE DUMP -- THIS IS NOT A TEXT FILE\r\n! Pantry\r\n!\r\n";
const FORMS: readonly LengthForm[] = ["little", "big", "short"];
const LONGEST = 2 ** 31 - 1;
const CHUNK = 65_536;

/** How far a dump is looked into for the form of its lengths. */
const WINDOW = 65_536;

/**
 * The binary dump that `gdbm_export` writes on a 64-bit little-endian machine and `gdbm_import` reads there, in chunks: four lines of text, then
 * each key and each value after its length.
 *
 * @param entries A database, or other pairs of bytes.
 */
export function* dumpBinary(entries: Entries): IterableIterator<Bytes> {
  yield new TextEncoder().encode(HEADER) as Bytes;
  let chunk: Bytes = new Uint8Array(CHUNK);
  let used = 0;
  for (const entry of entries) {
    for (const value of entry) {
      if (used + 8 + value.length > chunk.length) {
        if (used > 0) yield chunk.subarray(0, used);
        chunk = new Uint8Array(Math.max(CHUNK, 8 + value.length));
        used = 0;
      }
      new DataView(chunk.buffer).setUint32(used, value.length);
      chunk.set(value, used + 8);
      used += 8 + value.length;
    }
  }
  if (used > 0) yield chunk.subarray(0, used);
}

/** Skips the text at the beginning of a binary dump: four lines with at least so many exclamation marks. */
export function readBinaryHeader(source: DumpSource): void {
  for (let count = 0; count < 4; count += 1) {
    const { offset, line: before } = source;
    const text = source.takeLine();
    if (text?.[0] !== 0x21 || source.line === before)
      throw malformed("dump", offset, "a line with an exclamation mark was expected");
  }
}

/** The keys and values of a binary dump, up to its end. */
export function* readBinaryEntries(
  source: DumpSource,
  form: LengthForm,
): IterableIterator<[key: Bytes, value: Bytes]> {
  while (!source.atEnd()) yield [readDatum(source, form, "key"), readDatum(source, form, "value")];
}

function readDatum(source: DumpSource, form: LengthForm, object: "key" | "value"): Bytes {
  const { offset } = source;
  const length = lengthAt(source.take(form === "short" ? 4 : 8, "length"), 0, form);
  if (length === undefined) throw malformed("length", offset, "it is out of range");
  return source.take(length, object);
}

/** The length that is there; `undefined` where there can be none of that form. */
function lengthAt(bytes: Uint8Array, offset: number, form: LengthForm): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const length = view.getUint32(form === "big" ? 4 : 0);
  if (form !== "short" && view.getUint32(form === "big" ? 0 : 4) !== 0) return undefined;
  return length <= LONGEST ? length : undefined;
}

/**
 * The form of the lengths, found by following each form as far as one can see: right is the one that leads to the end, or farthest; where several
 * do, the first of `FORMS`.
 */
export function lengthForm(source: DumpSource): LengthForm {
  const bytes = source.peek(WINDOW + 1);
  const reached = FORMS.map((form) => follow(bytes, form));
  // What is `big` is also `short`, with an empty item before each, and may come a length farther as that.
  const farthest = Math.max(...reached) - 8;
  return FORMS[reached.findIndex((offset) => offset >= farthest)] as LengthForm;
}

/** How far the lengths lead: infinitely to the end of all, -1 into what cannot be. */
function follow(bytes: Uint8Array, form: LengthForm): number {
  const whole = bytes.length <= WINDOW;
  const size = form === "short" ? 4 : 8;
  let offset = 0;
  for (let count = 0; ; count += 1) {
    if (offset === bytes.length && whole) return count % 2 === 0 ? Number.POSITIVE_INFINITY : -1;
    if (offset + size > bytes.length) return whole ? -1 : offset;
    const length = lengthAt(bytes, offset, form);
    if (length === undefined) return -1;
    if (offset + size + length > bytes.length) return whole ? -1 : offset;
    offset += size + length;
  }
}
