import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `bytearray`: bytes that may change. (`bytes` is a plain `Uint8Array`.) It is made as a `Uint8Array` is:
 * of a length, of numbers, or of an `ArrayBuffer`.
 *
 * ```ts
 * import { ByteArray } from "pantry/python";
 *
 * if (String(new ByteArray([104, 105])) !== "bytearray(b'hi')") throw new Error("not a bytearray");
 * ```
 */
export class ByteArray extends Uint8Array<ArrayBuffer> {
  static {
    brand(ByteArray.prototype, "ByteArray");
  }

  /**
   * So many zeros, or a copy of the numbers given, each modulo 256. Default: no bytes.
   *
   * @throws RangeError for a length that is negative or too great.
   */
  constructor(source?: number | ArrayLike<number> | Iterable<number>);
  /**
   * A view of a buffer, which is not copied; of all of it unless `byteOffset` and `length` (in bytes) say
   * otherwise.
   *
   * @throws RangeError for an offset or length outside the buffer.
   */
  constructor(buffer: ArrayBuffer, byteOffset?: number, length?: number);
  // The compiler lets a subclass of one typed array in particular see one of the constructors only.
  constructor(...args: unknown[]) {
    super(...(args as [ArrayBuffer]));
  }

  /** The tagged JSON of this value: `{"$bytearray": base64}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `bytearray(b'hi')`. */
  override toString(): string {
    return textOf(this);
  }
}
