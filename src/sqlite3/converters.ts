import { convertDate, convertTimestamp } from "./dates.ts";

/** Makes a value of the bytes that SQLite keeps for it: those of a BLOB or TEXT, or the text of a number. */
export type Converter = (bytes: Uint8Array<ArrayBuffer>) => unknown;

/** Converters by the name of a type, in which case does not matter. */
export class Converters {
  readonly #parent: Converters | undefined;
  readonly #table = new Map<string, Converter>();

  /** @param parent Where to look for what is not found here. */
  constructor(parent?: Converters) {
    this.#parent = parent;
  }

  /** Registers the converter of a type, in place of the one before. */
  register(name: string, converter: Converter): void {
    if (typeof converter !== "function") throw new TypeError("a converter must be a function");
    this.#table.set(name.toUpperCase(), converter);
  }

  /** Takes out the converter that was registered here for a type. Gives whether there was one. */
  unregister(name: string): boolean {
    return this.#table.delete(name.toUpperCase());
  }

  /** The converter of a type. */
  get(name: string): Converter | undefined {
    return this.#table.get(name.toUpperCase()) ?? this.#parent?.get(name);
  }
}

/** The converters of all connections: at first those of `date` and `timestamp`. */
export const converters: Converters = defaultConverters();

function defaultConverters(): Converters {
  const defaults = new Converters();
  defaults.register("date", convertDate);
  defaults.register("timestamp", convertTimestamp);
  return defaults;
}

/**
 * Registers the converter of a type for all connections. It is asked for where a connection was opened with `detectTypes`.
 *
 * @param name The type as a table declares it, or as it stands in brackets in a column's name; case does not matter.
 *
 * @example
 * ```ts
 * import { connect, PARSE_DECLTYPES, registerConverter } from "pantry/sqlite3";
 *
 * registerConverter("json", (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
 * using connection = connect(":memory:", { detectTypes: PARSE_DECLTYPES });
 * connection.execute("create table t (data json)");
 * connection.execute("insert into t values ('[1, 2]')");
 * const row = connection.execute("select data from t").fetchone();
 * if (JSON.stringify(row) !== "[[1,2]]") throw new Error("not converted");
 * ```
 */
export function registerConverter(name: string, converter: Converter): void {
  converters.register(name, converter);
}
