import type { Global } from "../python/index.ts";

/** A class of the host program. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** The fields of an instance as a pickle has them: what `__dict__` holds. */
export type State = Record<string, unknown>;

/** How instances of a class are taken apart and built again. Every function is optional. */
export interface RegisterOptions<T> {
  /**
   * The arguments with which Python makes the object. Without it the object is made as `object.__new__`
   * does, with no arguments, and its fields are its state.
   */
  reduce?(value: T): readonly unknown[];
  /**
   * Makes the object from those arguments, which are whatever the data holds: check them.
   * Default: `new Class(...args)`, and that only where `reduce` is given.
   */
  construct?(...args: never[]): T;
  /** Whether Python makes the object by calling the class or by its `__new__` alone. Default: `"call"`. */
  readonly form?: "call" | "new";
  /** The state to keep; `undefined` keeps none. Default: the own enumerable fields; none with `reduce`. */
  getState?(value: T): unknown;
  /** Gives an object the state that was kept. Default: its fields are defined as own properties, no setter is called. */
  setState?(value: T, state: State): void;
  /** Brings a state that an older version wrote up to date, before `setState`. Default: none. */
  upgrade?(state: State): unknown;
  /** Other names that data may know the class by, because it moved: read, never written. Default: none. */
  readonly aliases?: readonly string[];
}

/** An object taken apart: what a pickle holds of it. */
export interface Reduced {
  /** Whether Python makes it by calling the class or by its `__new__` alone. */
  readonly form: "call" | "new";
  /** The arguments that it is made with. */
  readonly args: readonly unknown[];
  /** What `__setstate__` or `__dict__` receives; `undefined` for no state. */
  readonly state: unknown;
  /** What a list would hold, appended one by one; `undefined` for none. */
  readonly items: Iterable<unknown> | undefined;
  /** What a dict would hold, set one by one; `undefined` for none. */
  readonly entries: Iterable<readonly [unknown, unknown]> | undefined;
}

/** A class and its name in Python, as a registry keeps them. */
export interface Registration {
  /** The class of this program. */
  readonly class: Class;
  /** The name that is written; aliases are only read. */
  readonly global: Global;
  /** Whether Python makes an object by `object.__new__` alone and its own fields are its state. */
  readonly isPlain: boolean;
  /** Makes an object. `called` says whether Python would call the class, rather than its `__new__`. */
  make(args: readonly unknown[], called: boolean): object;
  /**
   * Gives an object its state.
   *
   * @throws TypeError for a state that is no dict of names nor a pair of them, without a `setState`.
   * @throws whatever the class's own `upgrade` and `setState` throw.
   */
  build(value: object, state: unknown): void;
  /** Takes an object apart. */
  reduce(value: object): Reduced;
}
