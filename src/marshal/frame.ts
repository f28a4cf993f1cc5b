/** What stands for the key of an entry that has none yet. */
export const NO_KEY: unique symbol = Symbol("no key");
/** The object that `TYPE_NULL` is: nothing. It ends a dict, and may be nowhere else. */
export const NULL_OBJECT: unique symbol = Symbol("null");

/** A container that is being read. */
export class Frame {
  /** The type code. */
  readonly type: number;
  /** Where it begins, in bytes from the beginning of the stream. */
  readonly offset: number;
  /** What can be referred to: a list, dict, set or tuple; `undefined` for what is made at its end. */
  target: unknown;
  /** The objects in order; of a list or tuple it is the target. */
  readonly items: unknown[];
  /** How many objects are to come; a dict ends with a NULL instead. */
  left: number;
  /** The index to refer to it by; -1 for none. */
  index = -1;
  /** The key whose value comes next. */
  key: unknown = NO_KEY;
  /** The keys of a plain object in order, from when a key comes that would be moved to the front. */
  keys: string[] | undefined;

  constructor(type: number, offset: number, target: unknown, items: unknown[], left: number) {
    this.type = type;
    this.offset = offset;
    this.target = target;
    this.items = items;
    this.left = left;
  }
}
