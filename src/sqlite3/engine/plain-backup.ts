import { SqliteError, sqliteError } from "../errors.ts";
import { SQLITE_BUSY, SQLITE_DONE, SQLITE_ERROR, SQLITE_LOCKED, SQLITE_OK } from "../result-codes.ts";
import type { PlainConnection } from "./plain-connection.ts";
import { needsHelper } from "./plain-errors.ts";
import type { EngineBackup } from "./port.ts";

/** Where a header says that the database is in WAL mode, in which none can be opened in memory. */
const VERSIONS = [18, 19] as const;
const ROLLBACK = 1;

/**
 * Copies a database into the main one of another connection: one in memory is replaced, and an empty file filled. The steps only
 * count; the last one copies everything, as it is then.
 */
export class PlainBackup implements EngineBackup {
  pageCount = 0;
  remaining = 0;
  readonly #source: PlainConnection;
  readonly #target: PlainConnection;
  readonly #schema: string;
  #counted = 0;

  constructor(source: PlainConnection, target: PlainConnection, schema: string) {
    if (!source.hasSchema(schema)) throw sqliteError(SQLITE_ERROR, `unknown database ${schema}`);
    this.#source = source;
    this.#target = target;
    this.#schema = schema;
  }

  step(pages: number): number {
    this.pageCount = this.#source.pageCount(this.#schema);
    this.#counted = pages < 0 ? this.pageCount : Math.min(this.#counted + pages, this.pageCount);
    this.remaining = this.pageCount - this.#counted;
    if (this.remaining > 0) return SQLITE_OK;
    try {
      this.#copy();
      return SQLITE_DONE;
    } catch (error) {
      const code = (error instanceof SqliteError ? (error.sqliteErrorcode ?? 0) : 0) & 0xff;
      if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return code;
      throw error;
    }
  }

  finish(): void {}

  #copy(): void {
    const target = this.#target;
    const place = target.sharedPlace;
    if (place !== undefined && target.pageCount("main") > 0)
      throw needsHelper("backup() to a file that is not empty");
    const bytes = this.#source.serialize(this.#schema);
    for (const offset of VERSIONS) bytes[offset] = ROLLBACK;
    if (place === undefined) target.deserialize(bytes, "main");
    else target.vacuumInto(place, bytes);
  }
}
