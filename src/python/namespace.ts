import { defineField } from "./fields.ts";
import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `types.SimpleNamespace`: its attributes are own properties, whatever their names.
 *
 * ```ts
 * import { SimpleNamespace } from "pantry/python";
 *
 * const settings = new SimpleNamespace([["debug", true]]);
 * if (settings["debug"] !== true || String(settings) !== "namespace(debug=True)") throw new Error("not an attribute");
 * ```
 */
export class SimpleNamespace {
  static {
    brand(SimpleNamespace.prototype, "SimpleNamespace");
  }

  /** The attribute of that name. */
  [name: string]: unknown;

  /** A namespace with these attributes, in order. Default: none. */
  constructor(entries: Iterable<readonly [string, unknown]> = []) {
    for (const [name, value] of entries) {
      // Defined and not assigned: an attribute called __proto__ is an attribute.
      defineField(this, name, value);
    }
  }

  /** The tagged JSON of this value: `{"$namespace": {...}}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `namespace(a=1)`. */
  toString(): string {
    return textOf(this);
  }
}
