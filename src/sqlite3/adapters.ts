import { DateOnly, DateTime } from "../python/index.ts";
import { adaptDate, adaptTimestamp } from "./dates.ts";
import { ProgrammingError } from "./errors.ts";
import type { SqlInput } from "./values.ts";

/**
 * The protocol by which values become what SQLite can keep. An object can adapt itself:
 *
 * ```ts
 * import { adapt, PrepareProtocol } from "pantry/sqlite3";
 *
 * class Point {
 *   x = 1;
 *   y = 2;
 *   [PrepareProtocol.conform](protocol: unknown) {
 *     return protocol === PrepareProtocol ? `${this.x};${this.y}` : undefined;
 *   }
 * }
 * if (adapt(new Point()) !== "1;2") throw new Error("not adapted");
 * ```
 */
export const PrepareProtocol: {
  /** The method of an object that adapts it to a protocol, Python's `__conform__`. It gives `undefined` or `null` if it cannot. */
  readonly conform: unique symbol;
  /** The method of a protocol that adapts an object, Python's `__adapt__`. It gives `undefined` or `null` if it cannot. */
  readonly adapt: unique symbol;
} = Object.freeze({
  conform: Symbol.for("pantry.sqlite3.conform") as never,
  adapt: Symbol.for("pantry.sqlite3.adapt") as never,
});

/** A type that has an adapter: a class, or `Number`, `String`, `BigInt` or `Boolean` for the primitives. */
export interface AdaptedType<T> {
  /** The prototype that its values have. */
  readonly prototype: T;
}

/** What an adapter is given: the values of a type. */
export type Adapted<T> = T extends typeof String.prototype
  ? string
  : T extends typeof Number.prototype
    ? number
    : T extends typeof BigInt.prototype
      ? bigint
      : T extends typeof Boolean.prototype
        ? boolean
        : T;

type Adapter = (value: unknown) => unknown;

const PRIMITIVES: ReadonlySet<unknown> = new Set([Number.prototype, String.prototype, BigInt.prototype]);

/** Adapters by type and protocol. */
export class Adapters {
  readonly #parent: Adapters | undefined;
  /** By protocol, then by prototype. */
  readonly #tables = new Map<unknown, Map<unknown, Adapter>>();
  #adaptsPrimitives = false;

  /** @param parent Where to look for what is not found here. */
  constructor(parent?: Adapters) {
    this.#parent = parent;
  }

  /** Whether numbers, texts or bigints have an adapter, or had one. */
  get adaptsPrimitives(): boolean {
    return this.#adaptsPrimitives || (this.#parent?.adaptsPrimitives ?? false);
  }

  /**
   * Registers the adapter of a type, in place of the one before.
   *
   * @param type A class: its instances have the adapter, those of its subclasses have not.
   * @param protocol What to adapt to; anything, compared by identity.
   */
  register<T>(
    type: AdaptedType<T>,
    adapter: (value: Adapted<T>) => unknown,
    protocol: unknown = PrepareProtocol,
  ): void {
    if (typeof adapter !== "function") throw new TypeError("an adapter must be a function");
    const table = this.#tables.get(protocol) ?? new Map<unknown, Adapter>();
    this.#tables.set(protocol, table.set(type.prototype, adapter as Adapter));
    if (PRIMITIVES.has(type.prototype)) this.#adaptsPrimitives = true;
  }

  /** Takes out the adapter that was registered here for a type. Gives whether there was one. */
  unregister(type: AdaptedType<unknown>, protocol: unknown = PrepareProtocol): boolean {
    return this.#tables.get(protocol)?.delete(type.prototype) ?? false;
  }

  /**
   * Adapts a value by, in this order, the adapter of its type, the protocol's own method, and that of the value. A `TypeError` of these
   * methods means that they cannot, as in Python.
   *
   * @param alternative What to give if nothing adapts it.
   * @throws ProgrammingError `can't adapt`, if nothing does and there is no alternative.
   */
  adapt(value: unknown, protocol: unknown = PrepareProtocol, alternative?: unknown): unknown {
    const adapter = this.#find(protocol, value);
    if (adapter !== undefined) return adapter(value);
    const adapted =
      call(protocol, PrepareProtocol.adapt, value) ??
      call(value, PrepareProtocol.conform, protocol) ??
      alternative;
    if (adapted === undefined) throw new ProgrammingError("can't adapt");
    return adapted;
  }

  /** What is bound for a parameter: the value itself if nothing adapts it. */
  adaptParameter(value: unknown): unknown {
    return this.adapt(value, PrepareProtocol, value);
  }

  #find(protocol: unknown, value: unknown): Adapter | undefined {
    if (value === null || value === undefined) return undefined;
    const found = this.#tables.get(protocol)?.get(Object.getPrototypeOf(value));
    return found ?? (this.#parent === undefined ? undefined : this.#parent.#find(protocol, value));
  }
}

function call(owner: unknown, key: symbol, argument: unknown): unknown {
  if ((typeof owner !== "object" && typeof owner !== "function") || owner === null) return undefined;
  const method = (owner as { readonly [key]?: unknown })[key];
  if (typeof method !== "function") return undefined;
  try {
    return method.call(owner, argument);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The adapters of all connections: at first those of `DateOnly` and `DateTime`. */
export const adapters: Adapters = defaultAdapters();

function defaultAdapters(): Adapters {
  const defaults = new Adapters();
  defaults.register(DateOnly, adaptDate);
  defaults.register(DateTime, adaptTimestamp);
  return defaults;
}

/**
 * Registers the adapter of a type for all connections: what it gives is bound in place of a value of that type.
 *
 * JavaScript's `Date` has none at first, since a text, seconds and milliseconds are all in use.
 *
 * @example
 * ```ts
 * import { adapt, registerAdapter } from "pantry/sqlite3";
 *
 * registerAdapter(Date, (date) => date.toISOString());
 * if (adapt(new Date(0)) !== "1970-01-01T00:00:00.000Z") throw new Error("not adapted");
 * ```
 */
export function registerAdapter<T>(type: AdaptedType<T>, adapter: (value: Adapted<T>) => SqlInput): void {
  adapters.register(type, adapter);
}

/**
 * Adapts a value to a protocol as all connections do.
 *
 * @param alternative What to give if nothing adapts it.
 * @throws ProgrammingError `can't adapt`, if nothing does and there is no alternative.
 */
export function adapt(value: unknown, protocol: unknown = PrepareProtocol, alternative?: unknown): unknown {
  return adapters.adapt(value, protocol, alternative);
}
