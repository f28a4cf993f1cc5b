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

/** What is said of one that cannot be looked at as a whole. */
export const MANY_FIELDS = "it has more fields than are looked at";

/** Why a state of a `numpy.dtype` makes arrays that reach outside of their memory; `undefined` if it does not. */
export function unsoundness(target: Made, state: unknown): string | undefined {
  if (classOf(target)?.path !== "numpy.dtype" || !(state instanceof Items)) return undefined;
  const { items } = state;
  const flags = items[FLAGS];
  if (typeof flags !== "number") return undefined;
  if (hasMore(items[FIELDS])) return MANY_FIELDS;
  const parts = [...fieldsOf(items[FIELDS]), ...fieldsOf(items[SUBARRAY])];
  const [kind] = target.args instanceof Items ? target.args.items : [];
  const hasObject = isObjectKind(kind) || parts.some(({ dtype }) => dtypeItem(dtype)?.hasObject);
  if ((flags & OBJECTS) !== (hasObject ? OBJECTS : 0))
    return "it does not say rightly whether its items are objects";
  const size = items[ITEM_SIZE];
  for (const { dtype, offset, count } of parts) {
    const end = offset + count * (dtypeItem(dtype)?.size ?? 0);
    if (typeof size === "number" && size >= 0 && (offset < 0 || end > size)) return "a field lies outside";
  }
  return undefined;
}

interface Field {
  readonly dtype: unknown;
  readonly offset: number;
  readonly count: number;
}

/** The fields of a dict, each with its offset, or the one of a subarray, with its shape. */
function fieldsOf(fields: unknown): Field[] {
  if (fields instanceof Entries) return fields.items.filter((_, i) => i % 2 === 1).flatMap(fieldsOf);
  if (!(fields instanceof Items) || fields.kind !== "tuple") return [];
  const [dtype, place] = fields.items;
  if (place instanceof Items) return [{ dtype, offset: 0, count: countOf(place) ?? 0 }];
  return [{ dtype, offset: typeof place === "number" ? place : 0, count: 1 }];
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
