import type { DatabaseFile } from "../file.ts";
import { Bucket } from "./bucket.ts";
import { newHeader } from "./header.ts";
import type { Layout } from "./layout.ts";

/** Makes an empty file a database with no keys: header, directory, one bucket, and a block of free space for it. */
export function createTable(file: DatabaseFile, layout: Layout, blockSize: number): void {
  const header = newHeader(layout, blockSize);
  const size = header.blockSize;
  const bucket = Bucket.empty(layout, 2 * size, size, { bits: 0, prefix: 0 });
  bucket.avail.put({ address: 3 * size, size });
  const bytes = new Uint8Array(3 * size);
  bytes.set(header.bytes);
  const view = new DataView(bytes.buffer, size);
  for (let at = 0; at < size; at += layout.offsetSize) layout.setOffset(view, at, bucket.address);
  bytes.set(bucket.bytes, bucket.address);
  // All at once: a process that is killed leaves a database, or an empty file that becomes one later.
  file.write(bytes, 0);
  file.truncate(4 * size);
}
