import { type ByteReader, EndOfBytes } from "../bytes/index.ts";
import { FRAME } from "../pickle/opcodes.ts";
import { Operand } from "../pickle/operand.ts";
import type { ByteArray, CodePointString } from "../python/index.ts";
import { Complaint, readAt } from "./errors.ts";

/**
 * The argument of an opcode as a value; `null` where it has none. A str is a `CodePointString` where it has two
 * surrogates that a string would join; an int is a bigint where a number could not hold it.
 */
export type Argument = null | boolean | number | bigint | string | CodePointString | Uint8Array | ByteArray;

/** How arguments are read. */
export interface ReadOptions {
  /**
   * Whose `pickletools` is followed: that of Python 3.13, or of 3.14, which takes more than ASCII in `STRING`, `PERSID`,
   * `GLOBAL` and `INST`. Default: `"3.13"`.
   */
  readonly version?: "3.13" | "3.14";
  /** Decimal digits of one integer (`sys.set_int_max_str_digits` in Python). Default: 4300. */
  readonly maxDigits?: number;
}

/** The options with no field left out. */
export const DEFAULT_READ_OPTIONS: Required<ReadOptions> = { version: "3.13", maxDigits: 4300 };

/** Reads an argument from where `reader` is, and moves it behind it. */
export type ArgumentReader<T extends Argument> = (reader: ByteReader, options?: ReadOptions) => T;

/** A kind of argument that opcodes have. */
export interface ArgumentDescriptor<T extends Argument> {
  /** Its name in messages and in the table. */
  readonly name: string;
  /** How many bytes it takes, or which of the constants below says how that is found out. */
  readonly n: number;
  /** Throws `PickletoolsError` for bytes that are no such argument. */
  readonly reader: ArgumentReader<T>;
  /** What it is, for people. */
  readonly doc: string;
}

/** `n` of an argument that ends with a line, or with the second of two. */
export const UP_TO_NEWLINE: number = -1;
/** `n` of an argument that its own first byte counts. */
export const TAKEN_FROM_ARGUMENT1: number = -2;
/** `n` of an argument that its own first four bytes count, as a signed number. */
export const TAKEN_FROM_ARGUMENT4: number = -3;
/** `n` of an argument that its own first four bytes count. */
export const TAKEN_FROM_ARGUMENT4U: number = -4;
/** `n` of an argument that its own first eight bytes count. */
export const TAKEN_FROM_ARGUMENT8U: number = -5;

const COUNTS: ReadonlyMap<number, string> = new Map([
  [TAKEN_FROM_ARGUMENT1, "uint1"],
  [TAKEN_FROM_ARGUMENT4, "int4"],
  [TAKEN_FROM_ARGUMENT4U, "uint4"],
  [TAKEN_FROM_ARGUMENT8U, "uint8"],
]);
const LARGEST_COUNT = 2n ** 63n - 1n;

/** One will do: it is empty again when a reader returns. */
const operand: Operand = /* @__PURE__ */ new Operand();

/** A number of so many bytes. `code` is an opcode that has such an argument: the decoder of `loads` knows them by opcodes. */
export function numberArgument<T extends number | bigint>(
  name: string,
  n: number,
  code: number,
  doc: string,
): ArgumentDescriptor<T> {
  function reader(reader: ByteReader): T {
    const start = reader.offset;
    return readAt(name, start, () => {
      const number = attempt(code, reader, () => `not enough data in stream to read ${name}`);
      const isRounded = code === FRAME && !Number.isSafeInteger(number);
      return (isRounded ? integerAt(reader.bytes, start, reader.offset) : number) as T;
    });
  }
  return { name, n, reader, doc };
}

/** A line, as `decode` understands it. */
export function lineArgument<T extends Argument>(
  name: string,
  code: number,
  decode: (line: Uint8Array, options: Required<ReadOptions>) => T,
  doc: string,
): ArgumentDescriptor<T> {
  // CPython reads every line but this one with one function, and has its name in the message.
  const noun = name === "unicodestringnl" ? name : "stringnl";
  function reader(reader: ByteReader, options?: ReadOptions): T {
    return readAt(name, reader.offset, () => {
      attempt(code, reader, () => `no newline found when trying to read ${noun}`);
      return decode(operand.view(reader), { ...DEFAULT_READ_OPTIONS, ...options });
    });
  }
  return { name, n: UP_TO_NEWLINE, reader, doc };
}

/** Two lines, which become one text with a space between. */
export function pairArgument(
  name: string,
  code: number,
  decode: (line: Uint8Array, options: Required<ReadOptions>) => string,
  doc: string,
): ArgumentDescriptor<string> {
  function reader(reader: ByteReader, options?: ReadOptions): string {
    const start = reader.offset;
    const settings = { ...DEFAULT_READ_OPTIONS, ...options };
    return readAt(name, start, () => {
      attempt(code, reader, () => {
        // The first line is looked at before the second is sought.
        if (reader.offset > start) decode(operand.view(reader), settings);
        return "no newline found when trying to read stringnl";
      });
      const [from, to] = [operand.nextFrom, operand.nextTo];
      return `${decode(operand.view(reader), settings)} ${decode(reader.bytes.subarray(from, to), settings)}`;
    });
  }
  return { name, n: UP_TO_NEWLINE, reader, doc };
}

/** Bytes behind their number, as `decode` understands them. */
export function countedArgument<T extends Argument>(
  name: string,
  n: number,
  code: number,
  decode: (bytes: Uint8Array) => T,
  doc: string,
): ArgumentDescriptor<T> {
  function reader(reader: ByteReader): T {
    const start = reader.offset;
    return readAt(name, start, () => {
      const count = attempt(code, reader, (left) => {
        if (reader.offset === start) return `not enough data in stream to read ${COUNTS.get(n)}`;
        if (name.startsWith("long")) return `not enough data in stream to read ${name}`;
        return missing(name, integerAt(reader.bytes, start, reader.offset), left);
      });
      if (count < 0) throw new Complaint(`${name} byte count < 0: ${count}`);
      return decode(operand.view(reader));
    });
  }
  return { name, n, reader, doc };
}

/** Reads an argument; what is missing at the end of the bytes is explained. */
function attempt(code: number, reader: ByteReader, explain: (left: number) => string): number {
  try {
    return operand.read(code, reader);
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error;
    throw new Complaint(explain(error.left), "truncated");
  }
}

function missing(name: string, count: bigint, left: number): string {
  if (count > LARGEST_COUNT) return `${name} byte count > sys.maxsize: ${count}`;
  return `expected ${count} bytes in a ${name}, but only ${left} remain`;
}

/** The little-endian number between two offsets, exactly. */
function integerAt(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let i = end - 1; i >= start; i -= 1) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}
