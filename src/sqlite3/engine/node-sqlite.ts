// `node:sqlite`, as far as it is needed. The project compiles with the types of no host, so they are written here; what not every
// runtime has is optional.

/** What is bound, and what a function gives. Every `number` is a REAL. */
export type NodeInput = null | number | bigint | string | Uint8Array;
/** What comes back when integers are read as `bigint`. */
export type NodeOutput = null | number | bigint | string | Uint8Array<ArrayBuffer>;
/** Values by name with its prefix, for those that have one. */
export type NodeParameters = { readonly [name: string]: NodeInput } | NodeInput;

interface NodeOptions {
  readonly readOnly?: boolean;
  readonly enableForeignKeyConstraints?: boolean;
  readonly enableDoubleQuotedStringLiterals?: boolean;
  readonly allowExtension?: boolean;
  readonly defensive?: boolean;
  readonly timeout?: number;
}

interface NodeFunctionOptions {
  readonly deterministic?: boolean;
  readonly directOnly?: boolean;
  readonly useBigIntArguments?: boolean;
  readonly varargs?: boolean;
}

export interface NodeAggregateOptions<S> extends NodeFunctionOptions {
  start(): S;
  step(state: S, ...args: NodeOutput[]): S;
  result(state: S): NodeInput;
  inverse?(state: S, ...args: NodeOutput[]): S;
}

/** The names of `limits`, which are not SQLite's. */
export type NodeLimit =
  | "length"
  | "sqlLength"
  | "column"
  | "exprDepth"
  | "compoundSelect"
  | "vdbeOp"
  | "functionArg"
  | "attach"
  | "likePatternLength"
  | "variableNumber"
  | "triggerDepth";

interface NodeColumn {
  readonly name: string;
  readonly type: string | null;
}

export interface NodeStatement {
  readonly sourceSQL: string;
  readonly expandedSQL: string;
  columns(): readonly NodeColumn[];
  run(...parameters: NodeParameters[]): { readonly changes: bigint; readonly lastInsertRowid: bigint };
  get(...parameters: NodeParameters[]): NodeOutput[] | undefined;
  all(...parameters: NodeParameters[]): NodeOutput[][];
  iterate(...parameters: NodeParameters[]): Iterator<NodeOutput[], unknown>;
  setReadBigInts(enabled: boolean): void;
  setReturnArrays(enabled: boolean): void;
  setAllowBareNamedParameters(enabled: boolean): void;
  close?(): void;
}

export interface NodeDatabase {
  readonly isTransaction: boolean;
  readonly limits?: { [name in NodeLimit]: number };
  prepare(sql: string): NodeStatement;
  close(): void;
  /** The file of the main database, `null` if it has none. */
  location(): string | null;
  function(name: string, options: NodeFunctionOptions, callback: (...args: NodeOutput[]) => NodeInput): void;
  aggregate<S>(name: string, options: NodeAggregateOptions<S>): void;
  setAuthorizer?(authorize: ((action: number, ...names: [Name, Name, Name, Name]) => number) | null): void;
  serialize?(schema: string): Uint8Array<ArrayBuffer>;
  deserialize?(bytes: Uint8Array, options: { readonly dbName: string }): void;
  enableDefensive?(enabled: boolean): void;
  enableLoadExtension?(enabled: boolean): void;
  loadExtension(path: string, entrypoint?: string): void;
}

type Name = string | null;

/** The built-in module. */
export interface NodeSqlite {
  readonly DatabaseSync: {
    readonly prototype: Partial<NodeDatabase>;
    new (path: string, options: NodeOptions): NodeDatabase;
  };
  readonly StatementSync: { readonly prototype: Partial<NodeStatement> };
}

interface Host {
  readonly process?: { getBuiltinModule?(name: "node:sqlite"): NodeSqlite | undefined };
}

/** The built-in module of this runtime, if it has one and that is complete enough: Node from 22.16 on, Bun, Deno. */
export function nodeSqlite(): NodeSqlite | undefined {
  const sqlite = (globalThis as Host).process?.getBuiltinModule?.("node:sqlite");
  return sqlite?.StatementSync?.prototype.setReturnArrays === undefined ? undefined : sqlite;
}
