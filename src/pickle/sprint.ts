import type { ByteReader } from "../bytes/index.ts";
import { MOST_ITEMS } from "../bytes/limits.ts";
import { int32At, uint32At } from "../bytes/little-endian.ts";
import type { Replacements } from "../python/moves.ts";
import { MARK_COST } from "./costs.ts";
import type { ReadMemo } from "./memo.ts";
import * as op from "./opcodes.ts";
import type { ArgumentDecoder, ContainerMaker, ObjectMaker } from "./parts.ts";
import { ShortLines } from "./short-lines.ts";
import type { Stack } from "./stack.ts";

/** No opcode here has more bytes than this in front of its text. */
const LONGEST_OPCODE = 9;
/** The bytes of each opcode that is read here, without its text; 0 for any other. */
const LENGTHS: Uint8Array = /* @__PURE__ */ lengthsOfOpcodes();

/** As many bytes as V8 keeps beside their object, which takes a tenth of the time. */
const FIRST_LENT = 64;

/** What a sprint needs of a machine. */
export interface Runner {
  reader: ByteReader;
  /** Where the opcode at hand begins, in the reader. */
  start: number;
}

/**
 * Runs the opcodes that most pickles consist of, with the state of the machine in local variables: a quarter to a half
 * faster than the machine itself. It knows the usual case of each and stops at anything else, whatever would be an
 * error included: the machine then reads that opcode in its own way.
 */
export class Sprint {
  readonly #runner: Runner;
  readonly #args: ArgumentDecoder;
  readonly #containers: ContainerMaker;
  readonly #objects: ObjectMaker;
  readonly #moves: Replacements;
  readonly #memo: ReadMemo;
  readonly #stack: Stack;
  readonly #lines: ShortLines;
  /** By index in the memo: 1 for a value that was lent. */
  #lent: Uint8Array | undefined;

  constructor(
    runner: Runner,
    args: ArgumentDecoder,
    containers: ContainerMaker,
    objects: ObjectMaker,
    memo: ReadMemo,
    stack: Stack,
  ) {
    this.#runner = runner;
    this.#args = args;
    this.#containers = containers;
    this.#objects = objects;
    this.#moves = containers.moves;
    this.#memo = memo;
    this.#stack = stack;
    this.#lines = new ShortLines(args);
  }

