import { OperationalError } from "../errors.ts";
import { firstKeyword, isReadOnly } from "../sql-text.ts";
import type { Integers } from "../values.ts";
import type { NodeOutput, NodeParameters, NodeStatement } from "./node-sqlite.ts";
import type { PlainConnection } from "./plain-connection.ts";
import { wanted } from "./plain-values.ts";
import { type EngineColumn, type EngineRow, type EngineValue, type RowFormat, TextBytes } from "./port.ts";

/**
 * The rows of a query with their texts, or whole columns, as the bytes that they are, which takes SQL: `node:sqlite` puts U+FFFD where
 * it cannot decode. What can be no part of a query (PRAGMA, EXPLAIN, RETURNING) is encoded again instead.
 */
export class ExactRows {
  /** Gives the columns of the query, behind each that may be TEXT its bytes; `undefined` if the query stays as it is. */
  readonly statement: NodeStatement | undefined;
  readonly #connection: PlainConnection;
  readonly #columns: readonly EngineColumn[];
  readonly #format: RowFormat;
  /** Whether there are bytes behind texts. In UTF-16 there is no text that cannot be decoded. */
  readonly #hasBytes: boolean;

  constructor(connection: PlainConnection, sql: string, columns: readonly EngineColumn[], format: RowFormat) {
    this.#connection = connection;
    this.#columns = columns;
    this.#format = format;
    const hasBytes = connection.isUtf8 && (format.textAsBytes || format.blobs === undefined);
    const cells = columns.map((_, index) => {
      const name = `c${index}`;
      if (format.blobs?.has(index)) return `cast(${name} as blob)`;
      return hasBytes ? `${name}, case typeof(${name}) when 'text' then cast(${name} as blob) end` : name;
    });
    this.statement = isQuery(sql) ? prepare(connection, sql, cells) : undefined;
    this.#hasBytes = hasBytes && this.statement !== undefined;
  }

  fits(columns: readonly EngineColumn[], { textAsBytes, blobs }: RowFormat): boolean {
    return (
      columns === this.#columns && textAsBytes === this.#format.textAsBytes && blobs === this.#format.blobs
    );
  }

  read(cells: readonly NodeOutput[], integers: Integers): EngineRow {
    const row: EngineRow = [];
    for (let index = 0, cell = 0; index < this.#columns.length; index++) {
      const value = cells[cell++] as NodeOutput;
      if (this.#format.blobs?.has(index)) {
        row.push(this.#blobOf(value));
        continue;
      }
      const bytes = this.#hasBytes ? cells[cell++] : undefined;
      row.push(typeof value === "string" ? this.#textOf(value, bytes, index) : wanted(value, integers));
    }
    return row;
  }

  #blobOf(value: NodeOutput): EngineValue {
    if (value === null || value instanceof Uint8Array) return value;
    return this.#connection.ask("select cast(? as blob)", value)?.[0] ?? null;
  }

  #textOf(text: string, bytes: NodeOutput | undefined, index: number): EngineValue {
    if (this.#format.textAsBytes)
      return new TextBytes(bytes instanceof Uint8Array ? bytes : new TextEncoder().encode(text));
    return bytes instanceof Uint8Array ? decoded(bytes, this.#columns[index]) : text;
  }
}

/** Texts with U+FFFD, of which a second run of the query tells whether they are what was written. */
export class TextProof {
  readonly #rows: Iterator<NodeOutput[], unknown> | undefined;
  #row: readonly NodeOutput[] = [];
  #number = 0;

  constructor(
    connection: PlainConnection,
    sql: string,
    columns: readonly EngineColumn[],
    parameters: readonly NodeParameters[],
  ) {
    if (!connection.isUtf8) return;
    const { statement } = new ExactRows(connection, sql, columns, STRINGS);
    if (statement !== undefined) this.#rows = connection.rows(statement, parameters);
  }

  /** @throws OperationalError if the text of that row, counted from 1, is no UTF-8. */
  check(text: string, column: EngineColumn | undefined, index: number, number: number): void {
    while (this.#number < number && this.#rows !== undefined) {
      const { done, value } = this.#rows.next();
      this.#row = done === true ? [] : value;
      this.#number += 1;
    }
    const bytes = this.#row[2 * index + 1];
    // Of something else it proves nothing: what is read may have been changed meanwhile.
    if (bytes instanceof Uint8Array && LOSSY.decode(bytes) === text) decoded(bytes, column);
  }

  close(): void {
    this.#rows?.return?.();
  }
}

const STRINGS: RowFormat = { integers: "bigint", textAsBytes: false, blobs: undefined };
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LOSSY = new TextDecoder("utf-8", { ignoreBOM: true });

function decoded(bytes: Uint8Array, column: EngineColumn | undefined): string {
  try {
    return STRICT.decode(bytes);
  } catch (cause) {
    const text = LOSSY.decode(bytes);
    throw new OperationalError(`Could not decode to UTF-8 column '${column?.name}' with text '${text}'`, {
      cause,
    });
  }
}

/** Whether it can be a part of a query. */
function isQuery(sql: string): boolean {
  const verb = firstKeyword(sql);
  return verb === "SELECT" || verb === "VALUES" || (verb === "WITH" && isReadOnly(sql));
}

/**
 * The query within one that gives these cells of its columns, which are named `c0`, `c1`, …; `undefined` if that cannot be. The offset keeps
 * SQLite from making one query of both, which would compute a column for each cell.
 */
function prepare(
  connection: PlainConnection,
  sql: string,
  cells: readonly string[],
): NodeStatement | undefined {
  const names = cells.map((_, index) => `c${index}`);
  const query = `select * from (${sql.replace(/;$/, "")}\n) limit -1 offset 0`;
  try {
    // No table that the query reads has this name, else it would read itself.
    return connection.prepareNode(
      `with "rows of the query"(${names}) as (${query}) select ${cells} from "rows of the query"`,
    );
  } catch {
    return undefined;
  }
}
