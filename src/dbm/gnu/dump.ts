import { malformed } from "../errors.ts";
import type { Bytes } from "../store.ts";
import { readAsciiEntries, readAsciiHeader } from "./dump-ascii.ts";
import { type LengthForm, lengthForm, readBinaryEntries, readBinaryHeader } from "./dump-binary.ts";
import type { DumpHeader } from "./dump-header.ts";
import { DumpSource } from "./dump-source.ts";

/** A dump that is being read. */
export interface Dump {
  /** `ascii` is the text that `gdbm_dump` writes, `binary` what it writes with `-H binary`, and `gdbm_export`. */
  readonly kind: "ascii" | "binary";
  /** What it says before the data. */
  readonly header: DumpHeader;
  /** The keys with their values, read as they are asked for. They can be asked for once. */
  readonly entries: IterableIterator<[key: Bytes, value: Bytes]>;
}

/** How a dump is read. */
export interface ReadDumpOptions {
  /** How a binary dump says its lengths. Default: what its first 64 KiB look like. */
  readonly lengths?: LengthForm;
}

/**
 * Reads a dump of either kind. Only the header is read at once; memory is needed for one key and its value, besides a chunk.
 *
 * A dump that cannot be is a `DbmError` with the offset, also where it ends too early: by then, the pairs before that place have come.
 *
 * @param source The bytes of the dump, or its chunks.
 *
 * @example
 * ```ts
 * import { dumpBinary, readDump } from "pantry/dbm/gnu";
 *
 * const { kind, entries } = readDump(dumpBinary([[Uint8Array.of(1), Uint8Array.of(2)]]));
 * if (kind !== "binary" || [...entries].length !== 1) throw new Error("wrong");
 * ```
 */
export function readDump(source: Uint8Array | Iterable<Uint8Array>, options: ReadDumpOptions = {}): Dump {
  const dump = new DumpSource(source);
  const first = dump.peek(1)[0];
  if (first === 0x21) {
    readBinaryHeader(dump);
    const form = options.lengths ?? lengthForm(dump);
    return { kind: "binary", header: {}, entries: readBinaryEntries(dump, form) };
  }
  if (first !== 0x23) throw malformed("dump", 0, "neither a text dump nor a binary one");
  const header = readAsciiHeader(dump);
  return { kind: "ascii", header, entries: readAsciiEntries(dump) };
}
