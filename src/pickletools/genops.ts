import { ByteReader } from "../bytes/index.ts";
import { repr } from "../python/index.ts";
import type { Argument, ReadOptions } from "./argument-descriptor.ts";
import { PickletoolsError, retold } from "./errors.ts";
import type { OpcodeInfo } from "./opcode-info.ts";
import { opcodes } from "./opcodes.ts";

/** How the opcodes of a pickle are read. */
export interface GenopsOptions extends ReadOptions {
  /** Where the pickle begins in the data, in bytes. Default: 0. */
  readonly offset?: number;
}

/** An opcode of a pickle. */
export interface Operation {
  /** Which opcode it is. */
  readonly opcode: OpcodeInfo;
  /** Its argument; `null` if it has none. Bytes are a view of the data. */
  readonly arg: Argument;
  /** Where it is, in bytes from the beginning of the data. */
  readonly offset: number;
  /** How many bytes it takes, with its argument. */
  readonly length: number;
}

const BY_BYTE: readonly (OpcodeInfo | undefined)[] = byByte();

/**
 * The opcodes of a pickle up to its STOP, one by one, each with its argument. What follows STOP is not looked at: the next
 * pickle, if there is one, begins there.
 *
 * It takes what CPython's `genops` takes, and refuses the rest with CPython's words. Nothing is executed, not even on a
 * stack of our own.
 *
 * @throws PickletoolsError for bytes that are no pickle, when it comes to them.
 * @throws TypeError for data that is no `Uint8Array`.
 * @throws RangeError for an offset outside of the data.
 *
 * @example
 * ```ts
 * import { dumps } from "pantry/pickle";
 * import { genops } from "pantry/pickletools";
 *
 * const names = Array.from(genops(dumps([1, "two"], { protocol: 1 })), ({ opcode, arg }) => `${opcode.name} ${arg}`);
 * if (names[3] !== "BININT1 1" || names[4] !== "BINUNICODE two") throw new Error(names.join());
 * ```
 */
export function genops(data: Uint8Array, options: GenopsOptions = {}): Generator<Operation, void, undefined> {
  const { offset = 0 } = options;
  if (!(data instanceof Uint8Array)) throw new TypeError("the data must be a Uint8Array");
  if (!Number.isInteger(offset) || offset < 0 || offset > data.length)
    throw new RangeError(`offset must be from 0 to ${data.length}, not ${offset}`);
  const reader = new ByteReader(data);
  reader.offset = offset;
  return operations(reader, options);
}

function* operations(reader: ByteReader, options: ReadOptions): Generator<Operation, void, undefined> {
  while (true) {
    const { offset } = reader;
    const opcode = readOpcode(reader);
    const arg = readArgument(opcode, offset, reader, options);
    yield { opcode, arg, offset, length: reader.offset - offset };
    if (opcode.name === "STOP") return;
  }
}

function readOpcode(reader: ByteReader): OpcodeInfo {
  const { offset } = reader;
  if (reader.left === 0)
    throw new PickletoolsError("an opcode", offset, "pickle exhausted before seeing STOP", "truncated");
  const byte = reader.u8();
  const opcode = BY_BYTE[byte];
  if (opcode) return opcode;
  const reason = `at position ${offset}, opcode ${repr(Uint8Array.of(byte))} unknown`;
  throw new PickletoolsError("an opcode", offset, reason, "bad-opcode");
}

/** An error about an argument becomes one about its opcode. */
function readArgument(
  opcode: OpcodeInfo,
  offset: number,
  reader: ByteReader,
  options: ReadOptions,
): Argument {
  try {
    return opcode.arg === null ? null : opcode.arg.reader(reader, options);
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    throw retold(error, { what: opcode.name, offset });
  }
}

function byByte(): (OpcodeInfo | undefined)[] {
  const table = new Array<OpcodeInfo | undefined>(256).fill(undefined);
  for (const info of opcodes) table[info.code.charCodeAt(0)] = info;
  return table;
}