  /** Says that another value is stored at an index. */
  forget(index: number): void {
    if (this.#lent !== undefined && index < this.#lent.length) this.#lent[index] = 0;
  }

  /** Reads as far as it can, and never behind `frameEnd`. */
  run(frameEnd: number): void {
    const runner = this.#runner;
    const { reader } = runner;
    const { bytes, view } = reader;
    const stack = this.#stack;
    const { values, marks } = stack;
    const args = this.#args;
    const containers = this.#containers;
    const objects = this.#objects;
    const memo = this.#memo;
    const moves = this.#moves;
    const lines = this.#lines;
    let { offset } = reader;
    let { top, floor } = stack;
    // An opcode adds at most one item to the stack, the MARKs or the memo, and every one of them is read without a look
    // at what is left of the frame.
    const room = MOST_ITEMS - Math.max(top, marks.length);
    const end = Math.min(frameEnd, bytes.length, offset + room);
    const last = end - LONGEST_OPCODE;
    sprint: while (offset < end) {
      const start = offset;
      if (start > last && start + (LENGTHS[bytes[start] as number] as number) > end) break;
      runner.start = start;
      // Until it is known that the opcode is done here, `offset` is left where the opcode is.
      switch (bytes[start]) {
        case op.SHORT_BINUNICODE:
        case op.BINUNICODE: {
          const isShort = bytes[start] === op.SHORT_BINUNICODE;
          const length = isShort ? (bytes[start + 1] as number) : uint32At(bytes, start + 1);
          const from = start + (isShort ? 2 : 5);
          if (from + length > end) break sprint;
          reader.offset = from;
          // Above a MARK on anything but a list, every second value is probably a key.
          values[top] =
            ((top - floor) & 1) === 0 && floor > 0 && !Array.isArray(values[floor - 1])
              ? args.key(reader, length)
              : args.text(reader, length);
          top += 1;
          offset = from + length;
          break;
        }
        case op.SHORT_BINBYTES: {
          const length = bytes[start + 1] as number;
          if (start + 2 + length > end) break sprint;
          reader.offset = start + 2;
          values[top++] = args.bytes(reader, length);
          offset = start + 2 + length;
          break;
        }
        case op.MEMOIZE:
          if (top === floor || !memo.append(values[top - 1], memo.size)) break sprint;
          offset = start + 1;
          break;
        case op.BINPUT:
          if (top === floor || !memo.append(values[top - 1], bytes[start + 1] as number)) break sprint;
          offset = start + 2;
          break;
        case op.LONG_BINPUT:
          if (top === floor || !memo.append(values[top - 1], uint32At(bytes, start + 1))) break sprint;
          offset = start + 5;
          break;
        case op.BINGET:
        case op.LONG_BINGET: {
          const isLong = bytes[start] === op.LONG_BINGET;
          const index = isLong ? uint32At(bytes, start + 1) : (bytes[start + 1] as number);
          const value = memo.get(index);
          if (value === undefined) break sprint;
          values[top++] = typeof value === "object" ? this.#lend(index, value) : value;
          offset = start + (isLong ? 5 : 2);
          break;
        }
        case op.BININT1:
          values[top++] = args.small(bytes[start + 1] as number);
          offset = start + 2;
          break;
        case op.BININT2:
          values[top++] = args.small((bytes[start + 1] as number) | ((bytes[start + 2] as number) << 8));
          offset = start + 3;
          break;
        case op.BININT:
          values[top++] = args.small(int32At(bytes, start + 1));
          offset = start + 5;
          break;
        case op.LONG1: {
          const length = bytes[start + 1] as number;
          if (start + 2 + length > end) break sprint;
          reader.offset = start + 2;
          values[top++] = args.long(reader, length);
          offset = start + 2 + length;
          break;
        }
        case op.BINFLOAT:
          values[top++] = view === undefined ? reader.doubleAt(start + 1) : view.getFloat64(start + 1);
          offset = start + 9;
          break;
        case op.NONE:
          values[top++] = null;
          offset = start + 1;
          break;
        case op.NEWTRUE:
          values[top++] = true;
          offset = start + 1;
          break;
        case op.NEWFALSE:
          values[top++] = false;
          offset = start + 1;
          break;
        case op.MARK:
          containers.spend(MARK_COST);
          marks.push(floor);
          floor = top;
          offset = start + 1;
          break;
        case op.EMPTY_LIST:
          values[top++] = containers.list();
          offset = start + 1;
          break;
        case op.EMPTY_DICT:
          values[top++] = containers.dict();
          offset = start + 1;
          break;
        case op.EMPTY_TUPLE:
          values[top++] = containers.tuple(values, 0, 0);
          offset = start + 1;
          break;
        case op.TUPLE1:
          if (top - 1 < floor) break sprint;
          values[top - 1] = containers.tuple(values, top - 1, top);
          offset = start + 1;
          break;
        case op.TUPLE2:
          if (top - 2 < floor) break sprint;
          values[top - 2] = containers.tuple(values, top - 2, top);
          top -= 1;
          offset = start + 1;
          break;
        case op.TUPLE3:
          if (top - 3 < floor) break sprint;
          values[top - 3] = containers.tuple(values, top - 3, top);
          top -= 2;
          offset = start + 1;
          break;
        case op.REDUCE:
          if (top - 2 < floor) break sprint;
          top -= 1;
          values[top - 1] = objects.call(values[top - 1], values[top]);
          offset = start + 1;
          break;
        case op.NEWOBJ:
          if (top - 2 < floor) break sprint;
          top -= 1;
          values[top - 1] = objects.newObject(values[top - 1], values[top]);
          offset = start + 1;
          break;
        case op.BUILD:
          if (top - 2 < floor) break sprint;
          top -= 1;
          values[top - 1] = objects.build(moves.current(values[top - 1]), values[top]);
          offset = start + 1;
          break;
        case op.APPEND:
          if (top - 2 < floor) break sprint;
          top -= 1;
          values[top - 1] = containers.append(moves.current(values[top - 1]), values, top, top + 1);
          offset = start + 1;
          break;
        case op.SETITEM:
          if (top - 3 < floor) break sprint;
          top -= 2;
          values[top - 1] = containers.setItems(moves.current(values[top - 1]), values, top, top + 2);
          offset = start + 1;
          break;
        case op.APPENDS:
        case op.SETITEMS: {
          const below = marks[marks.length - 1];
          if (below === undefined || floor === below) break sprint;
          const target = moves.current(values[floor - 1]);
          values[floor - 1] =
            bytes[start] === op.APPENDS
              ? containers.append(target, values, floor, top)
              : containers.setItems(target, values, floor, top);
          top = floor;
          floor = below;
          marks.pop();
          offset = start + 1;
          break;
        }
        case op.LIST:
        case op.DICT:
        case op.TUPLE: {
          const below = marks[marks.length - 1];
          if (below === undefined) break sprint;
          values[floor] =
            bytes[start] === op.LIST
              ? containers.append(containers.list(), values, floor, top)
              : bytes[start] === op.DICT
                ? containers.setItems(containers.dict(), values, floor, top)
                : containers.tuple(values, floor, top);
          top = floor + 1;
          floor = below;
          marks.pop();
          offset = start + 1;
          break;
        }
        case op.UNICODE: {
          const text = lines.text(reader, start + 1, end);
          if (text === undefined) break sprint;
          values[top++] = text;
          offset = lines.next;
          break;
        }
        case op.PUT:
          if (top === floor || !memo.append(values[top - 1], lines.index(bytes, start + 1, end)))
            break sprint;
          offset = lines.next;
          break;
        case op.GET: {
          const index = lines.index(bytes, start + 1, end);
          const value = index < 0 ? undefined : memo.get(index);
          if (value === undefined) break sprint;
          values[top++] = typeof value === "object" ? this.#lend(index, value) : value;
          offset = lines.next;
          break;
        }
        case op.INT: {
          const value = lines.integer(bytes, start + 1, end, false);
          const boolean = value === (value | 0) ? undefined : lines.boolean(bytes, start + 1);
          if (value !== (value | 0) && boolean === undefined) break sprint;
          values[top++] = boolean ?? args.small(value | 0);
          offset = lines.next;
          break;
        }
        case op.LONG: {
          const value = lines.integer(bytes, start + 1, end, true);
          // One of 32 bits is a value of its own in the exact profile.
          if (Number.isNaN(value) || value === (value | 0)) break sprint;
          values[top++] = args.small(value);
          offset = lines.next;
          break;
        }
        case op.FLOAT: {
          const value = lines.float(reader, start + 1, end);
          if (value === undefined) break sprint;
          values[top++] = value;
          offset = lines.next;
          break;
        }
        default:
          break sprint;
      }
    }
    reader.offset = offset;
    stack.top = top;
    stack.floor = floor;
  }

  /** Objects that are shared widely are told to `Moves` once: each time takes as long as the rest of ten opcodes. */
  #lend(index: number, value: object | null): unknown {
    const lent = this.#lent;
    if (lent !== undefined && lent[index] === 1) return this.#moves.current(value);
    const now = this.#moves.lend(value);
    if (lent !== undefined && index < lent.length) lent[index] = 1;
    else this.#growLent(index);
    return now;
  }

