import { type FileSystem, hostFiles } from "../../files/index.ts";
import { DatabaseFile } from "../file.ts";
import type { Problem } from "../problem.ts";
import type { AvailTable } from "./avail.ts";
import { type Fault, isFault } from "./block.ts";
import { Bucket } from "./bucket.ts";
import { checkElements } from "./check-elements.ts";
import { findHeader, type Header, headerAvailFault } from "./header.ts";
import { KeySigns } from "./key-signs.ts";
import { Regions } from "./regions.ts";
import { type DirectoryRun, directoryRuns, stackBlocks } from "./structure.ts";

/** GDBM forgets pieces of up to four bytes; what is left of that between two records is no news. */
const SCRAPS = 32;

/** How `check` and `stat` are told. */
export interface CheckOptions {
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
}

/**
 * What is wrong with a GDBM file, problem by problem as they are found; nothing comes for one that is sound. Everything is looked at: header,
 * directory, buckets, the hash of each key, the free space, and whether anything overlaps. Space that nothing uses, and of which nothing says that
 * it is free, is `waste`. Values say nothing of themselves, so damage to them cannot be seen.
 *
 * Nobody may write to the file meanwhile. The memory needed is small, however large the file.
 *
 * @throws {DbmError} where there is no such file, or another program has it open for writing; never for bad data.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { check, open } from "pantry/dbm/gnu";
 *
 * const files = new MemoryFiles();
 * open("state.db", { files, flag: "c" }).set("key", "value").close();
 * if ([...check("state.db", { files })].length > 0) throw new Error("it is sound");
 * ```
 */
export function* check(path: string, { files = hostFiles() }: CheckOptions = {}): IterableIterator<Problem> {
  const file = DatabaseFile.open(files, path);
  try {
    file.lock("shared");
    yield* problemsOf(file);
  } finally {
    file.close();
  }
}

function* problemsOf(file: DatabaseFile): IterableIterator<Problem> {
  const fileSize = file.size();
  const header = findHeader(file, fileSize);
  if (isFault(header)) return yield problemOf(header);
  const regions = new Regions();
  regions.add({ address: 0, size: header.blockSize });
  regions.add({ address: header.directory, size: header.directorySize });
  yield* checkHeader(header, fileSize);
  yield* checkFreeSpace(file, header, fileSize, regions);
  const keys = new KeySigns();
  for (const run of directoryRuns(file, header))
    yield* checkBucket(file, header, fileSize, run, regions, keys);
  yield* checkRegions(header, regions);
}

function* checkHeader(header: Header, fileSize: number): IterableIterator<Problem> {
  const { layout, nextBlock, avail, blockSize } = header;
  if (nextBlock < fileSize)
    yield damage(
      layout.nextBlock,
      `the header says that the file ends at ${nextBlock}, but it ends at ${fileSize}`,
    );
  if (avail.capacity !== layout.availIn(blockSize))
    yield damage(
      layout.avail,
      `the header has places for ${layout.availIn(blockSize)} pieces of free space, not ${avail.capacity}`,
    );
  const fault = headerAvailFault(header);
  if (fault) yield problemOf(fault);
}

/** The tables of the header and of the stack. */
function* checkFreeSpace(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
  regions: Regions,
): IterableIterator<Problem> {
  if (headerAvailFault(header)) return;
  yield* checkTable(header.avail, header, regions, "the header", 0);
  for (const found of stackBlocks(file, header, fileSize)) {
    if (isFault(found)) return yield problemOf(found);
    regions.add({ address: found.address, size: found.bytes.length });
    yield* checkTable(found.avail, header, regions, "the stack of free space", found.address);
  }
}

function* checkTable(
  table: AvailTable,
  header: Header,
  regions: Regions,
  object: string,
  offset: number,
): IterableIterator<Problem> {
  const fault = table.fault(object, header.bounds);
  if (fault) return yield problemOf(fault);
  let last = 0;
  let sorted = true;
  for (const region of table.regions()) {
    regions.add(region);
    sorted &&= region.size >= last;
    last = region.size;
  }
  // Old versions of GDBM leave them so, and newer ones sort them when they meet them.
  if (!sorted)
    yield { offset, severity: "waste", message: `the free space of ${object} is not sorted by size` };
}

function* checkBucket(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
  run: DirectoryRun,
  regions: Regions,
  keys: KeySigns,
): IterableIterator<Problem> {
  const { layout, blockSize, bucketSize, directoryBits } = header;
  const { address, index, length } = run;
  const entry = header.directory + index * layout.offsetSize;
  if (address < blockSize || address + bucketSize > fileSize)
    return yield damage(entry, `entry ${index} of the directory: a bucket cannot be at ${address}`);
  regions.add({ address, size: bucketSize });
  const bucket = new Bucket(layout, address, file.read(address, bucketSize, "a bucket"));
  const { bits } = bucket;
  if (bits < 0 || bits > directoryBits)
    return yield damage(address + layout.bucketBits, `a bucket: its keys cannot have ${bits} bits in common`);
  const expected = 2 ** (directoryBits - bits);
  if (length !== expected || index % expected !== 0)
    yield damage(
      entry,
      `entries ${index} to ${index + length - 1} of the directory: ${length} for a bucket of ${bits} bits, which has ${expected}`,
    );
  yield* checkTable(bucket.avail, header, regions, "a bucket", address);
  yield* checkElements(file, header, fileSize, bucket, index, regions, keys);
}

function* checkRegions(header: Header, regions: Regions): IterableIterator<Problem> {
  for (const { address, size } of regions.allOverlaps())
    yield damage(address, `${bytesText(size)} belong to two things at once`);
  for (const { address, size } of regions.gaps(header.nextBlock))
    if (size > SCRAPS)
      yield { offset: address, severity: "waste", message: `${bytesText(size)} are used for nothing` };
}

function bytesText(size: number): string {
  return `${size} ${size === 1 ? "byte" : "bytes"}`;
}

function problemOf({ object, offset, reason }: Fault): Problem {
  return damage(offset, `${object}: ${reason}`);
}

function damage(offset: number, message: string): Problem {
  return { offset, severity: "damage", message };
}
