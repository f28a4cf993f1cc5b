import { isReadOnly, parametersOf } from "../sql-text.ts";
import type { NodeInput, NodeOutput, NodeParameters, NodeStatement } from "./node-sqlite.ts";
import type { PlainConnection } from "./plain-connection.ts";
import { ExactRows, TextProof } from "./plain-exact-rows.ts";
import { bound, wanted } from "./plain-values.ts";
import type { Bindable, EngineColumn, EngineRow, EngineStatement, RowFormat } from "./port.ts";

/** A statement of `node:sqlite`, its rows one by one. */
export class PlainStatement implements EngineStatement {
  readonly end: number;
  readonly #connection: PlainConnection;
  readonly #sql: string;
  #statement: NodeStatement;
  /** Which database of the connection it was prepared for. */
  #generation: number;
  #parameters: readonly (string | null)[] | undefined;
  #isReadOnly: boolean | undefined;
  #columns: readonly EngineColumn[];
  #rows: Iterator<NodeOutput[], unknown> | undefined;
  #parameterValues: readonly NodeParameters[] = [];
  #format: RowFormat | undefined;
  /** How many rows were read. */
  #count = 0;
  /** The last way to have exact rows, and whether it is that of this run. */
  #exact: ExactRows | undefined;
  #isExact = false;
  #proof: TextProof | undefined;
  /** What `take` met behind the rows that it gave. */
  #error: unknown;

  constructor(connection: PlainConnection, statement: NodeStatement) {
    this.#connection = connection;
    this.#generation = connection.generation;
    this.#statement = statement;
    this.#sql = statement.sourceSQL;
    this.end = this.#sql.length;
    this.#columns = columnsOf(statement);
  }

  get isReadOnly(): boolean {
    this.#isReadOnly ??= isReadOnly(this.#sql);
    return this.#isReadOnly;
  }

  get parameters(): readonly (string | null)[] {
    this.#parameters ??= parametersOf(this.#sql, this.end);
    return this.#parameters;
  }

  get isBusy(): boolean {
    return this.#rows !== undefined;
  }

