import { malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import { errorOf } from "./block.ts";
import { Bucket, bucketFault } from "./bucket.ts";
import { BucketCache } from "./bucket-cache.ts";
import { Directory } from "./directory.ts";
import { type Header, headerAvailFault, readHeader } from "./header.ts";
import { HASH_BITS } from "./layout.ts";

/** What of a file is in memory: its header, parts of its directory, and some of its buckets, all of them checked. */
export class Image {
  readonly header: Header;
  readonly directory: Directory;
  readonly buckets: BucketCache;
  readonly #file: DatabaseFile;
  readonly #readOnly: boolean;

  /** Reads the header; the rest comes when it is needed. */
  constructor(file: DatabaseFile, readOnly: boolean) {
    this.#file = file;
    this.#readOnly = readOnly;
    this.header = readHeader(file);
    if (!readOnly) trim(this.header, file);
    this.directory = new Directory(file, this.header);
    this.buckets = new BucketCache(this.header.bucketSize);
  }

  /** The bucket for keys with this hash. */
  bucketOf(hash: number): Bucket {
    return this.#bucketAt(hash >> (HASH_BITS - this.header.directoryBits));
  }

  /** All buckets in the order of their hashes. */
  *all(): IterableIterator<Bucket> {
    for (let hash = 0; hash < 2 ** HASH_BITS; ) {
      const bucket = this.bucketOf(hash);
      hash = endOf(bucket, hash);
      yield bucket;
    }
  }

  #bucketAt(index: number): Bucket {
    const { header } = this;
    const address = this.directory.at(index);
    const known = this.buckets.get(address);
    if (known === undefined) return this.#read(address, index);
    if (known.prefix === index >> (header.directoryBits - known.bits)) return known;
    const { path } = this.#file;
    throw malformed("the directory", header.directory, "different hashes have the same bucket", path);
  }

  #read(address: number, index: number): Bucket {
    const { header } = this;
    const bytes = this.#file.read(address, header.bucketSize, "a bucket");
    const bucket = new Bucket(header.layout, address, bytes);
    const fault = bucketFault(bucket, header, index, this.#file.size());
    if (fault) throw errorOf(fault, this.#file.path);
    bucket.prefix = index >> (header.directoryBits - bucket.bits);
    bucket.mend();
    if (this.#readOnly) bucket.settle();
    this.buckets.add(bucket);
    return bucket;
  }
}

/** So many blocks at the end may be missing: old versions of GDBM did not write free space there. */
const MISSING_BLOCKS = 64;

/** Takes back an end that lies far behind that of the file: of a process that was killed just when it made room for a large value. */
function trim(header: Header, file: DatabaseFile): void {
  const { blockSize } = header;
  const end = Math.ceil(file.size() / blockSize) * blockSize;
  if (header.nextBlock <= end + MISSING_BLOCKS * blockSize) return;
  header.nextBlock = end;
  const fault = headerAvailFault(header);
  if (fault) throw errorOf(fault, file.path);
}

/** The first hash behind those of the bucket that this one belongs to. */
export function endOf(bucket: Bucket, hash: number): number {
  const span = 2 ** (HASH_BITS - bucket.bits);
  return (Math.floor(hash / span) + 1) * span;
}
