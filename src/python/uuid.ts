import { brand, PythonObject } from "./python-object.ts";

/**
 * Python's `uuid.UUID`.
 *
 * ```ts
 * import { UUID } from "pantry/python";
 *
 * const id = UUID.from("12345678-1234-5678-1234-567812345678");
 * if (id.int !== 0x12345678123456781234567812345678n) throw new Error("not its number");
 * ```
 */
export class UUID extends PythonObject {
  static {
    brand(UUID.prototype, "UUID");
  }

  /** The 128 bits as an integer, from 0 on. */
  readonly int: bigint;

  /**
   * The UUID of this number; see `from` for that of a text.
   *
   * @throws TypeError for what is not a bigint.
   * @throws RangeError for an integer that is not from 0 to 2¹²⁸ - 1.
   */
  constructor(int: bigint) {
    super();
    if (typeof int !== "bigint") throw new TypeError(`int must be a bigint, not ${typeof int}`);
    if (int < 0n || int >> 128n !== 0n) throw new RangeError("int must be from 0 to 2**128 - 1");
    this.int = int;
  }

  /**
   * The UUID that a text means: 32 hexadecimal digits, with or without hyphens, braces or `urn:uuid:`, as Python
   * takes them.
   *
   * @throws RangeError for any other text.
   */
  static from(text: string): UUID {
    const digits = text
      .replace("urn:", "")
      .replace("uuid:", "")
      .replace(/^[{}]+|[{}]+$/g, "")
      .replaceAll("-", "");
    if (!/^[0-9a-f]{32}$/i.test(digits)) throw new RangeError(`Cannot read a UUID: ${JSON.stringify(text)}`);
    return new UUID(BigInt(`0x${digits}`));
  }

  /** The 36 characters, in lower case. */
  override toString(): string {
    const digits = this.int.toString(16).padStart(32, "0");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}
