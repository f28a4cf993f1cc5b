import { SQLITE_DONE, SQLITE_ROW } from "../result-codes.ts";
import { readRow, writeCell } from "./assisted-cells.ts";
import type { AssistedConnection } from "./assisted-connection.ts";
import {
  COLUMNS,
  errorOf,
  GENERATION,
  type Handle,
  INTEGERS,
  ROWS,
  type Shared,
  STATUS,
  type Texts,
  TOO_FEW_CELLS,
} from "./assisted-helper.ts";
import type { Bindable, EngineColumn, EngineRow, EngineStatement, RowFormat } from "./port.ts";

const NO_NAMES: readonly (string | null)[] = [];

/** A statement that the helper runs. */
export class AssistedStatement implements EngineStatement {
  readonly isReadOnly: boolean;
  readonly parameters: readonly (string | null)[];
  readonly end: number;
  /** Its functions live as long as the connection: longer than the statement. */
  readonly #connection: AssistedConnection;
  readonly #shared: Shared;
  readonly #handle: Handle<"statement">;
  #format: RowFormat | undefined;
  /** Whether there may be something to reset. */
  #isStarted = false;
  #isFinal = false;
  #columns: readonly EngineColumn[] | undefined;
  #generation = 0;
  /** What failed after the rows that were given. */
  #failure: unknown;

  /** For a handle that was just made: the cells say more of it. */
  constructor(connection: AssistedConnection, shared: Shared, handle: Handle<"statement">) {
    const [isReadOnly = 0, count = 0, end = 0] = shared.numbers;
    this.#connection = connection;
    this.#shared = shared;
    this.#handle = handle;
    this.isReadOnly = isReadOnly !== 0;
    this.end = end;
    this.parameters = count === 0 ? NO_NAMES : shared.helper.parameters(handle);
  }

  get isBusy(): boolean {
    if (this.#isFinal) return false;
    this.#shared.helper.busy(this.#handle);
    return this.#shared.head[STATUS] === SQLITE_ROW;
  }

  columns(): readonly EngineColumn[] {
    if (this.#columns !== undefined) return this.#columns;
    const words = this.#shared.helper.columns(this.#handle);
    this.#shared.check(words);
    const columns: EngineColumn[] = [];
    for (let index = 0; index < words.length; index += 2)
      columns.push({ name: words[index] as string, type: words[index + 1] as string | null });
    this.#columns = columns;
    return columns;
  }

  start(values: readonly Bindable[], format: RowFormat): EngineRow | undefined {
    const shared = this.#shared;
    const { length } = values;
    // That may run callbacks, which use the cells for queries of their own.
    if (this.#isStarted) this.reset();
    if (format !== this.#format) this.#setFormat(format);
    if (length > shared.types.length) shared.grow(length);
    for (let index = 0; index < length; index++) writeCell(shared, index, values[index] as Bindable);
    this.#failure = undefined;
    const texts = shared.helper.start(this.#handle, length, values);
    const generation = shared.head[GENERATION] as number;
    if (generation !== this.#generation) {
      // It was prepared anew, for a schema that has changed.
      this.#generation = generation;
      this.#columns = undefined;
    }
    return this.#row(texts);
  }

  first(values: readonly Bindable[], format: RowFormat): EngineRow | undefined {
    const row = this.start(values, format);
    if (row !== undefined) this.reset();
    return row;
  }

  next(): EngineRow | undefined {
    if (this.#failure !== undefined) this.#fail();
    if (!this.#isStarted) return undefined;
    return this.#row(this.#shared.helper.next(this.#handle));
  }

  take(limit: number): EngineRow[] {
    if (this.#failure !== undefined) this.#fail();
    const rows: EngineRow[] = [];
    while (this.#isStarted && rows.length < limit) {
      const shared = this.#shared;
      const texts = shared.helper.take(this.#handle, Math.min(limit - rows.length, 0x7fffffff));
      this.#connection.count();
      const status = shared.head[STATUS] as number;
      const count = shared.head[ROWS] as number;
      const columns = shared.head[COLUMNS] as number;
      for (let index = 0; index < count; index++) rows.push(readRow(shared, index * columns, columns, texts));
      if (status === SQLITE_ROW) continue;
      this.#isStarted = false;
      if (status === SQLITE_DONE) break;
      this.#failure = errorOf(status, typeof texts === "object" ? texts.at(-1) : texts);
      if (rows.length === 0) this.#fail();
    }
    return rows;
  }

  reset(): void {
    this.#failure = undefined;
    if (!this.#isStarted || this.#isFinal || this.#connection.isClosed) return;
    this.#connection.uncount();
    this.#shared.check(this.#shared.helper.reset(this.#handle));
    this.#isStarted = false;
  }

  finalize(): void {
    if (this.#isFinal || this.#connection.isClosed) return;
    if (this.#isStarted) this.#connection.uncount();
    this.#shared.check(this.#shared.helper.finalize(this.#handle));
    this.#isFinal = true;
  }

  /** What a step gave. */
  #row(texts: Texts): EngineRow | undefined {
    const shared = this.#shared;
    this.#connection.count();
    let status = shared.head[STATUS] as number;
    if (status === TOO_FEW_CELLS) {
      shared.grow(shared.head[COLUMNS] as number);
      texts = shared.helper.next(this.#handle);
      status = shared.head[STATUS] as number;
    }
    this.#isStarted = status === SQLITE_ROW;
    if (status === SQLITE_ROW) return readRow(shared, 0, shared.head[COLUMNS] as number, texts);
    if (status === SQLITE_DONE) return undefined;
    throw errorOf(status, texts);
  }

  #setFormat(format: RowFormat): void {
    const { helper } = this.#shared;
    const blobs = format.blobs === undefined ? [] : [...format.blobs];
    this.#shared.check(helper.format(this.#handle, INTEGERS[format.integers], format.textAsBytes, blobs));
    this.#format = format;
  }

  #fail(): never {
    const failure = this.#failure;
    this.#failure = undefined;
    throw failure;
  }
}
