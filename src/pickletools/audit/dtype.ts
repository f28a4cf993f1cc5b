// What a dtype of numpy says its items are. numpy believes its state even where that contradicts the dtype.

import { classOf } from "./kinds.ts";
import { Entries, Items, Made } from "./nodes.ts";

/** That items are references, and that arrays of them are pickled as lists. */
const OBJECTS = 3;
const HAS_OBJECT = 1;
/** Where the state has what it has. */
const SUBARRAY = 2;
const FIELDS = 4;
const ITEM_SIZE = 5;
const FLAGS = 7;
/** The kind of a type, and its size. */
const TYPE = /^[<>|=]?([?biufcmMOSUV])(\d{1,9})$/;
const FLEXIBLE = /[SUV]/;

/** What is said of one that cannot be looked at as a whole. */
export const MANY_FIELDS = "it has more fields than are looked at";

/** Why a state of a `numpy.dtype` makes arrays that reach outside of their memory; `undefined` if it does not. */
export function unsoundness(target: Made, state: unknown): string | undefined {
  if (classOf(target)?.path !== "numpy.dtype" || !(state instanceof Items)) return undefined;
  const { items } = state;
  if (target.isKept) return "something has the dtype already";
  const flags = plainNumber(items[FLAGS] ?? 0);
  const size = plainNumber(items[ITEM_SIZE] ?? -1);
  if (flags === undefined || size === undefined) return "its numbers are no plain ones";
  if (hasMore(items[FIELDS])) return MANY_FIELDS;
  const parts = [...fieldsOf(items[FIELDS]), ...fieldsOf(items[SUBARRAY])];
  const [kind] = target.args instanceof Items ? target.args.items : [];
  const hasObject = isObjectKind(kind) || parts.some(({ dtype }) => dtypeItem(dtype)?.hasObject);
  if ((flags & OBJECTS) !== (hasObject ? OBJECTS : 0))
    return "it does not say rightly whether its items are objects";
  for (const { dtype, offset, count } of parts) {
    const item = dtypeItem(dtype);
    if (item === undefined || offset === undefined || count === undefined) return "a field is no plain one";
    if (size >= 0 && (offset < 0 || offset + count * item.size > size)) return "a field lies outside";
  }
  return undefined;
}

interface Field {
  readonly dtype: unknown;
  readonly offset: number | undefined;
  readonly count: number | undefined;
}

/** The fields of a dict, each with its offset, or the one of a subarray, with its shape. */
function fieldsOf(fields: unknown): Field[] {
  if (fields instanceof Entries) return fields.items.filter((_, i) => i % 2 === 1).flatMap(fieldsOf);
  if (fields === null || fields === undefined) return [];
  const [dtype, place] = fields instanceof Items ? fields.items : [];
  if (place instanceof Items) return [{ dtype, offset: 0, count: countOf(place) }];
  return [{ dtype, offset: plainNumber(place), count: 1 }];
}

function hasMore(fields: unknown): boolean {
  return fields instanceof Entries && 2 * fields.length > fields.items.length;
}

function isObjectKind(kind: unknown): boolean {
  return typeof kind === "string" && /^[<>|=]?O\d*$/.test(kind);
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

/** What an item of a dtype is; `undefined` where it does not say so as numpy writes it. */
export function dtypeItem(dtype: unknown): { size: number; hasObject: boolean } | undefined {
  if (!(dtype instanceof Made) || classOf(dtype)?.path !== "numpy.dtype") return undefined;
  const [text] = dtype.args instanceof Items ? dtype.args.items : [];
  const [, kind, digits] = typeof text === "string" ? (TYPE.exec(text) ?? []) : [];
  if (kind === undefined) return undefined;
  const size = Number(digits) * (kind === "U" ? 4 : 1);
  if (dtype.state === undefined) return { size, hasObject: kind === "O" };
  const state = dtype.state instanceof Items ? dtype.state.items : [];
  const ownSize = plainNumber(state[ITEM_SIZE]);
  const flags = plainNumber(state[FLAGS]);
  if (ownSize === undefined || flags === undefined) return undefined;
  const hasObject = kind === "O" || (flags & HAS_OBJECT) !== 0;
  // Only what may be of any size believes its state.
  if (FLEXIBLE.test(kind)) return ownSize < 0 ? undefined : { size: ownSize, hasObject };
  return ownSize > 0 && ownSize !== size ? undefined : { size, hasObject };
}

/** A number that is written as one. */
function plainNumber(value: unknown): number | undefined {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}
