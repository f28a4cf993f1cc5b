import type { DatabaseFile } from "../file.ts";
import { AvailTable, type Region } from "./avail.ts";
import { Block, type Fault } from "./block.ts";
import { Header, headerFault } from "./header.ts";
import { SNIFFED_SIZE, sniffLayout } from "./layout.ts";

/** The smallest and the largest block that there can be. */
const SMALLEST_BLOCK = 64;
const LARGEST_BLOCK = 2 ** 30;

/** How much of the directory is read at once. */
const PAGE = 65_536;

/** The header of a file, or what is wrong with it so that nothing else can be found. */
export function readHeader(file: DatabaseFile, fileSize: number): Header | Fault {
  const beginning = new Uint8Array(SNIFFED_SIZE);
  const object = "the header";
  if (file.readSome(beginning, 0) < SNIFFED_SIZE)
    return { object, offset: 0, reason: "the file is too short for it" };
  const layout = sniffLayout(beginning);
  if (layout === undefined) return { object, offset: 0, reason: "it is none of GDBM" };
  const blockSize = layout.int(new DataView(beginning.buffer), 4);
  if (blockSize < SMALLEST_BLOCK || blockSize > Math.min(fileSize, LARGEST_BLOCK))
    return { object, offset: 4, reason: `a block cannot have ${blockSize} bytes` };
  const header = new Header(layout, file.read(0, blockSize, object));
  return headerFault(header, fileSize) ?? header;
}

/** Entries of the directory, one behind the other, that have the same address. */
export interface DirectoryRun {
  /** The first entry. */
  readonly index: number;
  readonly length: number;
  /** Where their bucket is. */
  readonly address: number;
}

/** The directory of a file that has its whole: each bucket once, unless the directory is damaged. */
export function* directoryRuns(file: DatabaseFile, header: Header): IterableIterator<DirectoryRun> {
  const { layout, directory, directorySize } = header;
  let [index, length, address] = [0, 0, 0];
  for (let start = 0; start < directorySize; start += PAGE) {
    const page = file.read(directory + start, Math.min(PAGE, directorySize - start), "the directory");
    const view = new DataView(page.buffer);
    for (let at = 0; at < page.length; at += layout.offsetSize) {
      const next = layout.offset(view, at);
      if (length > 0 && next !== address) {
        yield { index, length, address };
        index += length;
        length = 0;
      }
      address = next;
      length += 1;
    }
  }
  if (length > 0) yield { index, length, address };
}

/** A block of the stack of free space: where it is, and its table. */
export interface StackBlock extends Region {
  readonly avail: AvailTable;
}

/** The stack of free space, from the top; what ends it too early is its last. */
export function* stackBlocks(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
): IterableIterator<StackBlock | Fault> {
  const { layout, stack, blockSize } = header;
  const { capacity } = header.avail;
  const size = layout.stackBlockSize(capacity);
  const object = "the stack of free space";
  const seen = new Set<number>();
  let offset = layout.avail + 8;
  for (let address = stack; address !== 0; ) {
    if (seen.has(address)) return yield { object, offset, reason: `it comes back to ${address}` };
    if (address < blockSize || size < 0 || address + size > fileSize)
      return yield { object, offset, reason: `it cannot go on at ${address}` };
    seen.add(address);
    const block = new Block(address, file.read(address, size, object));
    const avail = new AvailTable(block, layout, {
      count: 4,
      table: layout.availTable,
      capacity: placesIn(size),
    });
    yield { address, size, avail };
    offset = address + 8;
    address = layout.offset(block.view, 8);
  }

  function placesIn(bytes: number): number {
    return Math.min(capacity, Math.floor((bytes - layout.availTable) / layout.availEntrySize));
  }
}

/** Whether a structure was found to be damaged. */
export function isFault(found: object): found is Fault {
  return "reason" in found;
}
