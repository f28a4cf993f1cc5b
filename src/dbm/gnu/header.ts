import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { type AvailBounds, AvailTable } from "./avail.ts";
import { Block, errorOf, type Fault, isFault } from "./block.ts";
import { HASH_BITS, type Layout, SNIFFED_SIZE, sniffLayout } from "./layout.ts";

/** The smallest blocks that GDBM makes. */
const SMALLEST_BLOCK = 512;

/** The first block of a file: what it is, where its directory is, and a table of its free space. */
export class Header extends Block {
  readonly layout: Layout;
  readonly blockSize: number;
  readonly bucketSize: number;
  readonly bucketElements: number;
  /** The free space that is no bucket's. */
  readonly avail: AvailTable;

  /** The header in these bytes, which are a whole block, whether it is right or not. */
  constructor(layout: Layout, bytes: Bytes) {
    super(0, bytes);
    this.layout = layout;
    this.blockSize = layout.int(this.view, 4);
    this.bucketSize = layout.int(this.view, layout.bucketSize);
    this.bucketElements = layout.int(this.view, layout.bucketElements);
    this.avail = new AvailTable(this, layout, {
      count: layout.avail + 4,
      table: layout.avail + layout.availTable,
      capacity: layout.int(this.view, layout.avail),
    });
  }

  get magic(): number {
    return this.layout.int(this.view, 0);
  }

  /** Where the directory is. */
  get directory(): number {
    return this.layout.offset(this.view, 8);
  }

  /** How large the directory is, in bytes. */
  get directorySize(): number {
    return this.layout.int(this.view, this.layout.directorySize);
  }

  /** How many bits of a hash are the index into the directory. */
  get directoryBits(): number {
    return this.layout.int(this.view, this.layout.directoryBits);
  }

  /** Where the file ends: what was never allocated begins here. */
  get nextBlock(): number {
    return this.layout.offset(this.view, this.layout.nextBlock);
  }

  /** It is written apart from the rest, and before. */
  set nextBlock(value: number) {
    this.layout.setOffset(this.view, this.layout.nextBlock, value);
  }

  /** The topmost block of the stack of free space, or 0. */
  get stack(): number {
    return this.layout.offset(this.view, this.layout.avail + 8);
  }

  set stack(value: number) {
    this.#setOffset(this.layout.avail + 8, value);
  }

  /** How often the file was synchronized, in one that counts it. */
  get numsync(): number | undefined {
    if (!this.layout.numsync) return undefined;
    return this.layout.int(this.view, this.layout.extension + 4) >>> 0;
  }

  set numsync(value: number) {
    this.layout.setInt(this.view, this.layout.extension + 4, value | 0);
    this.touch(this.layout.extension + 4, this.layout.extension + 8);
  }

  /** Has another directory from now on. */
  setDirectory(address: number, bits: number): void {
    this.#setOffset(8, address);
    this.layout.setInt(this.view, this.layout.directorySize, this.layout.offsetSize * 2 ** bits);
    this.layout.setInt(this.view, this.layout.directoryBits, bits);
    this.touch(this.layout.directorySize, this.layout.directoryBits + 4);
  }

  /** Where free space may be. */
  get bounds(): AvailBounds {
    const { directory } = this;
    return {
      start: Math.max(this.bucketSize, this.blockSize),
      end: this.nextBlock,
      directory,
      directoryEnd: directory + this.directorySize,
    };
  }

  #setOffset(at: number, value: number): void {
    this.layout.setOffset(this.view, at, value);
    this.touch(at, at + this.layout.offsetSize);
  }
}

/** What is wrong with the size of a block in a file of that size. */
function blockFault(layout: Layout, blockSize: number, fileSize: number): Fault | undefined {
  if (blockSize >= layout.smallestBlock && blockSize <= fileSize) return undefined;
  const reason = `a block cannot have ${blockSize} bytes in a file of ${fileSize}`;
  return { object: "the header", offset: 4, reason };
}

