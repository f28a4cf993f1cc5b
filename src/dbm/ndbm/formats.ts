import { malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import { BDB_HASH } from "./bdb-format.ts";
import { BSD_HASH } from "./bsd-format.ts";
import type { EntrySource, HashFormat } from "./hash-format.ts";
import { isBerkeleyHash, isBsdHash } from "./magic.ts";
import { Table } from "./table.ts";

const BEGINNING = 16;

/** The format that a file of hash tables is in. */
export function formatOf(file: DatabaseFile): HashFormat {
  const bytes = new Uint8Array(BEGINNING);
  const beginning = bytes.subarray(0, file.readSome(bytes, 0));
  if (isBerkeleyHash(beginning)) return BDB_HASH;
  if (isBsdHash(beginning)) return BSD_HASH;
  throw malformed("a magic number", 0, "it is no file of Berkeley DB or of BSD's db 1.85", file.path);
}

/** Fills an empty file as a database of a format, without entries. */
export function writeEmpty(format: HashFormat, file: DatabaseFile): void {
  const source: EntrySource = {
    shape: format.shape,
    table: new Table(1),
    totals: { count: 0, bytes: 0 },
    entries: () => [],
  };
  format.write(file, source);
}
