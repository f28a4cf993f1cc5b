// joblib writes the bytes of an array into the stream, right behind the opcode that gives its wrapper a state
// (joblib/numpy_pickle.py, NumpyArrayWrapper). Its own unpickler reads them there; a plain one takes them for opcodes.

import type { ByteReader } from "../../bytes/index.ts";
import { countOf, dtypeItem } from "./dtype.ts";
import { classOf } from "./kinds.ts";
import { Entries, Imported, type Made } from "./nodes.ts";

const WRAPPER = /^(?:sklearn\.externals\.)?joblib\.numpy_pickle$/;

/**
 * How raw arrays are read: as joblib does, from 1.2 on with the padding in front (`padded`) and before without
 * (`packed`), or as opcodes.
 */
export type RawArrays = "padded" | "packed" | "opcodes";

/** An array of raw bytes, or one of objects, which is a pickle of its own. */
export interface RawArray {
  readonly isPickle: boolean;
  /** Bytes of the items, without the padding. */
  readonly length: number;
  /** Whether a byte in front says how much padding follows. */
  readonly isAligned: boolean;
}

/** The array that comes behind a state, "unclear" where its end is not plain to see; `undefined` for any other object. */
export function rawArrayOf(target: Made, state: unknown): RawArray | "unclear" | undefined {
  const class_ = classOf(target) ?? target.callee;
  if (!(class_ instanceof Imported) || !WRAPPER.test(class_.module)) return undefined;
  if (class_.name !== "NumpyArrayWrapper") return undefined;
  if (!(state instanceof Entries) || 2 * state.length > state.items.length) return "unclear";
  const count = countOf(state.get("shape"));
  const item = dtypeItem(state.get("dtype"));
  const alignment = state.get("numpy_array_alignment_bytes") ?? null;
  const isAligned = typeof alignment === "number";
  if (count === undefined || item === undefined || !(isAligned || alignment === null)) return "unclear";
  return { isPickle: item.hasObject, length: count * item.size, isAligned };
}

/** Moves behind the raw bytes. */
export function skipRawArray(reader: ByteReader, { length, isAligned }: RawArray, as: RawArrays): void {
  if (isAligned && as === "padded") reader.skip(reader.u8());
  reader.skip(length);
}
