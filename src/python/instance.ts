import { kindOf } from "./brand.ts";
import { brand, PythonObject } from "./python-object.ts";
import { Tuple } from "./tuple.ts";

/**
 * How an instance is made: by a call of its class (`"call"`), by `cls.__new__` alone (`"new"`), or in the way
 * of Python 2's old classes (`"object"`).
 */
export type InstanceForm = "call" | "new" | "object";

/**
 * An operation on an instance that came out of the usual order (items, entries, state): items appended as to
 * a list or added as to a set, entries set as in a dict, or one more state.
 */
export type Step =
  | { readonly operation: "append"; readonly items: unknown[] }
  | { readonly operation: "set"; readonly entries: [unknown, unknown][] }
  | { readonly operation: "add"; readonly items: unknown[] }
  | { readonly operation: "build"; readonly state: unknown };

/** The parts of an `Instance`; every one may be left out. */
export interface InstanceParts {
  /** The positional arguments. Default: none. */
  readonly args?: Tuple | undefined;
  /** The keyword arguments. Default: none. */
  readonly kwargs?: Map<string, unknown> | undefined;
  /** What `__setstate__` or `__dict__` receives. Default: `undefined`, no state at all; `null` is a state of `None`. */
  readonly state?: unknown;
  /** What is appended to it, as to a list. Default: none. */
  readonly items?: unknown[] | undefined;
  /** What is set in it, as in a dict. Default: none. */
  readonly entries?: [unknown, unknown][] | undefined;
  /** How it is made. Default: `"call"`. */
  readonly form?: InstanceForm | undefined;
  /** A function that sets the state in place of the object itself. Default: none. */
  readonly stateSetter?: unknown;
  /** Operations after the usual ones. Default: none. */
  readonly later?: Step[] | undefined;
}

/**
 * An object of a class that is not registered: what Python would call, and what it would do to the result. All of
 * it is plain data that may be read and changed, and nothing is ever called.
 *
 * ```ts
 * import { Global, Instance } from "pantry/python";
 *
 * const order = new Instance(new Global("shop.models", "Order"), { state: { id: 1 } });
 * if (order.get("id") !== 1) throw new Error("an attribute is read from the state");
 * ```
 */
export class Instance extends PythonObject {
  static {
    brand(Instance.prototype, "Instance");
  }

  /** The class: a `Global`, or whatever else was called. */
  class: unknown;
  /** The positional arguments. */
  args: Tuple;
  /** The keyword arguments; `undefined` for none. */
  kwargs: Map<string, unknown> | undefined;
  /** What `__setstate__` or `__dict__` receives; `undefined` for no state, `null` for a state of `None`. */
  state: unknown;
  /** What is appended to it, as to a list; `undefined` for none. */
  items: unknown[] | undefined;
  /** What is set in it, as in a dict: keys and values. `undefined` for none. */
  entries: [unknown, unknown][] | undefined;
  /** How it is made. */
  form: InstanceForm;
  /** What sets the state in place of the object itself, mostly a `Global`; `undefined` for none. */
  stateSetter: unknown;
  /** Operations after the usual ones, in order; `undefined` for none. */
  later: Step[] | undefined;

  /** An instance of `class_`, a `Global` or whatever else is called, made and filled as the parts say. */
  constructor(class_: unknown, parts: InstanceParts = {}) {
    super();
    this.class = class_;
    this.args = parts.args ?? new Tuple();
    this.kwargs = parts.kwargs;
    this.state = parts.state;
    this.items = parts.items;
    this.entries = parts.entries;
    this.form = parts.form ?? "call";
    this.stateSetter = parts.stateSetter;
    this.later = parts.later;
  }

  /**
   * The attribute of that name, where the state is a dict (a plain object or a `Map`) or a tuple of two of them,
   * the second for `__slots__`. `undefined` when there is none.
   */
  get(name: string): unknown {
    const state = this.state;
    if (kindOf(state) !== "Tuple") return attribute(state, name);
    const [dict, slots] = state as Tuple;
    return attribute(slots, name) ?? attribute(dict, name);
  }
}

function attribute(dict: unknown, name: string): unknown {
  if (typeof dict !== "object" || dict === null) return undefined;
  if (dict instanceof Map) return dict.get(name);
  return Object.hasOwn(dict, name) ? (dict as Record<string, unknown>)[name] : undefined;
}
