import { decodeLatin1 } from "../../bytes/index.ts";
import { malformed } from "../errors.ts";
import type { Entry, FileTotals, HashReader } from "./hash-format.ts";

/** How many bytes of entries in wrong buckets are kept in memory. */
const MAX_STRAY_BYTES = 16 * 1024 * 1024;

/** A count of what is in a file. */
export class Survey implements FileTotals {
  count = 0;
  bytes = 0;
  readonly strays: Entry[] = [];
  readonly #names = new Set<string>();
  #strayBytes = 0;

  /** Counts an entry in a wrong bucket, if its key is nowhere else; `offset` is where it is. */
  addStray(entry: Entry, reader: HashReader, offset: number, path: string): void {
    const [key, value] = entry;
    const name = decodeLatin1(key);
    if (this.#names.has(name) || reader.has(key)) return;
    this.#strayBytes += key.length + value.length;
    if (this.#strayBytes > MAX_STRAY_BYTES)
      throw malformed("a key", offset, "it is one of too many in buckets where nobody looks for them", path);
    this.#names.add(name);
    this.strays.push(entry);
    this.count += 1;
  }
}

/** Whether a key that was met in a bucket is, besides, in its own one, where lookups find it: then it is none of the file's keys here. */
export function isShadowed(reader: HashReader, key: Uint8Array, bucket: number): boolean {
  return reader.table.bucketOf(reader.hash(key)) !== bucket && reader.has(key);
}
