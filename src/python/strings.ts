import { decodeLatin1 } from "../bytes/text.ts";
import { fromCodePoints } from "../bytes/utf8.ts";
import { brand, PythonObject } from "./python-object.ts";

/**
 * A Python `str` in which a high surrogate stands directly before a low one. Python keeps the two apart; in a
 * JavaScript string they are one character, so only the list of code points can hold the difference.
 *
 * ```ts
 * import { CodePointString } from "pantry/python";
 *
 * const apart = new CodePointString([0xd83d, 0xde00]);
 * if (String(apart) !== "😀" || apart.codePoints.length !== 2) throw new Error("not kept apart");
 * ```
 */
export class CodePointString extends PythonObject {
  static {
    brand(CodePointString.prototype, "CodePointString");
  }

  /** The characters by number, each from 0 to 0x10ffff. */
  readonly codePoints: readonly number[];
  #text: string | undefined;

  /**
   * The str of these code points, which are not copied.
   *
   * @throws RangeError for a number that is no code point.
   */
  constructor(codePoints: readonly number[]) {
    super();
    for (const code of codePoints) {
      if (!Number.isInteger(code) || code < 0 || code > 0x10ffff)
        throw new RangeError(`${code} is not a code point`);
    }
    this.codePoints = codePoints;
  }

  /** The nearest JavaScript string: pairs of surrogates become one character. */
  override toString(): string {
    this.#text ??= fromCodePoints(this.codePoints);
    return this.#text;
  }
}

/** A Python 2 `str` that was left undecoded: bytes that were meant as text, of an encoding that is not known. */
export class Python2String extends PythonObject {
  static {
    brand(Python2String.prototype, "Python2String");
  }

  /** The bytes of the text, in whatever encoding it has. */
  readonly bytes: Uint8Array;

  /** The str of these bytes, which are not copied. */
  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }

  /** Each byte as the character of the same number (latin-1). */
  override toString(): string {
    return decodeLatin1(this.bytes);
  }
}
