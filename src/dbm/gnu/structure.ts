import type { DatabaseFile } from "../file.ts";
import type { Fault } from "./block.ts";
import type { Header } from "./header.ts";
import { StackBlock } from "./stack-block.ts";

/** How much of the directory is read at once. */
const PAGE = 65_536;

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

/** The stack of free space, from the top; what ends it too early is its last. */
export function* stackBlocks(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
): IterableIterator<StackBlock | Fault> {
  const { layout, stack, blockSize } = header;
  const size = layout.stackBlockSize(header.avail.capacity);
  const object = "the stack of free space";
  const seen = new Set<number>();
  let offset = layout.avail + 8;
  for (let address = stack; address !== 0; ) {
    if (seen.has(address)) return yield { object, offset, reason: `it comes back to ${address}` };
    if (address < blockSize || size < 0 || address + size > fileSize)
      return yield { object, offset, reason: `it cannot go on at ${address}` };
    seen.add(address);
    const block = new StackBlock(layout, address, file.read(address, size, object));
    yield block;
    offset = address + 8;
    address = block.next;
  }
}
