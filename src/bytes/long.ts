// Integers of any size as the LONG opcodes have them: two's complement, little-endian, as short as can be.

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * An integer as the bytes of `LONG1` and `LONG4`: little-endian two's complement, empty for 0
 * (CPython: `pickle.encode_long`).
 *
 * @example
 * ```ts
 * import { encodeLong } from "pantry/pickle";
 *
 * if (encodeLong(255n).join() !== "255,0") throw new Error("no sign byte");
 * ```
 */
export function encodeLong(value: bigint): Uint8Array<ArrayBuffer> {
  if (value === 0n) return new Uint8Array(0);
  const size = byteSize(value);
  const bytes = new Uint8Array(size);
  if (size <= 8) {
    let rest = BigInt.asUintN(64, value);
    for (let i = 0; i < size; i += 1) {
      bytes[i] = Number(rest & 0xffn);
      rest >>= 8n;
    }
    return bytes;
  }
  // A hexadecimal string takes linear time; shifting a big number byte by byte would take quadratic.
  const text = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  for (let i = 0; i < size; i += 1) {
    bytes[size - 1 - i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

/** The bytes needed for the value and its sign. */
function byteSize(value: bigint): number {
  const magnitude = value < 0n ? -value - 1n : value;
  const digits = magnitude.toString(16);
  const bits = digits.length * 4 - (Math.clz32(Number.parseInt(digits[0] as string, 16)) - 28);
  return magnitude === 0n ? 1 : (bits >> 3) + 1;
}

/** Bytes of the longest integer: about what V8 can hold, and other engines less. */
const LONGEST = 2 ** 26;

/**
 * The integer that bytes of `LONG1` or `LONG4` stand for; more sign bytes than needed are allowed
 * (CPython: `pickle.decode_long`).
 *
 * @throws RangeError for more bytes than the runtime's integers can have.
 *
 * @example
 * ```ts
 * import { decodeLong } from "pantry/pickle";
 *
 * if (decodeLong(Uint8Array.of(0x00, 0xff)) !== -256n) throw new Error("wrong");
 * ```
 */
export function decodeLong(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  if (bytes.length <= 6) return BigInt(decodeSmallLong(bytes));
  if (bytes.length > LONGEST) throw new RangeError(`an integer of more than ${LONGEST} bytes`);
  const parts: string[] = [];
  for (let i = bytes.length - 1; i >= 0; i -= 1) parts.push(HEX[bytes[i] as number] as string);
  const value = BigInt(`0x${parts.join("")}`);
  return (bytes[bytes.length - 1] as number) & 0x80 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

/** As `decodeLong`, for at most six bytes, whose values a number holds exactly. */
export function decodeSmallLong(bytes: Uint8Array): number {
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += byte * scale;
    scale *= 256;
  }
  return bytes.length > 0 && (bytes[bytes.length - 1] as number) & 0x80 ? value - scale : value;
}

/** Whether bytes are the shortest form, the one that CPython writes. */
export function isShortest(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length === 0) return true;
  const last = bytes[length - 1] as number;
  if (length === 1) return last !== 0;
  const sign = (bytes[length - 2] as number) & 0x80;
  return !((last === 0 && !sign) || (last === 0xff && sign));
}
