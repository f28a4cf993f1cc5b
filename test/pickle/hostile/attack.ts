import { type LoadOptions, loads, UnpicklingError } from "pantry/pickle";

/** Bytes of a pickle: a text with a character for each byte, or bytes. */
export type Part = string | Uint8Array;

/** One pickle of many parts. */
export function joined(...parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1"))));
}

/** The same opcodes again and again. */
export function repeated(part: Part, count: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(part as string, "latin1");
  return new Uint8Array(Buffer.alloc(bytes.length * count, bytes));
}

/** A little-endian field. */
export function field(value: number | bigint, size: 2 | 4 | 8): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return bytes.toString("latin1", 0, size);
}

/** BININT. */
export function int(value: number): string {
  return `J${field(value, 4)}`;
}

/** LONG1 or LONG4 of a number that is not negative. */
export function long(value: bigint): string {
  const digits = value.toString(16);
  const hex = digits.padStart(digits.length + 2 - (digits.length % 2), "0");
  const bytes = Buffer.from(hex, "hex").reverse().toString("latin1");
  return bytes.length < 256
    ? `\x8a${field(bytes.length, 2)[0]}${bytes}`
    : `\x8b${field(bytes.length, 4)}${bytes}`;
}

/** The error that reading ends in; throws for a value, and for an error of another kind or without its place. */
export function refusal(bytes: Uint8Array, options: LoadOptions = {}): UnpicklingError {
  let value: unknown;
  try {
    value = loads(bytes, options);
  } catch (error) {
    checkError(error, bytes);
    return error as UnpicklingError;
  }
  throw new Error(`was read as a ${typeof value}`);
}

/** Whether reading ends in a value; throws for an error that is not about the data. */
export function isRead(bytes: Uint8Array, options: LoadOptions = {}): boolean {
  try {
    loads(bytes, options);
    return true;
  } catch (error) {
    checkError(error, bytes);
    return false;
  }
}

function checkError(error: unknown, bytes: Uint8Array): void {
  const inside =
    error instanceof UnpicklingError &&
    error.offset >= 0 &&
    error.offset <= bytes.length &&
    error.code !== "failed";
  if (!inside) throw new Error(`no error about these bytes: ${String(error)}`, { cause: error });
}
