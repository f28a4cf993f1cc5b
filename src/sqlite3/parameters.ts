import { Float, type Int, kindOf, type Long } from "../python/index.ts";
import type { Adapters } from "./adapters.ts";
import type { Bindable } from "./engine/port.ts";
import { ProgrammingError } from "./errors.ts";
import { int64 } from "./values.ts";
import { lossOf } from "./well-formed.ts";

/**
 * What a statement is given: an array (or anything else that iterates, text and bytes excepted) by position; a plain
 * object or `Map` by name, without the `:`, `@` or `$`.
 */
export type Parameters =
  | Iterable<unknown>
  | ReadonlyMap<string, unknown>
  | { readonly [name: string]: unknown };

const NONE: readonly Bindable[] = [];

/** Makes what SQLite can bind of what a statement is given. */
export class Binder {
  readonly #adapters: Adapters;
  /** Those that had no names when they were looked at last, often for the same statement. */
  #nameless: readonly (string | null)[] | undefined;

  constructor(adapters: Adapters) {
    this.#adapters = adapters;
  }

  /**
   * The values by index, for parameters of these names.
   *
   * @throws ProgrammingError where they do not fit, or for a value of a type that is not supported.
   * @throws RangeError for an integer of more than 64 bits.
   */
  bind(parameters: Parameters | undefined, names: readonly (string | null)[]): readonly Bindable[] {
    if (parameters === undefined) {
      if (names.length > 0) throw wrongCount(names.length, 0);
      return NONE;
    }
    if (Array.isArray(parameters)) return this.#bindSequence(parameters, names);
    return this.#bindOther(parameters, names);
  }

  #bindSequence(values: readonly unknown[], names: readonly (string | null)[]): readonly Bindable[] {
    const { length } = values;
    if (length !== names.length) throw wrongCount(names.length, length);
    if (names !== this.#nameless) this.#checkNameless(names);
    const { adaptsPrimitives } = this.#adapters;
    // Each value is asked for once: what a getter or proxy gives must not change between a look and its use.
    const bindings = new Array<Bindable>(length);
    for (let index = 0; index < length; index++) {
      const value = values[index];
      bindings[index] =
        !adaptsPrimitives && isPlain(value) ? value : this.#bindable(value, index, adaptsPrimitives);
    }
    return bindings;
  }

  #checkNameless(names: readonly (string | null)[]): void {
    const index = names.findIndex((name) => name !== null && !name.startsWith("?"));
    if (index >= 0)
      throw new ProgrammingError(
        `Binding ${index + 1} ('${names[index]}') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders.`,
      );
    this.#nameless = names;
  }

  #bindOther(parameters: Parameters, names: readonly (string | null)[]): readonly Bindable[] {
    if (typeof parameters !== "object" || parameters === null || ArrayBuffer.isView(parameters))
      throw new ProgrammingError("parameters are of unsupported type");
    if (!(parameters instanceof Map) && Symbol.iterator in parameters)
      return this.#bindSequence(Array.from(parameters), names);
    return names.map((name, index) => {
      if (name === null)
        throw new ProgrammingError(
          `Binding ${index + 1} has no name, but you supplied a dictionary (which has only names).`,
        );
      return this.#bindable(lookUp(parameters, name.slice(1)), index, this.#adapters.adaptsPrimitives);
    });
  }

  #bindable(value: unknown, index: number, adaptsPrimitives: boolean): Bindable {
    switch (typeof value) {
      case "number":
      case "bigint":
      case "string":
        return scalar(adaptsPrimitives ? this.#adapted(value) : value, index);
      case "boolean":
        return scalar(this.#adapted(value), index);
      case "object":
        if (value === null) return null;
        return scalar(this.#adapted(value), index);
      default:
        throw unsupported(value, index);
    }
  }

  #adapted(value: unknown): unknown {
    return this.#adapters.adaptParameter(value);
  }
}

/** Whether SQLite has the value, and nobody adapts it. */
function isPlain(value: unknown): value is null | number | string {
  return typeof value === "number" || value === null || (typeof value === "string" && value.isWellFormed());
}

/** The value itself, if SQLite has it. */
function scalar(value: unknown, index: number): Bindable {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
      return int64(value);
    case "boolean":
      return value ? 1 : 0;
    case "string": {
      const loss = lossOf(value);
      if (loss !== undefined) throw new ProgrammingError(`Error binding parameter ${index + 1}: ${loss}`);
      return value;
    }
    case "object":
      return value === null ? null : (boxed(value) ?? fail(unsupported(value, index)));
    default:
      throw unsupported(value, index);
  }
}

/** What SQLite has among objects: bytes, and numbers that say what they are. */
export function boxed(value: object): Bindable | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  switch (kindOf(value)) {
    case "Float":
      return value instanceof Float ? value : new Float((value as Float).value);
    case "Int":
    case "Long":
      return int64((value as Int | Long).value);
    default:
      return undefined;
  }
}

function lookUp(parameters: object, name: string): unknown {
  if (parameters instanceof Map) {
    if (parameters.has(name)) return parameters.get(name);
  } else if (Object.hasOwn(parameters, name)) {
    return (parameters as { readonly [name: string]: unknown })[name];
  }
  throw new ProgrammingError(`You did not supply a value for binding parameter :${name}.`);
}

function wrongCount(wanted: number, given: number): ProgrammingError {
  return new ProgrammingError(
    `Incorrect number of bindings supplied. The current statement uses ${wanted}, and there are ${given} supplied.`,
  );
}

function unsupported(value: unknown, index: number): ProgrammingError {
  return new ProgrammingError(
    `Error binding parameter ${index + 1}: type '${typeName(value)}' is not supported`,
  );
}

function typeName(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  return (typeof maker === "function" && maker.name) || "object";
}

function fail(error: Error): never {
  throw error;
}
