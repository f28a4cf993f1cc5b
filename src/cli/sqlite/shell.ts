import { printable } from "../../python/printable.ts";
import { SqliteError } from "../../sqlite3/errors.ts";
import type { Connection, Cursor, SqlRow } from "../../sqlite3/index.ts";
import * as codes from "../../sqlite3/result-codes.ts";
import { EXIT } from "../failure.ts";
import { print, warn } from "../output.ts";
import { obeyDot } from "./dot-commands.ts";
import { ROW_FORMS } from "./row-forms.ts";
import { statementsOf } from "./statements.ts";

/** Primary result codes for which the file is to blame, and not the statement. */
const UNREADABLE: ReadonlySet<number> = new Set([
  codes.SQLITE_BUSY,
  codes.SQLITE_CANTOPEN,
  codes.SQLITE_CORRUPT,
  codes.SQLITE_FULL,
  codes.SQLITE_IOERR,
  codes.SQLITE_LOCKED,
  codes.SQLITE_NOTADB,
  codes.SQLITE_PROTOCOL,
  codes.SQLITE_READONLY,
]);
/** Output is not kept back for longer, in milliseconds, and so often there is a look at what else happens. */
const PACE = 100;
const BATCH = 65_536;

/** Obeys SQL and dot commands, and prints what comes of them. */
export class Shell {
  readonly connection: Connection;
  /** The name of the form of rows. */
  mode: string;
  /** Whether there is to be no more. */
  isOver = false;
  #isInterrupted = false;

  constructor(connection: Connection, mode: string) {
    this.connection = connection;
    this.mode = mode;
  }

  /** Ends what is being printed. */
  interrupt(): void {
    this.#isInterrupted = true;
  }

  /** A dot command, or statements, of which the first that fails is the last. Answers the exit code. */
  async obey(source: string): Promise<number> {
    this.#isInterrupted = false;
    try {
      if (source.startsWith(".")) return await this.#obeyDot(source);
      for (const sql of statementsOf(source)) {
        await this.#execute(sql);
        if (this.#isInterrupted) break;
      }
      return EXIT.fine;
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error;
      await warn(`${described(error)}\n`);
      return UNREADABLE.has((error.sqliteErrorcode ?? 0) & 0xff) ? EXIT.unreadable : EXIT.bad;
    }
  }

  async #obeyDot(line: string): Promise<number> {
    const texts = obeyDot(this, line);
    if (texts) {
      await this.#print(texts);
      return EXIT.fine;
    }
    const unknown = printable(line.slice(1).trim());
    await warn(`Error: unknown command or invalid arguments:  "${unknown}".\n`);
    return EXIT.bad;
  }

  async #execute(sql: string): Promise<void> {
    const cursor = this.connection.execute<SqlRow>(sql);
    try {
      const form = ROW_FORMS.get(this.mode);
      if (!form || !cursor.description) return;
      const rows = new Rows(cursor, () => this.#isInterrupted);
      await this.#print(
        form(
          cursor.description.map(([name]) => name),
          rows,
        ),
      );
      if (rows.error !== undefined) throw rows.error;
    } finally {
      cursor.close();
    }
  }

  /** Prints what there is before an error is thrown. */
  async #print(texts: Iterable<string>): Promise<void> {
    let text = "";
    let last = Date.now();
    try {
      for (const one of texts) {
        text += one;
        if (text.length < BATCH && Date.now() - last < PACE) continue;
        const batch = text;
        text = "";
        await print([batch]);
        await new Promise((resolve) => setTimeout(resolve));
        if (this.#isInterrupted) break;
        last = Date.now();
      }
    } finally {
      await print([text]);
    }
  }
}

/** The rows until one of them fails, which is remembered, or until there are enough. */
class Rows implements Iterable<SqlRow> {
  error: unknown;
  readonly #cursor: Cursor<SqlRow>;
  readonly #isEnough: () => boolean;

  constructor(cursor: Cursor<SqlRow>, isEnough: () => boolean) {
    this.#cursor = cursor;
    this.#isEnough = isEnough;
  }

  *[Symbol.iterator](): Generator<SqlRow, void> {
    try {
      for (const row of this.#cursor) {
        if (this.#isEnough()) return;
        yield row;
      }
    } catch (error) {
      this.error = error;
    }
  }
}

/** `OperationalError (SQLITE_ERROR): no such table: t`, as Python's command has it. */
function described({ message, name, sqliteErrorname }: SqliteError): string {
  return printable(`${name}${sqliteErrorname === undefined ? "" : ` (${sqliteErrorname})`}: ${message}`);
}
