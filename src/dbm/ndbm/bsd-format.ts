import { checkBsd } from "./bsd-check.ts";
import { PAGE_SIZE } from "./bsd-layout.ts";
import { BsdReader } from "./bsd-reader.ts";
import { statBsd } from "./bsd-stat.ts";
import { writeBsdFile } from "./bsd-writer.ts";
import type { HashFormat } from "./hash-format.ts";

/** Hash files of BSD's db 1.85: what the systems of Apple and the BSDs have behind `dbm.ndbm`. */
export const BSD_HASH: HashFormat = {
  library: "BSD db 1.85",
  shape: { pageSize: PAGE_SIZE, littleEndian: true },
  limit: 2 ** 31 - 1,
  read: (file) => new BsdReader(file),
  write: writeBsdFile,
  check: checkBsd,
  stat: statBsd,
};
