import { HIGHEST_PROTOCOL } from "../pickle/format.ts";
import { FramedWriter } from "../pickle/framed-writer.ts";
import * as op from "../pickle/opcodes.ts";
import { repr } from "../python/index.ts";
import type { ReadOptions } from "./argument-descriptor.ts";
import { PickletoolsError } from "./errors.ts";
import { genops, type Operation } from "./genops.ts";
import { Memo, type MemoIndex } from "./memo.ts";

/** What is longer stands outside of frames. */
const LONGEST_FRAMED = 65_536;
/** The first protocol with frames. */
const FRAMED_PROTOCOL = 4;
const ONE_BYTE = 256;

/** What a pickle needs of the memo, and of the protocol. */
interface Needs {
  /** The indices that are read, and the new ones, once there are any. */
  readonly indices: Memo<number | undefined>;
  readonly protocol: number;
  /** The PROTO that the pickle begins with: what stands before the first frame. */
  readonly header: Uint8Array;
}

/**
 * The same pickle without what it stores in the memo and never reads, in the bytes that CPython's `pickletools.optimize`
 * gives. What is stored is numbered from 0, and from protocol 4 on the frames are cut anew.
 *
 * Like CPython it looks at one pickle, the first: what follows STOP is left out, and pickles that share a memo must not be
 * optimized. A pickle that reads what was never stored is refused.
 *
 * @throws PickletoolsError for bytes that are no pickle.
 * @throws TypeError for data that is no `Uint8Array`.
 *
 * @example
 * ```ts
 * import { dumps, loads } from "pantry/pickle";
 * import { optimize } from "pantry/pickletools";
 *
 * const data = dumps(["a", "b", "a"]);
 * const short = optimize(data);
 * if (short.length >= data.length || String(loads(short)) !== "a,b,a") throw new Error("not the same");
 * ```
 */
export function optimize(data: Uint8Array, options: ReadOptions = {}): Uint8Array<ArrayBuffer> {
  const { indices, protocol, header } = needsOf(data, options);
  const writer = new FramedWriter();
  writer.raw(header);
  if (protocol >= FRAMED_PROTOCOL) writer.beginFrames();
  const stored = new Memo<true>();
  let next = 0;
  for (const operation of genops(data, options)) {
    const { opcode, arg, offset, length } = operation;
    switch (kindOf(operation)) {
      case "put": {
        const index = opcode.name === "MEMOIZE" ? stored.size : (arg as MemoIndex);
        stored.set(index, true);
        if (!indices.has(index)) break;
        writer.boundary();
        writePut(writer, next, protocol);
        indices.set(index, next);
        next += 1;
        break;
      }
      case "get":
        writer.boundary();
        writeGet(writer, renumbered(operation, indices), protocol);
        break;
      case "frame":
        break;
      case "other":
        if (offset >= header.length) writeRest(writer, data.subarray(offset, offset + length));
    }
  }
  writer.endFrames();
  const bytes = writer.toBytes();
  writer.release();
  return bytes;
}

/** Reads all of the pickle before anything is written, as only then it is known what is needed. */
function needsOf(data: Uint8Array, options: ReadOptions): Needs {
  const indices = new Memo<number | undefined>();
  let protocol = 0;
  let highest: Operation | undefined;
  let header = data.subarray(0, 0);
  for (const operation of genops(data, options)) {
    const { opcode, arg, offset, length } = operation;
    if (kindOf(operation) === "get") {
      protocol = Math.max(protocol, opcode.proto);
      indices.set(arg as MemoIndex, undefined);
    } else if (opcode.name === "PROTO") {
      if ((arg as number) > HIGHEST_PROTOCOL) highest ??= operation;
      protocol = Math.max(protocol, arg as number);
      if (offset === 0) header = data.subarray(0, length);
    }
  }
  if (highest) {
    const reason = `pickle protocol must be <= ${HIGHEST_PROTOCOL}`;
    throw new PickletoolsError("PROTO", highest.offset, reason, "bad-argument");
  }
  return { indices, protocol, header };
}

function kindOf({ opcode: { name } }: Operation): "put" | "get" | "frame" | "other" {
  if (name.includes("PUT") || name === "MEMOIZE") return "put";
  if (name.includes("GET")) return "get";
  return name === "FRAME" ? "frame" : "other";
}

function renumbered({ opcode, arg, offset }: Operation, indices: Memo<number | undefined>): number {
  const index = indices.get(arg as MemoIndex);
  if (index !== undefined) return index;
  const reason = `memo key ${repr(arg)} has never been stored into`;
  throw new PickletoolsError(opcode.name, offset, reason, "bad-memo");
}

function writePut(writer: FramedWriter, index: number, protocol: number): void {
  if (protocol >= FRAMED_PROTOCOL) writer.u8(op.MEMOIZE);
  else writeIndexed(writer, index, protocol, [op.PUT, op.BINPUT, op.LONG_BINPUT]);
}

function writeGet(writer: FramedWriter, index: number, protocol: number): void {
  writeIndexed(writer, index, protocol, [op.GET, op.BINGET, op.LONG_BINGET]);
}

type InTextInByteInFour = readonly [text: number, byte: number, four: number];

function writeIndexed(
  writer: FramedWriter,
  index: number,
  protocol: number,
  [text, byte, four]: InTextInByteInFour,
): void {
  if (protocol === 0) {
    writer.u8(text);
    writer.latin1(`${index}\n`);
  } else if (index < ONE_BYTE) {
    writer.pair(byte, index);
  } else {
    writer.u8(four);
    writer.u32(index);
  }
}

function writeRest(writer: FramedWriter, bytes: Uint8Array): void {
  writer.boundary();
  if (bytes.length > LONGEST_FRAMED) writer.enter(bytes.length);
  writer.raw(bytes);
  if (bytes.length > LONGEST_FRAMED) writer.leave(bytes.length);
}
