import type { FileSystem } from "../../files/index.ts";
import { attempt, type DatabaseFile } from "../file.ts";
import { replaceFile } from "../replacement.ts";
import { createTable } from "./creation.ts";
import type { HashSign } from "./hash.ts";
import { HASH_BITS } from "./layout.ts";
import { GnuTable } from "./table.ts";
import { Toll } from "./toll.ts";

/** How a file is made anew. */
export interface ReorganizationOptions {
  readonly hashSign: HashSign;
  readonly inPlace: boolean;
  /** Whether the new file is locked before it can be seen. */
  readonly locks: boolean;
  /** Is given the new file as soon as it is in the place of the old one. */
  readonly onReplaced: (file: DatabaseFile) => void;
}

/** Makes a new file with the same keys and values, in the order of the buckets, and puts it in the place of the old one. */
export function reorganize(
  files: FileSystem,
  table: GnuTable,
  { hashSign, inPlace, locks, onReplaced }: ReorganizationOptions,
): void {
  const { layout, blockSize } = table.header;
  const { path } = table.file;
  const { mode } = attempt(() => table.file.status());
  replaceFile(
    files,
    path,
    (file) => {
      createTable(file, layout, blockSize);
      const fresh = new GnuTable(file, { hashSign, inPlace });
      fresh.wait();
      const toll = new Toll();
      for (let hash = 0; hash < 2 ** HASH_BITS; ) {
        const { entries, next } = table.keysFrom(hash, toll);
        for (const entry of entries) fresh.set(entry.key, table.valueOf(entry));
        hash = next;
      }
      // The counter of synchronizations begins again with 1, as libgdbm has it.
      fresh.sync(true);
    },
    { mode, locked: locks, onReplaced },
  );
}
