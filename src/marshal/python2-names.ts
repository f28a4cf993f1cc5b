import { type ByteWriter, codePointsOf, encodeCodePointsInto } from "../bytes/index.ts";
import type { DumpSettings } from "./dump-options.ts";
import type { ScalarWriter } from "./scalar-writer.ts";
import { INTERNED, STRING_REF } from "./type-codes.ts";

/** Writes names and other texts of code objects as Python 2 has them: bytes, which are interned and can be referred to. */
export class Python2Names {
  readonly #out: ByteWriter;
  readonly #scalars: ScalarWriter;
  /** Version 0 has no interned strings. */
  readonly #areInterned: boolean;
  readonly #indices = new Map<string, number>();

  constructor(out: ByteWriter, scalars: ScalarWriter, { refs, version }: DumpSettings) {
    this.#out = out;
    this.#scalars = scalars;
    this.#areInterned = version > 0 && refs !== "none";
  }

  write(text: string): void {
    const index = this.#indices.get(text);
    if (index !== undefined) {
      this.#out.u8(STRING_REF);
      this.#out.u32(index);
    } else if (this.#areInterned) {
      this.#indices.set(text, this.#indices.size);
      this.#scalars.sized(INTERNED, bytesOf(text));
    } else {
      this.#scalars.bytes(bytesOf(text));
    }
  }
}

/** A name as the bytes it was read from: UTF-8, but each surrogate of U+DC80 to U+DCFF is one byte. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const point of codePointsOf(text)) {
    if (point >= 0xdc80 && point <= 0xdcff) bytes[length++] = point - 0xdc00;
    else length += encodeCodePointsInto([point], bytes, length);
  }
  return bytes.subarray(0, length);
}
