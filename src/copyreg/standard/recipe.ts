import type { Global, Instance, Kind, Tuple } from "../../python/index.ts";

/** What a recipe answers for arguments that are not the usual ones: the object stays an `Instance`. */
export const INERT: unique symbol = Symbol("inert");

/**
 * How the objects that one name of the standard library makes are read. Only pure data is made; nothing is called.
 *
 * In the exact profile a value is made only of what its reducer would write, so that nothing can be lost. In the
 * natural profile it may have been written in any way that Python takes. A recipe never throws for bad data, and does
 * no more work than its arguments are long.
 */
export interface Recipe {
  /** The names that make such objects, each `"module name"`, as Python 3 has them. */
  readonly names: readonly string[];
  /** The value that the name itself stands for. */
  readonly value?: unknown;
  /** How many times as much as its arguments such a value takes, where it is much more. Default: 1. */
  readonly weight?: number;
  /** The value that a call of the name with these arguments makes, or `INERT`. Only an exception remembers `global`. */
  call?(args: Tuple, exact: boolean, global: Global): unknown;
  /** The value that `cls.__new__` makes of these arguments, of a class whose instances have no state, or `INERT`. */
  create?(args: Tuple, exact: boolean): unknown;
  /** The value that an instance made by `cls.__new__` is once it has its state, or `INERT`. */
  build?(instance: Instance, exact: boolean): unknown;
}

/** What a writer asks of a reducer. */
export interface ReduceContext {
  readonly protocol: number;
  readonly exact: boolean;
}

/** What a value is written as: what makes it, or its name; `undefined` for a value that Python has no form for. */
export type Reducer<T> = (value: T, context: ReduceContext) => Instance | Global | undefined;

/** The reducers of a family, by the kind of value. */
export type KindReducers = readonly (readonly [kind: Kind, reducer: Reducer<never>])[];

/** The reducers of JavaScript's own objects, by their prototype: instances of subclasses are no such values. */
export type PrototypeReducers = readonly (readonly [prototype: object, reducer: Reducer<never>])[];
