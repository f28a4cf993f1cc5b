import { MAGIC, NUMSYNC_MAGIC, OLD_MAGIC } from "./magic.ts";

/** How integers are laid out: by the processor of the program that made the file. */
export type ByteOrder = "little" | "big";

/**
 * How the C compiler of the program that made the file laid out its structures: offsets of 64 bits that are aligned to 8 bytes (nearly
 * every machine), of 64 bits aligned to 4 (32-bit x86), or of 32 bits (programs without large files).
 */
export type LayoutName = "64-bit" | "64-bit packed" | "32-bit";

/** What is to be known of a file before its structures can be found. */
export interface LayoutOptions {
  readonly name: LayoutName;
  readonly byteOrder: ByteOrder;
  /** Whether the header has the extension that counts synchronizations. */
  readonly numsync: boolean;
}

/** How many pieces of free space a bucket has a place for. */
export const BUCKET_AVAIL = 6;
/** How many bits a hash has. */
export const HASH_BITS = 31;
/** So many bytes or fewer are not worth to be kept as free space. */
export const IGNORED_SIZE = 4;
/** No directory becomes larger than this, in bytes. */
export const MAX_DIRECTORY_SIZE = 0x4000_0000;

const EXTENSION_SIZE = 32;

/** Where everything is in the structures of a file: offsets within header, table of free space, bucket and element, and sizes, in bytes. */
export class Layout implements LayoutOptions {
  readonly name: LayoutName;
  readonly byteOrder: ByteOrder;
  readonly numsync: boolean;
  /** What new files begin with. */
  readonly magic: number;
  /** How large an offset in the file is. */
  readonly offsetSize: 4 | 8;
  readonly #little: boolean;

  // The header. Magic number, block size and the directory's offset are at 0, 4 and 8 in all of them.
  readonly directorySize: number;
  readonly directoryBits: number;
  readonly bucketSize: number;
  readonly bucketElements: number;
  readonly nextBlock: number;
  /** Where the extension is, in a file that has it: a version and the counter of synchronizations. */
  readonly extension: number;
  /** Where the header's block of free space begins. */
  readonly avail: number;

  // A block of free space: its capacity at 0, its count at 4, the offset of the next block on the stack at 8.
  /** Where the table begins in a block of free space. */
  readonly availTable: number;
  /** How large an entry of such a table is: its size at 0, and */
  readonly availEntrySize: number;
  /** where its address is. */
  readonly availAddress: number;

  // A bucket: the count of its pieces of free space at 0.
  readonly bucketAvail: number;
  readonly bucketBits: number;
  readonly bucketCount: number;
  readonly bucketTable: number;

  // An element of a bucket: its hash at 0, the beginning of its key at 4, the address of its record at 8.
  readonly elementKeySize: number;
  readonly elementDataSize: number;
  readonly elementSize: number;

  constructor({ name, byteOrder, numsync }: LayoutOptions) {
    const offsetSize = name === "32-bit" ? 4 : 8;
    const padding = name === "64-bit" ? 4 : 0;
    this.name = name;
    this.byteOrder = byteOrder;
    this.numsync = numsync;
    this.magic = (numsync ? NUMSYNC_MAGIC : MAGIC)[name];
    this.offsetSize = offsetSize;
    this.#little = byteOrder === "little";

    this.directorySize = 8 + offsetSize;
    this.directoryBits = 12 + offsetSize;
    this.bucketSize = 16 + offsetSize;
    this.bucketElements = 20 + offsetSize;
    this.nextBlock = 24 + offsetSize;
    this.extension = 24 + 2 * offsetSize;
    this.avail = this.extension + (numsync ? EXTENSION_SIZE : 0);

    this.availTable = 8 + offsetSize;
    this.availAddress = 4 + padding;
    this.availEntrySize = this.availAddress + offsetSize;

    this.bucketAvail = 4 + padding;
    this.bucketBits = this.bucketAvail + BUCKET_AVAIL * this.availEntrySize;
    this.bucketCount = this.bucketBits + 4;
    this.bucketTable = this.bucketBits + 8;

    this.elementKeySize = 8 + offsetSize;
    this.elementDataSize = 12 + offsetSize;
    this.elementSize = 16 + offsetSize;
  }

  int(view: DataView, at: number): number {
    return view.getInt32(at, this.#little);
  }

  setInt(view: DataView, at: number, value: number): void {
    view.setInt32(at, value, this.#little);
  }

  /** An offset in the file. Beyond 2**53 it is not exact, but far outside of any file. */
  offset(view: DataView, at: number): number {
    if (this.offsetSize === 4) return view.getInt32(at, this.#little);
    const high = view.getInt32(this.#little ? at + 4 : at, this.#little);
    return high * 2 ** 32 + view.getUint32(this.#little ? at : at + 4, this.#little);
  }

  setOffset(view: DataView, at: number, value: number): void {
    if (this.offsetSize === 4) {
      view.setInt32(at, value, this.#little);
      return;
    }
    view.setInt32(this.#little ? at + 4 : at, Math.floor(value / 2 ** 32), this.#little);
    view.setUint32(this.#little ? at : at + 4, value % 2 ** 32, this.#little);
  }

  /** How large a block is that has a header with two places for free space: none is smaller. */
  get smallestBlock(): number {
    return this.avail + this.availTable + 2 * this.availEntrySize;
  }

  /** How many elements a bucket of that size has. */
  elementsIn(bucketSize: number): number {
    return Math.floor((bucketSize - this.bucketTable) / this.elementSize);
  }

  /** How many pieces of free space the header has a place for. */
  availIn(blockSize: number): number {
    return Math.floor((blockSize - this.avail - this.availTable) / this.availEntrySize);
  }

  /** How large a block of the stack of free space is: one with half of the pieces that the header has a place for. */
  stackBlockSize(availSize: number): number {
    return Math.floor((availSize * this.availEntrySize) / 2) + this.availTable + this.availEntrySize;
  }
}

/** The bytes that tell the layout of a file: as many as `sniffLayout` looks at. */
export const SNIFFED_SIZE = 40;

/**
 * The layout of a file, by the beginning of its header; `undefined` where the magic number is none of GDBM's, or the number of elements in a
 * bucket fits no layout with this magic number.
 */
export function sniffLayout(bytes: Uint8Array): Layout | undefined {
  if (bytes.length < SNIFFED_SIZE) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const byteOrder of ["little", "big"] as const) {
    for (const name of ["64-bit", "64-bit packed", "32-bit"] as const) {
      const magic = view.getUint32(0, byteOrder === "little");
      const numsync = magic === NUMSYNC_MAGIC[name];
      if (!numsync && magic !== MAGIC[name] && magic !== OLD_MAGIC) continue;
      const layout = new Layout({ name, byteOrder, numsync });
      const bucketSize = layout.int(view, layout.bucketSize);
      if (layout.int(view, layout.bucketElements) === layout.elementsIn(bucketSize)) return layout;
    }
  }
  return undefined;
}
