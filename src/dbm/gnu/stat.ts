import { hostFiles } from "../../files/index.ts";
import { malformed } from "../errors.ts";
import { DatabaseFile } from "../file.ts";
import type { Statistics } from "../problem.ts";
import { errorOf, isFault } from "./block.ts";
import { Bucket } from "./bucket.ts";
import type { CheckOptions } from "./check.ts";
import { findHeader, type Header } from "./header.ts";
import { KeySigns } from "./key-signs.ts";
import { directoryRuns, stackBlocks } from "./structure.ts";

/** So many keys are looked at for the sign of bytes in the hash, at most. */
const MOST_KEYS = 10_000;

/**
 * What there is to say of a GDBM file: the machine it is for, its sizes in bytes, its counts, and how much space is free.
 *
 * @throws {DbmError} where the file cannot be opened, or its header, directory or a bucket cannot be read.
 */
export function stat(path: string, { files = hostFiles() }: CheckOptions = {}): Statistics {
  const file = DatabaseFile.open(files, path);
  try {
    file.lock("shared");
    const fileSize = file.size();
    const header = findHeader(file, fileSize);
    if (isFault(header)) throw errorOf(header, path);
    return { ...statisticsOf(header, fileSize), ...countsOf(file, header, fileSize) };
  } finally {
    file.close();
  }
}

function statisticsOf(header: Header, fileSize: number): Record<string, string | number | boolean> {
  const { layout, numsync } = header;
  return {
    layout: layout.name,
    "byte order": layout.byteOrder,
    ...(numsync === undefined ? {} : { syncs: numsync }),
    "file size": fileSize,
    "block size": header.blockSize,
    "bucket size": header.bucketSize,
    "keys per bucket": header.bucketElements,
    "directory bits": header.directoryBits,
    "directory size": header.directorySize,
  };
}

function countsOf(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
): Record<string, string | number | boolean> {
  const { layout, bucketSize } = header;
  const signs = new KeySigns();
  let [buckets, keys, pieces, free, looked] = [0, 0, 0, 0, 0];
  const count = (regions: Iterable<{ readonly size: number }>) => {
    for (const { size } of regions) {
      pieces += 1;
      free += size;
    }
  };
  count(header.avail.fault("the header", header.bounds) ? [] : header.avail.regions());
  for (const found of stackBlocks(file, header, fileSize))
    if (!isFault(found) && !found.avail.fault("a block of free space", header.bounds))
      count(found.avail.regions());
  for (const { address } of directoryRuns(file, header)) {
    if (address < header.blockSize || address + bucketSize > fileSize)
      throw malformed("the directory", header.directory, `a bucket cannot be at ${address}`, file.path);
    const bucket = new Bucket(layout, address, file.read(address, bucketSize, "a bucket"));
    buckets += 1;
    keys += bucket.count;
    if (!bucket.avail.fault("a bucket", header.bounds)) count(bucket.avail.regions());
    if (signs.sign === undefined && looked < MOST_KEYS) looked += learnSign(file, bucket, fileSize, signs);
  }
  return {
    "hash of bytes": signs.sign ?? "not known",
    buckets,
    keys,
    "pieces of free space": pieces,
    "free space": free,
  };
}

/** Looks for a key whose hash shows the sign; answers how many keys that took. */
function learnSign(file: DatabaseFile, bucket: Bucket, fileSize: number, signs: KeySigns): number {
  let looked = 0;
  for (const [, { hash, address, keySize }] of bucket.elements()) {
    if (signs.sign !== undefined) break;
    if (keySize < 0 || address < 0 || address + keySize > fileSize) continue;
    signs.judge(file.read(address, keySize, "a key"), hash);
    looked += 1;
  }
  return looked;
}
