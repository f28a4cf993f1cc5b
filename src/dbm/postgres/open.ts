import { AsyncDatabase } from "../async-database.ts";
import { DbmError } from "../errors.ts";
import { Autocommit } from "./access.ts";
import { type PostgresClient, portOf } from "./adapters.ts";
import { bytesFrom, firstOf } from "./answers.ts";
import type { PostgresPort } from "./client.ts";
import { dbmErrorOf, sqlStateOf } from "./errors.ts";
import { checkName } from "./limits.ts";
import { type Statements, statementsOf } from "./statements.ts";
import { PostgresRootStore } from "./store.ts";

/** How a database in PostgreSQL is opened. */
export interface PostgresOptions {
  /** The table that it is in, perhaps with a schema before it and a dot between; upper and lower case are kept apart. Default: `shelf`. */
  readonly table?: string;
  /** Whether to create the table where it is missing. Default: `true`. */
  readonly create?: boolean;
  /** Whether the client keeps its statements prepared, which is quicker; some poolers between it and the server cannot. Default: `true`. */
  readonly prepare?: boolean;
  /** How often to begin again when others were in the way, before it is a `DbmError` with the code `conflict`. Default: 1000. */
  readonly attempts?: number;
}

/** The options with their defaults; a `TypeError` or a `RangeError` for what cannot be. */
function checkedOptions(options: PostgresOptions): Required<PostgresOptions> {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`options: an object expected, not ${options}`);
  const checked = {
    table: option<string>("table", options.table, "shelf"),
    create: option<boolean>("create", options.create, true),
    prepare: option<boolean>("prepare", options.prepare, true),
    attempts: option<number>("attempts", options.attempts, 1000),
  };
  if (!(checked.attempts >= 1))
    throw new RangeError(`attempts: a number of at least 1 expected, not ${checked.attempts}`);
  return checked;
}

function option<T>(name: keyof PostgresOptions, value: T | undefined, fallback: T): T {
  if (value === undefined || typeof value === typeof fallback) return value ?? fallback;
  throw new TypeError(`${name}: a ${typeof fallback} expected, not ${JSON.stringify(value)}`);
}

const UNDEFINED_TABLE = "42P01";
/** What is said when another has just created the table: it is there, or one of the names that it needs is. */
const CREATED_MEANWHILE: ReadonlySet<unknown> = /* @__PURE__ */ new Set(["42P07", "23505", "42710"]);

/**
 * Opens a database in a table of PostgreSQL, through a client that stays one's own: a `Pool` or a connected `Client` of pg, or what postgres or PGlite
 * make. Several databases are in one table, by name, and a name without keys is an empty one.
 *
 * The promise of a change is kept once the server has committed it: it is on the server's disk then, unless the server or the client were
 * told otherwise (`synchronous_commit`). A connection that is in a transaction of one's own is refused where that can be seen (pg tells it): what was
 * acknowledged would be lost with a rollback. Leave such connections to themselves.
 *
 * `transaction` is serializable, and has a connection to itself until it is over. Within its function, wait only for the database that it is given:
 * whatever else is asked waits for another connection, and if there is none (a `Client`, a PGlite, a pool of one, or one with as many transactions at
 * once as connections), for ever. Once the signal of a transaction is aborted, it is rolled back, even if its function never ends.
 *
 * A pool tells by an event that one of its idle connections broke, which ends the process if nobody listens: `pool.on("error", () => {})`. A
 * `Client` does not connect again.
 *
 * @throws TypeError for what is no such client, a `Client` that was not told to connect, and options of the wrong types.
 * @throws RangeError for a name, a table or a number that cannot be.
 * @throws {DbmError} `not-found` without the table and with `create: false`, `read-only` where it may not be created, `other-format` for a table
 * of another kind, `system`, …
 *
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 * import { open } from "pantry/dbm/postgres";
 *
 * const client = new PGlite(); // Or new pg.Pool({ … }), or postgres("postgres://…")
 * await using database = await open(client, "notes");
 * await database.set("key", "value");
 * const sum = await database.update("hits", (value) => `${1 + Number(new TextDecoder().decode(value))}`);
 * if (new TextDecoder().decode(sum) !== "1") throw new Error("there was none before");
 * if ((await database.size()) !== 2) throw new Error("both are there");
 * ```
 */
export async function open(
  client: PostgresClient,
  name: string,
  options: PostgresOptions = {},
): Promise<AsyncDatabase> {
  const { table, create, prepare, attempts } = checkedOptions(options);
  checkName(name);
  const sql = statementsOf(table);
  const port = portOf(client, { prepare });
  try {
    await requireTable(port, sql, name, create);
  } catch (error) {
    throw dbmErrorOf(error, name, "read");
  }
  return new AsyncDatabase(new PostgresRootStore(new Autocommit(port, name, attempts), sql, name));
}

/** Asks for the table before it is created: not everybody who may use it may do that. */
async function requireTable(
  port: PostgresPort,
  sql: Statements,
  name: string,
  create: boolean,
): Promise<void> {
  try {
    await probe(port, sql, name);
  } catch (error) {
    if (!create || sqlStateOf(error) !== UNDEFINED_TABLE) throw error;
    await port.query(sql.create, []).catch((refusal: unknown) => {
      if (!CREATED_MEANWHILE.has(sqlStateOf(refusal))) throw refusal;
    });
    await probe(port, sql, name);
  }
}

const SAMPLE = [0x00, 0xff, 0x5c, 0x27];

/** Whether the table has its columns, and bytes come back through this client as what they are. */
async function probe(port: PostgresPort, sql: Statements, name: string): Promise<void> {
  const answer = await port.query(sql.probe, [name]);
  if (answer.rows.length === 0)
    throw new DbmError(`Cannot open ${name}: the column "name" of its table is not text`, "other-format");
  const bytes = bytesFrom(firstOf(answer));
  if (bytes.length !== SAMPLE.length || !SAMPLE.every((byte, i) => bytes[i] === byte))
    throw new DbmError("Cannot read the client's answer: it changes bytes", "unsupported");
}