  #growLent(index: number): void {
    const before = this.#lent;
    if (index >= this.#memo.size) return;
    this.#lent = new Uint8Array(Math.max(FIRST_LENT, this.#memo.size, 2 * (before?.length ?? 0)));
    if (before !== undefined) this.#lent.set(before);
    this.#lent[index] = 1;
  }
}

function lengthsOfOpcodes(): Uint8Array {
  const lengths = new Uint8Array(256);
  const one = [
    op.MEMOIZE,
    op.NONE,
    op.NEWTRUE,
    op.NEWFALSE,
    op.MARK,
    op.EMPTY_LIST,
    op.EMPTY_DICT,
    op.EMPTY_TUPLE,
    op.TUPLE1,
    op.TUPLE2,
    op.TUPLE3,
    op.TUPLE,
    op.REDUCE,
    op.NEWOBJ,
    op.BUILD,
    op.APPEND,
    op.SETITEM,
    op.APPENDS,
    op.SETITEMS,
    op.LIST,
    op.DICT,
    op.UNICODE,
    op.PUT,
    op.GET,
    op.INT,
    op.LONG,
    op.FLOAT,
  ];
  for (const opcode of one) lengths[opcode] = 1;
  for (const opcode of [op.SHORT_BINUNICODE, op.SHORT_BINBYTES, op.LONG1, op.BINPUT, op.BINGET, op.BININT1])
    lengths[opcode] = 2;
  for (const opcode of [op.BINUNICODE, op.LONG_BINPUT, op.LONG_BINGET, op.BININT]) lengths[opcode] = 5;
  lengths[op.BININT2] = 3;
  lengths[op.BINFLOAT] = LONGEST_OPCODE;
  return lengths;
}

/** Whether an opcode is worth a sprint. */
export function isSprinted(opcode: number | undefined): boolean {
  return opcode !== undefined && LENGTHS[opcode] !== 0;
}
