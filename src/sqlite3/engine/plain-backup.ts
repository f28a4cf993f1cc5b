import { SqliteError, sqliteError } from "../errors.ts";
import { SQLITE_BUSY, SQLITE_DONE, SQLITE_ERROR, SQLITE_OK } from "../result-codes.ts";
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
  /** What had been changed at the last step: it begins anew when something more is. */
  #changes = 0;

  constructor(source: PlainConnection, target: PlainConnection, schema: string) {
    if (!source.hasSchema(schema)) throw sqliteError(SQLITE_ERROR, `unknown database ${schema}`);
    if (target.inTransaction || target.activity.isRunning)
      throw sqliteError(SQLITE_ERROR, "destination database is in use");
    this.#source = source;
    this.#target = target;
    this.#schema = schema;
  }

  step(pages: number): number {
    this.pageCount = this.#source.pageCount(this.#schema);
    const changes = this.#source.totalChanges;
    if (changes !== this.#changes) this.#counted = 0;
    this.#changes = changes;
    this.#counted = pages < 0 ? this.pageCount : Math.min(this.#counted + pages, this.pageCount);
    this.remaining = this.pageCount - this.#counted;
    if (this.remaining > 0) return SQLITE_OK;
    return this.#copy();
  }

  finish(): void {}

  #copy(): number {
    const target = this.#target;
    const place = target.sharedPlace;
    if (place !== undefined && target.pageCount("main") > 0)
      throw needsHelper("backup() to a file that is not empty");
    try {
      const bytes = this.#source.imageOf(this.#schema);
      for (const offset of VERSIONS) bytes[offset] = ROLLBACK;
      if (place === undefined) target.deserialize(bytes, "main");
      else target.vacuumInto(place, bytes);
      return SQLITE_DONE;
    } catch (error) {
      const code = error instanceof SqliteError ? (error.sqliteErrorcode ?? SQLITE_ERROR) : SQLITE_ERROR;
      if (place !== undefined && (code & 0xff) === SQLITE_BUSY) return SQLITE_BUSY;
      throw error;
    }
  }
}
