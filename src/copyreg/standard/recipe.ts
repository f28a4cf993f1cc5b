import type { Instance, Tuple } from "../../python/index.ts";

/** What a recipe answers for arguments that are not the usual ones: the object stays an `Instance`. */
export const INERT: unique symbol = Symbol("inert");

/** How the objects that one name of the standard library makes are read. Only pure data is made; nothing is called. */
export interface Recipe {
  /** The names that make such objects, each `"module name"`, as Python 3 has them. */
  readonly names: readonly string[];
  /** The value that a call of the name with these arguments makes, or `INERT`. */
  call?(args: Tuple, exact: boolean): unknown;
  /** The value that `cls.__new__(cls, *args)` makes, or `INERT`. */
  create?(args: Tuple, exact: boolean): unknown;
  /** The value that an instance made by `cls.__new__` is once it has its state, or `INERT`. */
  build?(instance: Instance, exact: boolean): unknown;
}

/** What a writer asks of a reducer. */
export interface ReduceContext {
  readonly protocol: number;
  readonly exact: boolean;
}