/** What is wrong with the sizes in the header of a file of that size: before it is known whether the header itself is complete. */
export function headerFault(header: Header, fileSize: number): Fault | undefined {
  const { layout, blockSize, bucketSize, directory, directorySize, directoryBits } = header;
  const fault = (offset: number, reason: string): Fault => ({ object: "the header", offset, reason });
  const wrongBlock = blockFault(layout, blockSize, fileSize);
  if (wrongBlock) return wrongBlock;
  if (bucketSize < layout.bucketTable + layout.elementSize || bucketSize > fileSize)
    return fault(layout.bucketSize, `a bucket cannot have ${bucketSize} bytes`);
  if (header.bucketElements !== layout.elementsIn(bucketSize))
    return fault(layout.bucketElements, `a bucket cannot have ${header.bucketElements} elements`);
  if (directoryBits < 0 || directoryBits >= HASH_BITS)
    return fault(layout.directoryBits, `the directory cannot be indexed with ${directoryBits} bits`);
  if (directorySize !== layout.offsetSize * 2 ** directoryBits)
    return fault(
      layout.directorySize,
      `a directory of ${directoryBits} bits cannot have ${directorySize} bytes`,
    );
  if (directory < blockSize || directory + directorySize > fileSize)
    return fault(8, `the directory of ${directorySize} bytes cannot be at ${directory}`);
  return undefined;
}

/** What is wrong with the free space of a header that is complete and has no fault otherwise. */
export function headerAvailFault(header: Header): Fault | undefined {
  const { layout, avail, blockSize, stack, nextBlock } = header;
  const object = "the header";
  if (avail.capacity < 2 || avail.capacity > layout.availIn(blockSize))
    return {
      object,
      offset: layout.avail,
      reason: `its table of free space cannot have ${avail.capacity} places`,
    };
  if (stack !== 0 && (stack < blockSize || stack + layout.stackBlockSize(avail.capacity) > nextBlock))
    return { object, offset: layout.avail + 8, reason: `free space cannot be listed at ${stack}` };
  return avail.fault(object, header.bounds);
}

/**
 * The header of a file of that size, or what is wrong with it so that nothing else can be found. Its free space is another matter:
 * keys can be read without.
 */
export function findHeader(file: DatabaseFile, fileSize: number): Header | Fault {
  const object = "the header";
  if (fileSize === 0) return { object, offset: 0, reason: "the file is empty" };
  const start = new Uint8Array(SNIFFED_SIZE);
  const layout = sniffLayout(start.subarray(0, file.readSome(start, 0)));
  if (layout === undefined)
    return { object, offset: 0, reason: "neither its magic number nor its sizes are those of a GDBM file" };
  const blockSize = layout.int(new DataView(start.buffer), 4);
  const fault = blockFault(layout, blockSize, fileSize);
  if (fault) return fault;
  const header = new Header(layout, file.read(0, blockSize, object));
  return headerFault(header, fileSize) ?? header;
}

/** The header of a file, with its free space sorted; `malformed` where either cannot be. */
export function readHeader(file: DatabaseFile): Header {
  const header = findHeader(file, file.size());
  if (isFault(header)) throw errorOf(header, file.path);
  const fault = headerAvailFault(header);
  if (fault) throw errorOf(fault, file.path);
  header.avail.sort();
  return header;
}

/** A header for a new file, of the size and the number of bits that suit these blocks best. */
export function newHeader(layout: Layout, atLeast: number): Header {
  let bits = 3;
  while (layout.offsetSize * 2 ** bits < Math.max(atLeast, SMALLEST_BLOCK)) bits += 1;
  const blockSize = layout.offsetSize * 2 ** bits;
  const bytes = new Uint8Array(blockSize);
  const view = new DataView(bytes.buffer);
  layout.setInt(view, 0, layout.magic);
  layout.setInt(view, 4, blockSize);
  layout.setInt(view, layout.bucketSize, blockSize);
  layout.setInt(view, layout.bucketElements, layout.elementsIn(blockSize));
  layout.setInt(view, layout.avail, layout.availIn(blockSize));
  const header = new Header(layout, bytes);
  header.setDirectory(blockSize, bits);
  header.nextBlock = 4 * blockSize;
  return header;
}
