import type { ByteWriter } from "../bytes/index.ts";
import { FLAG_REF, REF } from "./type-codes.ts";

/**
 * The objects and strings that were written and may come again. Which of them get an index is only known at the end, and
 * an index counts those that have one; so references are written with the order of what they refer to, and mended then.
 */
export class WriteReferences {
  readonly #out: ByteWriter;
  /** Whether everything gets an index. */
  readonly #all: boolean;
  /** Strings, and objects of the profile asked for. */
  readonly #known = new Map<unknown, number>();
  /** Objects within code objects, where numbers mean something else. */
  readonly #knownInCode = new Map<unknown, number>();
  /** Where each begins. */
  readonly #offsets: number[] = [];
  readonly #referred = new Set<number>();
  /** Where references are. */
  readonly #places: number[] = [];

  constructor(out: ByteWriter, all: boolean) {
    this.#out = out;
    this.#all = all;
  }

  /** Refers to a value, if it was written before. */
  recall(value: unknown, inCode: boolean): boolean {
    const order = this.#table(value, inCode).get(value);
    if (order === undefined) return false;
    this.#referred.add(order);
    this.#out.u8(REF);
    this.#places.push(this.#out.length);
    this.#out.u32(order);
    return true;
  }

  /** Keeps a value whose type code is about to be written. */
  keep(value: unknown, inCode: boolean): void {
    this.#table(value, inCode).set(value, this.#offsets.length);
    this.#offsets.push(this.#out.length);
  }

  /** Notes a value that is about to be written and never referred to. */
  pass(): void {
    if (this.#all) this.#offsets.push(this.#out.length);
  }

  /** Marks what has an index, and mends the references. */
  finish(): void {
    const { bytes } = this.#out;
    const orders = this.#all
      ? Array.from(this.#offsets.keys())
      : Array.from(this.#referred).sort((one, other) => one - other);
    const indices = new Map(orders.map((order, index) => [order, index]));
    for (const order of orders) {
      const offset = this.#offsets[order] as number;
      bytes[offset] = (bytes[offset] as number) | FLAG_REF;
    }
    const view = new DataView(bytes.buffer);
    for (const place of this.#places) {
      const order = view.getUint32(place, true);
      this.#out.setU32(place, indices.get(order) as number);
    }
  }

  #table(value: unknown, inCode: boolean): Map<unknown, number> {
    return inCode && typeof value === "object" ? this.#knownInCode : this.#known;
  }
}
