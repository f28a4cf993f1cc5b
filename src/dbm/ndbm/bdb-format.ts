import { checkBdb } from "./bdb-check.ts";
import { PAGE_SIZE } from "./bdb-layout.ts";
import { BdbReader } from "./bdb-reader.ts";
import { statBdb } from "./bdb-stat.ts";
import { BdbWriter } from "./bdb-writer.ts";
import type { HashFormat } from "./hash-format.ts";

/** Hash files of Berkeley DB: what Debian's Python has behind `dbm.ndbm`. */
export const BDB_HASH: HashFormat = {
  library: "Berkeley DB",
  shape: { pageSize: PAGE_SIZE, littleEndian: true },
  limit: 2 ** 32 - 1,
  read: (file) => new BdbReader(file),
  write: (file, source) => new BdbWriter(file, source).write(),
  check: checkBdb,
  stat: statBdb,
};
