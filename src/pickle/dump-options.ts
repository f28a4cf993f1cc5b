import {
  type Class,
  defaultRegistry,
  type ReduceFunction,
  type ReduceValue,
  type Registry,
} from "../copyreg/index.ts";
import type { PickleBuffer } from "./buffer.ts";
import { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from "./format.ts";

/** How a value is pickled. */
export interface DumpOptions {
  /**
   * Write as the exact profile has it: a `number` is a float, a `bigint` an int, `Map` and plain object are dicts alike.
   * Default: `false`, the natural profile.
   */
  readonly exact?: boolean;
  /** The protocol, from 0 to 5; a negative number asks for the highest. Default: 5. */
  readonly protocol?: number;
  /** Give modules the names that Python 2 knows, in protocols 0 to 2. Default: `true`. */
  readonly fixImports?: boolean;
  /** The classes that can be written. Default: those registered by the functions of `pantry/copyreg`. */
  readonly registry?: Registry;
  /**
   * Write literals only, for unpicklers that allow no names: a value that needs a name is a `PicklingError`, and what
   * only JavaScript tells apart is no longer told apart (`undefined` is None, a `Map` of strings a plain dict). Default: `false`.
   */
  readonly plain?: boolean;
  /** Refuse what Python could not read, such as a `Set` of lists. Default: `true`; `false` writes it for Pantry alone. */
  readonly portable?: boolean;
  /** Write no memo: shorter, but what is shared comes several times, and a cycle is an error. Default: `false`. */
  readonly fast?: boolean;
  /**
   * Offered each buffer (a `PickleBuffer`; in the natural profile every bytes and typed array too) to keep it out of
   * the pickle (PEP 574). A true answer keeps it in. Protocol 5 only. Default: all are kept in.
   */
  bufferCallback?(buffer: PickleBuffer): unknown;
  /**
   * Asked of every value: the persistent id to write in its place; `undefined` or `null` to write the value.
   * Default: none.
   */
  persistentId?(value: unknown): unknown;
  /**
   * Asked of every object, arrays and plain objects too, but not bytes: how to take it apart; `undefined`
   * leaves it to the rest. Default: none.
   */
  reducerOverride?(value: unknown): ReduceValue | undefined;
  /** Reduce functions by the exact class, looked up before those of the registry. Default: none. */
  readonly dispatchTable?: ReadonlyMap<Class, ReduceFunction<never>>;
}

/** The options that have defaults, with nothing left out. */
export interface DumpSettings {
  readonly exact: boolean;
  readonly protocol: number;
  readonly fixImports: boolean;
  readonly registry: Registry;
  readonly plain: boolean;
  readonly portable: boolean;
}

/** Fills in the defaults. Throws `RangeError` for a protocol that there is not, or that the other options do not go with. */
export function dumpSettings(options: DumpOptions): DumpSettings {
  const protocol = protocolOf(options.protocol ?? DEFAULT_PROTOCOL);
  if (options.bufferCallback && protocol < 5) throw new RangeError("bufferCallback needs protocol 5");
  return {
    exact: options.exact ?? false,
    protocol,
    fixImports: (options.fixImports ?? true) && protocol < 3,
    registry: options.registry ?? defaultRegistry,
    plain: options.plain ?? false,
    portable: options.portable ?? true,
  };
}

function protocolOf(protocol: number): number {
  if (!Number.isInteger(protocol) || protocol > HIGHEST_PROTOCOL) {
    throw new RangeError(`protocol must be an integer up to ${HIGHEST_PROTOCOL}, not ${protocol}`);
  }
  return protocol < 0 ? HIGHEST_PROTOCOL : protocol;
}
