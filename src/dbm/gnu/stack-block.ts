import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { AvailTable } from "./avail.ts";
import { Block, errorOf, type Fault } from "./block.ts";
import type { Header } from "./header.ts";
import type { Layout } from "./layout.ts";

/** A block of the stack that has the free space for which the header has no place. */
export class StackBlock extends Block {
  readonly avail: AvailTable;
  readonly #layout: Layout;

  constructor(layout: Layout, address: number, bytes: Bytes) {
    super(address, bytes);
    this.#layout = layout;
    const capacity = Math.floor((bytes.length - layout.availTable) / layout.availEntrySize);
    this.avail = new AvailTable(this, layout, { count: 4, table: layout.availTable, capacity });
  }

  /** A block with these pieces of a header, that lies upon the others. */
  static of(header: Header, address: number, size: number): StackBlock {
    const { layout } = header;
    const bytes = new Uint8Array(size);
    const block = new StackBlock(layout, address, bytes);
    layout.setInt(block.view, 0, header.avail.capacity);
    layout.setOffset(block.view, 8, header.stack);
    return block;
  }

  /** The topmost block of a file. */
  static read(file: DatabaseFile, header: Header): StackBlock {
    const size = header.layout.stackBlockSize(header.avail.capacity);
    const block = new StackBlock(header.layout, header.stack, file.read(header.stack, size, "free space"));
    const fault = block.fault(header);
    if (fault) throw errorOf(fault, file.path);
    block.avail.sort();
    return block;
  }

  /** The capacity of the header's table, which is noted in each block. */
  get headerCapacity(): number {
    return this.#layout.int(this.view, 0);
  }

  /** The block beneath, or 0. */
  get next(): number {
    return this.#layout.offset(this.view, 8);
  }

  /** What is wrong with it. */
  fault(header: Header): Fault | undefined {
    const object = "free space";
    const { address, next } = this;
    const end = next + this.bytes.length;
    if (this.headerCapacity < 2)
      return { object, offset: address, reason: `a table cannot have ${this.headerCapacity} places` };
    if (next !== 0 && (next < header.blockSize || end > header.nextBlock))
      return { object, offset: address + 8, reason: `free space cannot be listed at ${next}` };
    return this.avail.fault(object, header.bounds);
  }
}
