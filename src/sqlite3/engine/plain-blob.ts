import { type SqliteError, sqliteError } from "../errors.ts";
import { foldedName, quotedName } from "../names.ts";
import { SQLITE_ABORT, SQLITE_ERROR, SQLITE_READONLY } from "../result-codes.ts";
import type { NodeOutput } from "./node-sqlite.ts";
import type { PlainConnection } from "./plain-connection.ts";
import type { EngineBlob } from "./port.ts";

/** Where a value is. */
export interface Place {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly rowid: bigint;
}

/** Opens a value, after all that `sqlite3_blob_open` looks at. */
export function openBlob(connection: PlainConnection, place: Place, readOnly: boolean): EngineBlob {
  checkTable(connection, place);
  const columns = columnsOf(connection, place);
  if (!columns.has(foldedName(place.column))) throw refused(`no such column: "${place.column}"`);
  if (!readOnly) checkUnused(connection, place);
  const key = ["rowid", "_rowid_", "oid"].find((name) => !columns.has(name));
  if (key === undefined) throw refused(`cannot open table without rowid: ${place.table}`);
  return new PlainBlob(connection, place, key, readOnly);
}

/** A value that is read and written with SQL: a write is an UPDATE of the whole value, which triggers see. */
class PlainBlob implements EngineBlob {
  readonly length: number;
  readonly #connection: PlainConnection;
  readonly #rowid: bigint;
  readonly #readOnly: boolean;
  readonly #type: NodeOutput;
  readonly #table: string;
  readonly #column: string;
  readonly #key: string;

  constructor(connection: PlainConnection, place: Place, key: string, readOnly: boolean) {
    this.#connection = connection;
    this.#rowid = place.rowid;
    this.#readOnly = readOnly;
    this.#table = `${quotedName(place.schema)}.${quotedName(place.table)}`;
    this.#column = quotedName(place.column);
    this.#key = key;
    const [type, length] = this.#select("null") ?? [];
    if (type === undefined) throw refused(`no such rowid: ${place.rowid}`);
    if (type !== "blob" && type !== "text") throw refused(`cannot open value of type ${type}`);
    this.#type = type;
    this.length = Number(length);
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(BigInt(offset), BigInt(length));
  }

  write(offset: number, bytes: Uint8Array): void {
    if (this.#readOnly) throw sqliteError(SQLITE_READONLY, "attempt to write a readonly database");
    const whole = this.#bytes(0n, BigInt(this.length));
    whole.set(bytes, offset);
    this.#connection.changed(undefined);
    this.#connection.ask(
      `update ${this.#table} set ${this.#column} = cast(? as ${this.#type}) where ${this.#key} = ?`,
      whole,
      this.#rowid,
    );
  }

  close(): void {}

  /** A part of it, if it is still what was opened as far as can be seen: a value of that type and length. */
  #bytes(offset: bigint, size: bigint): Uint8Array<ArrayBuffer> {
    const part = `substr(cast(${this.#column} as blob), ?, ?)`;
    const [type, length, bytes] = this.#select(part, offset + 1n, size) ?? [];
    if (type !== this.#type || Number(length) !== this.length)
      throw sqliteError(SQLITE_ABORT, "query aborted");
    // Nothing of nothing is NULL.
    return (bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>;
  }

  #select(part: string, ...parameters: bigint[]): NodeOutput[] | undefined {
    const column = this.#column;
    return this.#connection.ask(
      `select typeof(${column}), length(cast(${column} as blob)), ${part} from ${this.#table} where ${this.#key} = ?`,
      ...parameters,
      this.#rowid,
    );
  }
}

function checkTable(connection: PlainConnection, { schema, table }: Place): void {
  const [type, isWithoutRowid] =
    connection.ask(
      "select type, wr from pragma_table_list(?) where schema = ? collate nocase",
      table,
      schema,
    ) ?? [];
  if (type === undefined) throw refused(`no such table: ${schema}.${table}`);
  if (type === "virtual") throw refused(`cannot open virtual table: ${table}`);
  if (isWithoutRowid === 1n) throw refused(`cannot open table without rowid: ${table}`);
  if (type === "view") throw refused(`cannot open view: ${table}`);
}

/** The names as SQLite compares them. */
function columnsOf(connection: PlainConnection, { schema, table }: Place): Set<string> {
  const names = connection.ask("select json_group_array(name) from pragma_table_xinfo(?, ?)", table, schema);
  return new Set((JSON.parse(String(names?.[0])) as string[]).map(foldedName));
}

/** A column that foreign keys or indexes know the value of cannot be written. */
function checkUnused(connection: PlainConnection, { schema, table, column }: Place): void {
  const isChild =
    connection.ask("pragma foreign_keys")?.[0] === 1n &&
    connection.ask(
      'select 1 from pragma_foreign_key_list(?, ?) where "from" = ? collate nocase',
      table,
      schema,
      column,
    );
  const isIndexed = connection.ask(
    `select 1 from pragma_index_list(?1, ?2) as list, pragma_index_xinfo(list.name, ?2) as part
     where part.key and (part.cid = -2 or part.name = ?3 collate nocase)`,
    table,
    schema,
    column,
  );
  if (isIndexed) throw refused("cannot open indexed column for writing");
  if (isChild) throw refused("cannot open foreign key column for writing");
}

function refused(message: string): SqliteError {
  return sqliteError(SQLITE_ERROR, message);
}
