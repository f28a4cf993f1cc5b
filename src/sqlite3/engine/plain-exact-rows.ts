import { firstKeyword, isReadOnly } from "../sql-text.ts";
import type { Integers } from "../values.ts";
import type { NodeOutput, NodeStatement } from "./node-sqlite.ts";
import type { PlainConnection } from "./plain-connection.ts";
import { wanted } from "./plain-values.ts";
import { type EngineRow, type EngineValue, type RowFormat, TextBytes } from "./port.ts";

/**
 * The rows of a query with their texts, or whole columns, as the bytes that they are, which takes SQL: `node:sqlite` decodes every
 * TEXT and puts U+FFFD where it cannot. What can be no part of a query (PRAGMA, EXPLAIN, RETURNING) is encoded again instead.
 */
export class ExactRows {
  /** Gives the columns of the query, behind each that may be TEXT its bytes; `undefined` if the query stays as it is. */
  readonly statement: NodeStatement | undefined;
  readonly #connection: PlainConnection;
  readonly #width: number;
  readonly #format: RowFormat;
  /** Whether a cell with the bytes follows each that may be TEXT. In UTF-16 there is no text that cannot be decoded. */
  #hasBytes = false;

  constructor(connection: PlainConnection, sql: string, width: number, format: RowFormat) {
    this.#connection = connection;
    this.#width = width;
    this.#format = format;
    this.statement = this.#prepare(sql);
  }

  fits(width: number, { textAsBytes, blobs }: RowFormat): boolean {
    return width === this.#width && textAsBytes === this.#format.textAsBytes && blobs === this.#format.blobs;
  }

  read(cells: readonly NodeOutput[], integers: Integers): EngineRow {
    const row: EngineRow = [];
    for (let index = 0, cell = 0; index < this.#width; index++, cell++) {
      const value = cells[cell] as NodeOutput;
      if (this.#format.blobs?.has(index)) row.push(this.#blobOf(value));
      else if (!this.#format.textAsBytes) row.push(wanted(value, integers));
      else row.push(textOf(value, this.#hasBytes ? cells[++cell] : null) ?? wanted(value, integers));
    }
    return row;
  }

  #prepare(sql: string): NodeStatement | undefined {
    const verb = firstKeyword(sql);
    if (verb !== "SELECT" && verb !== "VALUES" && !(verb === "WITH" && isReadOnly(sql))) return undefined;
    const hasBytes = this.#format.textAsBytes && this.#connection.isUtf8;
    const names = Array.from({ length: this.#width }, (_, index) => `c${index}`);
    const cells = names.map((name, index) => {
      if (this.#format.blobs?.has(index)) return `cast(${name} as blob)`;
      if (!hasBytes) return name;
      return `${name}, case typeof(${name}) when 'text' then cast(${name} as blob) end`;
    });
    const query = sql.replace(/;$/, "");
    try {
      // A name that no table of the query has, which would be a table within itself.
      const statement = this.#connection.prepareNode(
        `with "rows of the query"(${names}) as (${query}\n) select ${cells} from "rows of the query"`,
      );
      this.#hasBytes = hasBytes;
      return statement;
    } catch {
      return undefined;
    }
  }

  #blobOf(value: NodeOutput): EngineValue {
    if (value === null || value instanceof Uint8Array) return value;
    return this.#connection.ask("select cast(? as blob)", value)?.[0] ?? null;
  }
}

/** TEXT as bytes, which may be known; `undefined` for what is none. */
function textOf(value: NodeOutput, bytes: NodeOutput | undefined): TextBytes | undefined {
  if (typeof value !== "string") return undefined;
  return new TextBytes(bytes instanceof Uint8Array ? bytes : new TextEncoder().encode(value));
}
