import type { ByteWriter } from "../bytes/index.ts";
import { FLAG_REF, REF } from "./type-codes.ts";

/**
 * The objects and strings that were written and may come again, each by the offset of its type code. Which of them get an
 * index is only known at the end, and an index counts those that have one; so a reference is written as the offset of what
 * it refers to, and mended then.
 */
export class WriteReferences {
  readonly #out: ByteWriter;
  /** The offsets of everything that gets an index, where that does not depend on whether it comes again. */
  readonly #all: number[] | undefined;
  readonly #strings = new Map<string, number>();
  readonly #objects = new Map<object, number>();
  /** Objects within code objects, where numbers mean something else. */
  readonly #objectsInCode = new Map<object, number>();
  /** The offsets of what is referred to, and in the end their indices. */
  readonly #referred = new Map<number, number>();
  /** Where references are. */
  readonly #places: number[] = [];

  /** @param hasAll Whether everything gets an index. */
  constructor(out: ByteWriter, hasAll: boolean) {
    this.#out = out;
    this.#all = hasAll ? [] : undefined;
  }

  /** Refers to a string that was written before, or notes that it is about to be. */
  recallString(text: string): boolean {
    const offset = this.#strings.get(text);
    if (offset !== undefined) return this.#refer(offset);
    this.#strings.set(text, this.#out.length);
    this.pass();
    return false;
  }

  /** Refers to an object that was written before, or notes that it is about to be. */
  recall(value: object, inCode: boolean): boolean {
    const objects = inCode ? this.#objectsInCode : this.#objects;
    const offset = objects.get(value);
    if (offset !== undefined) return this.#refer(offset);
    objects.set(value, this.#out.length);
    this.pass();
    return false;
  }

  /** Notes a value that is about to be written and never referred to. */
  pass(): void {
    this.#all?.push(this.#out.length);
  }

  #refer(offset: number): true {
    this.#referred.set(offset, 0);
    this.#out.u8(REF);
    this.#places.push(this.#out.length);
    this.#out.u32(offset);
    return true;
  }

  /** Marks what has an index, and mends the references. */
  finish(): void {
    if (!this.#all && this.#places.length === 0) return;
    const { bytes } = this.#out;
    const offsets = this.#all ?? Array.from(this.#referred.keys()).sort((one, other) => one - other);
    for (let index = 0; index < offsets.length; index += 1) {
      const offset = offsets[index] as number;
      bytes[offset] = (bytes[offset] as number) | FLAG_REF;
      if (this.#referred.has(offset)) this.#referred.set(offset, index);
    }
    const view = new DataView(bytes.buffer);
    for (const place of this.#places) {
      this.#out.setU32(place, this.#referred.get(view.getUint32(place, true)) as number);
    }
  }
}
