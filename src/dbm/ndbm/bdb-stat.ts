import type { DatabaseFile } from "../file.ts";
import type { Statistics } from "../problem.ts";
import { readMeta } from "./bdb-meta.ts";
import { BdbReader } from "./bdb-reader.ts";

/** What there is to say of a hash file of Berkeley DB. */
export function statBdb(file: DatabaseFile): Statistics {
  const meta = readMeta(file);
  const { count, bytes } = new BdbReader(file).totals;
  const buckets = meta.table.last + 1;
  return {
    library: "Berkeley DB",
    version: meta.version,
    "byte order": meta.littleEndian ? "little-endian" : "big-endian",
    "file size": file.size(),
    "page size": meta.pageSize,
    pages: meta.pages,
    buckets,
    "fill factor": meta.fillFactor,
    keys: count,
    "bytes in buckets": bytes,
  };
}
