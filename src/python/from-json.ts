import type { CodeObject } from "./code-object.ts";
import type { Json } from "./json.ts";
import { NESTED, readLeaf } from "./json-leaves.ts";
import { type Keep, NestedValues, type Part, type Work } from "./json-nested.ts";
import { fieldsIn, integerIn, refusal, tagOf } from "./json-parts.ts";

/** How `fromJson` reads. */
export interface FromJsonOptions {
  /** Whether the value is of the exact profile: an integer is a bigint, and an object a `Map`. Default: `false`. */
  readonly exact?: boolean;
  /**
   * Makes a code object of its fields: `(fields) => new Code(fields)`, with `Code` of `pantry/marshal`. Default: code is
   * an error.
   */
  readonly code?: (fields: CodeObject) => CodeObject;
}

/**
 * The value that tagged JSON describes: the reverse of `toJson` with the same `exact`. Sharing and cycles come back.
 * Nothing is ever called or imported; what `toJson` can only name, `$javascript`, is an error.
 *
 * Nesting may be of any depth, but `JSON.parse` has a limit of its own in some engines.
 *
 * @throws SyntaxError for JSON that describes no value. The message says where, as a JSON pointer.
 *
 * @example
 * ```ts
 * import { fromJson, toJson, Tuple } from "pantry/python";
 *
 * const point = new Tuple<unknown>(1, 2.5);
 * point.push(point);
 * const text = JSON.stringify(toJson([point, 7n, point]));
 * const [one, seven, again] = fromJson(JSON.parse(text)) as [Tuple, bigint, Tuple];
 * if (one !== again || one[2] !== one || one[1] !== 2.5 || seven !== 7n) throw new Error("not the same graph");
 * ```
 */
export function fromJson(json: Json, options: FromJsonOptions = {}): unknown {
  const reading = new Reading(options);
  try {
    return reading.value(json);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError))
      throw error;
    throw new SyntaxError(`Cannot read tagged JSON${reading.place}: ${error.message}`, { cause: error });
  }
}

/** One walk over JSON, which uses no call stack. */
class Reading {
  readonly #values: NestedValues;
  /** What has a number, by its text: numbers can be crafted that collide. It is `NESTED` as long as it is not made. */
  readonly #numbered = new Map<string, unknown>();
  /** The number of the value that is about to be read, if it has one. */
  #number: string | undefined;
  /** In each value around the one that is read, where the next is. */
  readonly #places: string[] = [];

  constructor({ exact = false, code }: FromJsonOptions) {
    this.#values = new NestedValues(exact, code);
  }

  /** Where one is. */
  get place(): string {
    return this.#places.length === 0 ? "" : ` at /${this.#places.join("/")}`;
  }

  value(root: Json): unknown {
    const open: Work<unknown>[] = [];
    let json = root;
    for (;;) {
      let value = this.#leaf(json);
      if (value === NESTED) open.push(this.#work(json as object));
      let part: Part | undefined;
      while (!part) {
        const work = open.at(-1);
        if (!work) return value;
        this.#places.length = open.length - 1;
        // Work that has not begun takes no notice of the value.
        const step = work.next(value);
        if (step.done) open.pop();
        if (step.done) value = step.value;
        else part = step.value;
      }
      this.#places.push(part.place);
      json = part.json;
    }
  }

  #leaf(json: Json): unknown {
    if (typeof json !== "object" || json === null || !Object.hasOwn(json, "$ref"))
      return readLeaf(json, this.#values.exact);
    const { $ref } = fieldsIn(json, ["$ref"]);
    const number = typeof $ref === "number" ? `${$ref}` : "";
    const value = this.#numbered.get(number);
    if (!this.#numbered.has(number)) throw refusal(`nothing before it has the $id ${JSON.stringify($ref)}`);
    if (value === NESTED) throw refusal("such a value cannot be a part of itself");
    return value;
  }

  #work(json: object): Work<unknown> {
    const number = this.#number;
    this.#number = undefined;
    const keep: Keep = (value) => {
      if (number !== undefined) this.#numbered.set(number, value);
      return value;
    };
    if (Array.isArray(json)) return this.#values.list(json, keep);
    const tag = tagOf(json);
    if (tag === undefined) return this.#values.dict(json as Json, keep);
    if (tag === "$id") return this.#shared(json);
    return this.#values.tagged(tag, (json as { readonly [tag: string]: Json })[tag] as Json, keep);
  }

  *#shared(json: object): Work<unknown> {
    const { $id, $value } = fieldsIn(json, ["$id", "$value"]);
    const number = `${integerIn($id)}`;
    if (this.#numbered.has(number)) throw refusal(`another value has the $id ${number}`);
    this.#numbered.set(number, NESTED);
    this.#number = number;
    const value = yield { place: "$value", json: $value as Json };
    this.#number = undefined;
    this.#numbered.set(number, value);
    return value;
  }
}