  columns(): readonly EngineColumn[] {
    if (this.#columns.length === 0) return this.#columns;
    const columns = columnsOf(this.#statement);
    // The same array for the same columns: who has described them need not do it again.
    if (!areAlike(columns, this.#columns)) this.#columns = columns;
    return this.#columns;
  }

  start(values: readonly Bindable[], format: RowFormat): EngineRow | undefined {
    const connection = this.#connection;
    const parameters = this.#begin(values);
    try {
      if (this.#columns.length > 0)
        this.#rows = connection.rows(this.#source(parameters, format), parameters);
      else connection.changed(this.#statement.run(...parameters));
    } catch (error) {
      throw this.#failed(error);
    }
    if (this.#rows !== undefined) return this.next();
    connection.activity.end();
    return undefined;
  }

  first(values: readonly Bindable[], format: RowFormat): EngineRow | undefined {
    if (this.#columns.length === 0) return this.start(values, format);
    const connection = this.#connection;
    const parameters = this.#begin(values);
    let row: EngineRow | undefined;
    try {
      connection.changed(undefined);
      const cells = this.#source(parameters, format).get(...parameters);
      if (cells !== undefined) row = this.#read(cells);
    } catch (error) {
      throw this.#failed(error);
    }
    this.#end();
    return row;
  }

  next(): EngineRow | undefined {
    const rows = this.#rows;
    if (rows === undefined) return undefined;
    try {
      if (this.#error !== undefined) throw this.#error;
      this.#connection.activity.check();
      this.#connection.changed(undefined);
      const { done, value } = rows.next();
      if (done !== true) return this.#read(value);
    } catch (error) {
      this.reset();
      throw this.#connection.activity.explain(error);
    }
    this.reset();
    return undefined;
  }

  take(limit: number): EngineRow[] {
    const rows: EngineRow[] = [];
    while (rows.length < limit) {
      const row = rows.length === 0 ? this.next() : this.#nextOrLater();
      if (row === undefined) break;
      rows.push(row);
    }
    return rows;
  }

  reset(): void {
    const rows = this.#rows;
    this.#error = undefined;
    if (rows === undefined) return;
    this.#rows = undefined;
    if (this.#isCurrent()) rows.return?.();
    this.#end();
  }

  finalize(): void {
    this.reset();
    if (this.#isCurrent()) this.#statement.close?.();
  }

  /** Whether there is still the statement in the database. */
  #isCurrent(): boolean {
    return this.#generation === this.#connection.generation;
  }

  /** The next row; an error waits. */
  #nextOrLater(): EngineRow | undefined {
    const rows = this.#rows;
    try {
      return this.next();
    } catch (error) {
      this.#connection.activity.begin();
      this.#rows = rows;
      this.#error = error;
      return undefined;
    }
  }

  #prepareAnew(): void {
    this.#statement = this.#connection.prepareNode(this.#sql);
    this.#generation = this.#connection.generation;
    this.#exact = undefined;
  }

  /** Gets ready to run, and gives what is to be bound. */
  #begin(values: readonly Bindable[]): NodeParameters[] {
    this.reset();
    const { activity } = this.#connection;
    activity.begin();
    try {
      activity.check();
      if (!this.#isCurrent()) this.#prepareAnew();
      const parameters = this.#bind(values);
      this.#trace(parameters, values);
      return parameters;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** The run is over. */
  #end(): void {
    if (this.#isCurrent()) this.#proof?.close();
    this.#proof = undefined;
    this.#connection.activity.end();
  }

  #failed(error: unknown): unknown {
    this.#end();
    return this.#connection.activity.explain(error);
  }

  /** First the values of what has a name, then those of what has none in their order. */
  #bind(values: readonly Bindable[]): NodeParameters[] {
    const nameless: NodeParameters[] = [];
    let named: { [name: string]: NodeInput } | undefined;
    for (let index = 0; index < values.length; index++) {
      const name = this.parameters[index] ?? null;
      const input = bound(values[index] as Bindable);
      if (name === null || name.startsWith("?")) nameless.push(input);
      else {
        named ??= Object.create(null) as { [name: string]: NodeInput };
        named[name] = input;
      }
    }
    return named === undefined ? nameless : [named, ...nameless];
  }

  #trace(parameters: readonly NodeParameters[], values: readonly Bindable[]): void {
    const { activity, tracer } = this.#connection;
    if (tracer === undefined) return;
    // This binds and does not step.
    this.#statement.iterate(...parameters);
    const text = this.#expandedSql(values);
    activity.call(() => tracer(text));
  }

  /** The text with its values filled in, or as it is if that would be too long. */
  #expandedSql(values: readonly Bindable[]): string {
    const lengths = values.map((value) =>
      value instanceof Uint8Array || typeof value === "string" ? value.length : 0,
    );
    // V8 gives up the process for text that is longer than it can have; a byte takes two digits, an apostrophe too.
    if (lengths.reduce((sum, length) => sum + 2 * length, 0) > LONGEST_TRACE) return this.#sql;
    try {
      return this.#statement.expandedSQL;
    } catch {
      return this.#sql;
    }
  }

  /** What gives the rows in this format. */
  #source(parameters: readonly NodeParameters[], format: RowFormat): NodeStatement {
    const connection = this.#connection;
    this.#format = format;
    this.#parameterValues = parameters;
    this.#count = 0;
    this.#isExact =
      !format.isIgnored && (format.textAsBytes || format.blobs !== undefined || connection.traits.cutsTexts);
    if (!this.#isExact) return this.#statement;
    const columns = this.columns();
    if (this.#exact?.fits(columns, format) !== true)
      this.#exact = connection.privately(() => new ExactRows(connection, this.#sql, columns, format));
    return this.#exact.statement ?? this.#statement;
  }

  #read(cells: NodeOutput[]): EngineRow {
    const { integers, isIgnored } = this.#format as RowFormat;
    if (isIgnored) return cells;
    if (this.#isExact) return (this.#exact as ExactRows).read(cells, integers);
    this.#count += 1;
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index];
      if (typeof cell === "bigint") cells[index] = wanted(cell, integers);
      else if (typeof cell === "string" && cell.includes("\ufffd")) this.#prove(cell, index);
    }
    return cells;
  }

  #prove(text: string, index: number): void {
    const connection = this.#connection;
    connection.privately(() => {
      this.#proof ??= new TextProof(connection, this.#sql, this.#columns, this.#parameterValues);
      this.#proof.check(text, this.#columns[index], index, this.#count);
    });
  }
}

const LONGEST_TRACE = 2 ** 28;

function columnsOf(statement: NodeStatement): EngineColumn[] {
  return statement.columns().map(({ name, type }) => ({ name, type }));
}

function areAlike(left: readonly EngineColumn[], right: readonly EngineColumn[]): boolean {
  if (left.length !== right.length) return false;
  return left.every(({ name, type }, index) => name === right[index]?.name && type === right[index]?.type);
}
