import { entryPlace, fieldPlace } from "../python/places.ts";
import type { Field } from "./code-layout.ts";
import { CODE, DICT } from "./type-codes.ts";

/** A container that is being written. */
export class WriteFrame {
  value: object = this;
  type = 0;
  /** What is to be written, in order: items, keys and values in turn, the names of fields, or the fields of a code object. */
  items: readonly unknown[] = [];
  /** Whether a name of each of `items` is followed by the field of `value`. */
  hasFields = false;
  /** How many values there are: a getter could add some while they are written. */
  length = 0;
  index = 0;

  /** Begins anew, with another container; returns itself. */
  open(type: number, value: object, items: readonly unknown[], hasFields: boolean): this {
    this.type = type;
    this.value = value;
    this.items = items;
    this.hasFields = hasFields;
    this.length = hasFields ? 2 * items.length : items.length;
    this.index = 0;
    return this;
  }

  /** Where in the container the value is that was taken last. */
  place(layout: readonly Field[]): string {
    const at = this.index - 1;
    if (this.type === CODE) return `.${layout[at]?.name}`;
    if (this.type !== DICT) return `[${at}]`;
    const key = this.items[this.hasFields ? at >> 1 : at & ~1];
    const isKey = (at & 1) === 0;
    return typeof key === "string" && !isKey ? fieldPlace(key) : entryPlace(key, isKey);
  }
}
