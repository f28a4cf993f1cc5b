import { type LoadOptions, loads, MarshalError } from "pantry/marshal";

/** The error that reading ends in; throws for a value, and for an error of another kind or without its place. */
export function refusal(bytes: Uint8Array, options: LoadOptions = {}): MarshalError {
  const error = attempt(bytes, options);
  if (error === undefined) throw new Error("was read");
  return error;
}

/** The error that reading ends in, if it does; throws for an error that is not about the data. */
export function attempt(bytes: Uint8Array, options: LoadOptions = {}): MarshalError | undefined {
  try {
    loads(bytes, options);
    return undefined;
  } catch (error) {
    const isInside = error instanceof MarshalError && error.offset >= 0 && error.offset <= bytes.length;
    if (isInside) return error;
    throw new Error(`no error about these bytes: ${String(error)}`, { cause: error });
  }
}

/** A little-endian field of four bytes. */
export function int32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes.toString("latin1");
}

/** `l`: an integer that is not negative, as digits of 15 bits. */
export function long(value: bigint): string {
  const digits: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 15n) digits.push(Number(rest & 0x7fffn));
  return `l${int32(digits.length)}${digits.map((digit) => String.fromCharCode(digit & 0xff, digit >> 8)).join("")}`;
}
