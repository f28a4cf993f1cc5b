import { decodeLatin1 } from "../bytes/index.ts";
import { Tuple } from "../python/index.ts";
import { type Literal, readLiteral } from "./literal.ts";
import { hasBytes, NPY } from "./magic.ts";

/** What a `.npy` header says about the array behind it. */
export interface NpyHeader {
  /** Where the data begin. */
  readonly end: number;
  /** Whether its elements are Python objects, so that a pickle is behind the header. */
  readonly hasObjects: boolean;
  /** Bytes of the data, where the header is plain enough to tell. */
  readonly length: number | undefined;
}

/** What numpy reads where it was not told that the file is trusted is much less. */
const LONGEST_HEADER = 2 ** 20;

export function isNpy(bytes: Uint8Array): boolean {
  return hasBytes(bytes, NPY);
}

/** Where the header ends that the bytes begin with, as it tells itself. */
export function headerEnd(bytes: Uint8Array): number {
  const start = bytes[NPY.length] === 1 ? 10 : 12;
  const field = bytes.subarray(8, start);
  return start + field.reduceRight((length, byte) => 256 * length + byte, 0);
}

/** Reads the header of an array; `undefined` for one that numpy would refuse. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader | undefined {
  const version = bytes[NPY.length] ?? 0;
  const start = version === 1 ? 10 : 12;
  const end = headerEnd(bytes);
  if (version < 1 || version > 3 || end > bytes.length || end > LONGEST_HEADER) return undefined;
  const header = readLiteral(decodeLatin1(bytes.subarray(start, end)));
  if (!(header instanceof Map)) return undefined;
  const type = header.get("descr");
  const shape = header.get("shape");
  if (type === undefined || !Array.isArray(shape)) return undefined;
  const hasObjects = holdsObjects(type);
  return { end, hasObjects, length: hasObjects ? undefined : lengthOf(type, shape) };
}

/**
 * Whether elements of a type are objects: the name of a type, perhaps with escapes; a list of fields, each with a name, a
 * type and perhaps a shape; a type with its shape. What is none of these may be anything.
 */
function holdsObjects(type: Literal | undefined): boolean {
  if (typeof type === "string") return /O|obj|\\/.test(type);
  if (type instanceof Tuple) return holdsObjects(type[0]);
  if (!Array.isArray(type)) return true;
  return type.some((field) => !(field instanceof Tuple) || holdsObjects(field[1]));
}

function lengthOf(type: Literal, shape: readonly Literal[]): number | undefined {
  const text = typeof type === "string" ? type : "";
  const [, size] = /^[<>|=][?bBiufcSUVmM](\d{1,9})(?:\[.*\])?$/.exec(text) ?? [];
  if (size === undefined) return undefined;
  let length = Number(size) * (text[1] === "U" ? 4 : 1);
  for (const extent of shape) {
    if (typeof extent !== "number") return undefined;
    length *= extent;
  }
  return length;
}
