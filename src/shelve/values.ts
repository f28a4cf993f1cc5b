import {
  DEFAULT_PROTOCOL,
  dumps,
  HIGHEST_PROTOCOL,
  loads,
  PickleError,
  SchemaError,
  UnpicklingError,
} from "../pickle/index.ts";
import { loadSettings } from "../pickle/load-options.ts";
import { ShelveError, type ShelveErrorCode } from "./errors.ts";
import type { ValueOptions } from "./value-options.ts";

/** Turns the values of a shelf into bytes and back. What goes wrong with one is a `ShelveError` that names its key. */
export class ValueCodec {
  readonly #dump: (value: unknown) => Uint8Array;
  readonly #load: (bytes: Uint8Array) => unknown;

  constructor(options: ValueOptions) {
    const { serializer, deserializer } = options;
    if (serializer === undefined && deserializer === undefined) {
      // What is wrong with the options is told now, not with the first value.
      dumps(null, options);
      loadSettings(options);
      this.#dump = (value) => dumps(value, options);
      this.#load = (bytes) => loads(bytes, options);
      return;
    }
    if (serializer === undefined || deserializer === undefined)
      throw new ShelveError("a serializer and a deserializer come together, or neither", "serializer");
    if (typeof serializer !== "function" || typeof deserializer !== "function")
      throw new TypeError("a serializer and a deserializer are functions");
    const protocol = options.protocol ?? DEFAULT_PROTOCOL;
    this.#dump = (value) => bytesOnly(serializer(value, protocol < 0 ? HIGHEST_PROTOCOL : protocol));
    this.#load = (bytes) => deserializer(new Uint8Array(bytes));
  }

  /** The bytes of a value. */
  dump(key: string, value: unknown): Uint8Array {
    return about(key, "write", () => this.#dump(value));
  }

  /** The value of bytes. */
  load(key: string, bytes: Uint8Array): unknown {
    return about(key, "read", () => this.#load(bytes));
  }
}

/** Does something with a value; what is wrong with it is a `ShelveError` that names its key. */
export function about<T>(key: string, verb: "read" | "write", work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw shelveErrorOf(key, verb, error);
  }
}

/** The `ShelveError` for what is wrong with a value; any other error as it is. */
function shelveErrorOf(key: string, verb: "read" | "write", error: unknown): unknown {
  if (!(error instanceof PickleError)) return error;
  const offset = error instanceof UnpicklingError ? { offset: error.offset } : {};
  return new ShelveError(
    `Cannot ${verb} the value of ${JSON.stringify(key)}: ${error.message}`,
    codeOf(error, verb),
    {
      cause: error,
      key,
      ...offset,
    },
  );
}

function codeOf(error: PickleError, verb: "read" | "write"): ShelveErrorCode {
  if (error instanceof SchemaError) return "schema";
  return verb === "read" ? "unreadable" : "unwritable";
}

function bytesOnly(bytes: unknown): Uint8Array {
  // Whoever made them may use them again.
  if (bytes instanceof Uint8Array) return new Uint8Array(bytes);
  throw new ShelveError("the serializer must give a Uint8Array", "serializer");
}
