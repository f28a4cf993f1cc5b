import { MemoryFiles } from "pantry/files";
import { Bucket, type Element } from "../../../src/dbm/gnu/bucket.ts";
import { newHeader } from "../../../src/dbm/gnu/header.ts";
import { Layout } from "../../../src/dbm/gnu/layout.ts";

const layout = new Layout({ name: "64-bit", byteOrder: "little", numsync: false });

/** What fills a bucket. */
interface Filling {
  readonly count: number;
  /** How many bytes there are for records. All are different there. */
  readonly size: number;
  /** Where the record of an element is, counted from the first. */
  readonly record: (index: number) => Omit<Element, "hash">;
  /** The hash that is written for an element, whatever it is. Default: its index. */
  readonly hash?: (index: number) => number;
}

/** A file `/a` of GDBM that has one bucket, made for somebody who reads it to suffer. */
export function fileOfOneBucket({ count, size, record, hash = (index) => index }: Filling): MemoryFiles {
  const header = newHeader(layout, 24 * count + 200);
  const { blockSize, directory, directorySize } = header;
  const address = directory + directorySize;
  const start = address + blockSize;
  header.nextBlock = start + size;
  const bytes = new Uint8Array(header.nextBlock);
  bytes.set(header.bytes);
  const view = new DataView(bytes.buffer);
  for (let at = directory; at < address; at += layout.offsetSize) layout.setOffset(view, at, address);
  for (let at = start; at + 8 <= bytes.length; at += 8) view.setFloat64(at, Math.sin(at));
  const bucket = Bucket.empty(layout, address, blockSize, { bits: 0, prefix: 0 });
  for (let index = 0; index < count; index += 1) {
    const element = { ...record(index), hash: index };
    const place = start + element.address;
    bucket.insert(bytes.subarray(place, place + 4), { ...element, address: place });
    layout.setInt(bucket.view, layout.bucketTable + index * layout.elementSize, hash(index));
  }
  bytes.set(bucket.bytes, address);
  const files = new MemoryFiles();
  files.writeFile("/a", bytes);
  return files;
}
