import type { Global } from "./global.ts";
import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { brief, textOf } from "./repr.ts";
import { Tuple } from "./tuple.ts";

/**
 * A Python exception as data: its class, its arguments, and its `__dict__`. It is an `Error`, so it can be thrown.
 *
 * ```ts
 * import { Global, PythonException, Tuple } from "pantry/python";
 *
 * const error = new PythonException(new Global("builtins", "ValueError"), new Tuple("too long"));
 * if (error.name !== "ValueError" || error.message !== "too long") throw new Error("not as Python says it");
 * ```
 */
export class PythonException extends Error {
  static {
    brand(PythonException.prototype, "PythonException");
  }

  /** The class, by name. */
  readonly class: Global;
  /** The arguments that the exception was made with. */
  args: Tuple;
  /** Its attributes or other state; `undefined` when there is none. */
  state: unknown;

  /** An exception with no arguments and no state unless they are given. */
  constructor(class_: Global, args: Tuple = new Tuple(), state?: unknown) {
    super();
    this.class = class_;
    this.args = args;
    this.state = state;
  }

  /** The name of the class, without its module. */
  override get name(): string {
    return this.class.name;
  }

  /** What Python's `str()` gives: the only argument, or all of them as a tuple. */
  override get message(): string {
    const [first] = this.args;
    if (this.args.length > 1) return brief(this.args);
    return this.args.length === 0 ? "" : typeof first === "string" ? first : brief(first);
  }

  /** The tagged JSON of this value: `{"$exception": {"class": ..., "args": [...]}}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `repr()` gives: `ValueError('x')`. */
  override toString(): string {
    return textOf(this);
  }
}
