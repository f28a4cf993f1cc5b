import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `frozenset`: a `Set` that never changes once it is made. Members are told apart as `Set` does, so
 * two equal tuples are two members.
 *
 * ```ts
 * import { FrozenSet } from "pantry/python";
 *
 * const colours = new FrozenSet(["red", "green"]);
 * if (String(colours) !== "frozenset({'red', 'green'})") throw new Error("not a frozenset");
 * ```
 */
export class FrozenSet<T = unknown> extends Set<T> {
  static {
    brand(FrozenSet.prototype, "FrozenSet");
  }

  /** A frozenset of these members. Default: none. */
  constructor(members: Iterable<T> = []) {
    super();
    for (const member of members) super.add(member);
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozenset does not change.
   */
  override add(_member: T): this {
    throw new TypeError("Cannot add to a FrozenSet: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozenset does not change.
   */
  override delete(_member: T): boolean {
    throw new TypeError("Cannot delete from a FrozenSet: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozenset does not change.
   */
  override clear(): void {
    throw new TypeError("Cannot clear a FrozenSet: it does not change");
  }

  /** The tagged JSON of this value: `{"$frozenset": [...]}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `frozenset({1, 2})`. */
  override toString(): string {
    return textOf(this);
  }
}
