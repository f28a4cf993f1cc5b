// joblib writes the bytes of an array into the stream, right behind the opcode that gives its wrapper a state
// (joblib/numpy_pickle.py, NumpyArrayWrapper). Its own unpickler reads them there; a plain one takes them for opcodes.

import type { ByteReader } from "../../bytes/index.ts";
import { Entries, Imported, Items, Made } from "./nodes.ts";

const WRAPPER = /^(?:sklearn\.externals\.)?joblib\.numpy_pickle$/;
const HAS_OBJECT = 1;
/** Where numpy's state of a dtype has its size in bytes and its flags. */
const ITEM_SIZE = 5;
const FLAGS = 7;

/** An array of raw bytes, or one of objects, which is a pickle of its own. */
export interface RawArray {
  readonly isPickle: boolean;
  /** Bytes of the items, without the padding. */
  readonly length: number;
  /** Whether a byte in front says how much padding follows. */
  readonly isAligned: boolean;
}

/** The array that comes behind a state; `undefined` for any other object, and one that makes no sense. */
export function rawArrayOf(target: Made, state: unknown): RawArray | undefined {
  if (!(target.callee instanceof Imported) || !WRAPPER.test(target.callee.module)) return undefined;
  if (target.callee.name !== "NumpyArrayWrapper" || !(state instanceof Entries)) return undefined;
  const count = countOf(state.get("shape"));
  const item = dtypeItem(state.get("dtype"));
  if (count === undefined || item === undefined) return undefined;
  const isAligned = typeof state.get("numpy_array_alignment_bytes") === "number";
  return { isPickle: item.hasObject, length: count * item.size, isAligned };
}

/** Moves behind the raw bytes. */
export function skipRawArray(reader: ByteReader, { length, isAligned }: RawArray): void {
  if (isAligned) reader.skip(reader.u8());
  reader.skip(length);
}

/** How many items a shape has. */
export function countOf(shape: unknown): number | undefined {
  if (!(shape instanceof Items) || shape.length > shape.items.length) return undefined;
  let count = 1;
  for (const size of shape.items) {
    if (typeof size !== "number" || size < 0) return undefined;
    count *= size;
  }
  return count;
}

/** What an item of a dtype is, as far as the dtype says. */
export function dtypeItem(dtype: unknown): { size: number; hasObject: boolean } | undefined {
  if (!(dtype instanceof Made) || !(dtype.args instanceof Items)) return undefined;
  const [text] = dtype.args.items;
  const state = dtype.state instanceof Items ? dtype.state.items : [];
  const [, kind, digits] = typeof text === "string" ? (/^[<>|=]?([a-zA-Z?])(\d*)$/.exec(text) ?? []) : [];
  if (kind === undefined) return undefined;
  const size = Number(digits) * (kind === "U" ? 4 : 1);
  const ownSize = state[ITEM_SIZE];
  const flags = state[FLAGS];
  return {
    size: typeof ownSize === "number" && ownSize > 0 ? ownSize : size,
    hasObject: kind === "O" || (typeof flags === "number" && (flags & HAS_OBJECT) !== 0),
  };
}
