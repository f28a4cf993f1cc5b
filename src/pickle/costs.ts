// About what values cost in V8, in bytes: what the limit `maxMemory` counts.

/** An open MARK. */
export const MARK_COST = 8;
/** A name that was not met before, and an object that stands for an id or a code. */
export const NAME_COST = 256;
export const REFERENCE_COST = 48;
/** Containers with nothing in them. */
export const LIST_COST = 40;
export const OBJECT_COST = 64;
export const TABLE_COST = 160;
export const TUPLE_COST = 80;
export const SLOT_COST = 8;
/** The room that a list gets with its first item. */
export const FIRST_ROOM_COST = 152;
/** A key and a value as an array of their own. */
export const PAIR_COST = 72;
/** An operation that an instance keeps for later. */
export const STEP_COST = 96;
/** Bytes, besides themselves, and an integer or a text in a box. */
export const BYTES_COST = 200;
export const BOX_COST = 32;
