import type { DatabaseFile } from "../file.ts";
import type { Statistics } from "../problem.ts";
import { readHeader } from "./bsd-header.ts";
import { BsdPages } from "./bsd-pages.ts";
import { BsdWalk } from "./bsd-walk.ts";

/** What there is to say of a hash file of BSD's db 1.85. */
export function statBsd(file: DatabaseFile): Statistics {
  const header = readHeader(file);
  const pages = new BsdPages(file, header);
  let [keys, large] = [0, 0];
  for (let bucket = 0; bucket <= header.table.last; bucket++) {
    for (const walk = new BsdWalk(pages, bucket); walk.next(); keys++) if (walk.isLarge) large += 1;
  }
  return {
    library: "BSD db 1.85",
    version: header.version,
    "byte order": header.littleEndian ? "little-endian" : "big-endian",
    "file size": header.size,
    "page size": header.pageSize,
    "fill factor": header.fillFactor,
    buckets: header.table.last + 1,
    "overflow pages": header.spares[header.overflowPoint] as number,
    keys,
    "large entries": large,
  };
}
