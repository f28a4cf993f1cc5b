import { type CodeObject, kindOf, Tuple } from "../python/index.ts";
import { brand, PythonObject } from "../python/python-object.ts";
import { tupleOf } from "../python/tuple.ts";
import { type ExceptionEntry, exceptionEntries } from "./exception-table.ts";
import { type LineRange, lineRanges } from "./lines.ts";
import { type Position, positionsOf } from "./positions.ts";
import { NEWEST_PYTHON, versionNumber, versionText } from "./version.ts";

// What a variable is, a byte for each (CPython: `CO_FAST_LOCAL`, `CO_FAST_CELL`, `CO_FAST_FREE`).
const LOCAL = 0x20;
const CELL = 0x40;
const FREE = 0x80;

/** From 3.11 on code objects have names of all variables in one tuple, a qualified name and an exception table. */
const ONE_TUPLE = 311;

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/** The fields of a code object, and what they are where they are left out. */
export interface CodeFields {
  /** The version of Python whose bytecode it is, such as `"3.12"`. Default: `"3.14"`. */
  readonly python?: string;
  /** Positional parameters, those with defaults included, `*args` not (`co_argcount`). Default: 0. */
  readonly argcount?: number;
  /** Those of them that are positional only (`co_posonlyargcount`, from 3.8). Default: 0. */
  readonly posonlyargcount?: number;
  /** Keyword-only parameters (`co_kwonlyargcount`, from 3.0). Default: 0. */
  readonly kwonlyargcount?: number;
  /** Local variables, parameters included (`co_nlocals`). Before 3.11 it is a field of its own. Default: as many as there are. */
  readonly nlocals?: number;
  /** Values that the stack has to hold (`co_stacksize`). Default: 0. */
  readonly stacksize?: number;
  /** `CO_VARARGS`, `CO_GENERATOR` and the like (`co_flags`). Default: 0. */
  readonly flags?: number;
  /** The instructions (`co_code`). Default: none. */
  readonly code?: Uint8Array;
  /** The constants, in the exact profile (`co_consts`). Default: none. */
  readonly consts?: Tuple;
  /** Names of globals, attributes and imports (`co_names`). Default: none. */
  readonly names?: Tuple<string>;
  /**
   * Every variable: locals, then cells, then free ones (`co_localsplusnames`), to be given together with what each is.
   * Default: made of the next three.
   */
  readonly localsplusnames?: Tuple<string>;
  /** What each of them is, a byte for each (`co_localspluskinds`). Default: made of the next three. */
  readonly localspluskinds?: Uint8Array;
  /** Names of the local variables, parameters first (`co_varnames`). Default: none. */
  readonly varnames?: Tuple<string>;
  /** Names of the variables that functions within refer to (`co_cellvars`). Default: none. */
  readonly cellvars?: Tuple<string>;
  /** Names of the variables that belong to a function around it (`co_freevars`). Default: none. */
  readonly freevars?: Tuple<string>;
  /** The file it was compiled from (`co_filename`). Default: `""`. */
  readonly filename?: string;
  /** The name of the function, class or module (`co_name`). Default: `""`. */
  readonly name?: string;
  /** The name with those of what is around it (`co_qualname`, from 3.11). Default: `name`. */
  readonly qualname?: string;
  /** The line it begins at (`co_firstlineno`). Default: 1. */
  readonly firstlineno?: number;
  /** The lines of the instructions (`co_linetable`; before 3.10 `co_lnotab`). Default: none. */
  readonly linetable?: Uint8Array;
  /** What handles exceptions where (`co_exceptiontable`, from 3.11). Default: none. */
  readonly exceptiontable?: Uint8Array;
}

/**
 * A code object of Python as data: what a function, class body or module was compiled to. It is never run. One class
 * serves every version: `python` says whose bytecode it is, and which of the fields there are.
 *
 * Fields have CPython's names without `co_`. What they hold is exact in either profile (an int among the constants is
 * a `bigint`, a `number` a float), so that reading and writing never changes a program.
 *
 * ```ts
 * import { Code } from "pantry/marshal";
 *
 * const code = new Code({ python: "3.12", name: "f", filename: "shop.py" });
 * if (code.replace({ name: "g" }).filename !== "shop.py") throw new Error("not kept");
 * ```
 */
export class Code extends PythonObject implements CodeObject {
  static {
    brand(Code.prototype, "Code");
  }

  /** The version of Python whose bytecode it is, such as `"3.12"`. */
  readonly python: string;
  /** Positional parameters, those with defaults included, `*args` not. */
  readonly argcount: number;
  /** Those of them that are positional only; 0 before 3.8. */
  readonly posonlyargcount: number;
  /** Keyword-only parameters; 0 in Python 2. */
  readonly kwonlyargcount: number;
  /** Local variables, parameters included. */
  readonly nlocals: number;
  /** Values that the stack has to hold. */
  readonly stacksize: number;
  /** `CO_VARARGS`, `CO_GENERATOR` and the like. */
  readonly flags: number;
  /** The instructions. */
  readonly code: Uint8Array;
  /** The constants, in the exact profile. */
  readonly consts: Tuple;
  /** Names of globals, attributes and imports. */
  readonly names: Tuple<string>;
  /** Every variable: locals, then cells, then free ones. */
  readonly localsplusnames: Tuple<string>;
  /** What each of them is, a byte for each. */
  readonly localspluskinds: Uint8Array;
  /** The file it was compiled from. */
  readonly filename: string;
  /** The name of the function, class or module. */
  readonly name: string;
  /** The name with those of what is around it; before 3.11 the name. */
  readonly qualname: string;
  /** The line it begins at. */
  readonly firstlineno: number;
  /** The lines of the instructions: `co_linetable`, before 3.10 `co_lnotab`. */
  readonly linetable: Uint8Array;
  /** What handles exceptions where; empty before 3.11. */
  readonly exceptiontable: Uint8Array;

  /**
   * A code object of these fields; arrays are not copied.
   *
   * @throws RangeError for a version of Python that is not known.
   */
  constructor(fields: CodeFields) {
    super();
    const { python = NEWEST_PYTHON, name = "" } = fields;
    const number = versionNumber(python);
    const hasOneTuple = number >= ONE_TUPLE;
    this.python = versionText(number);
    this.argcount = fields.argcount ?? 0;
    this.posonlyargcount = fields.posonlyargcount ?? 0;
    this.kwonlyargcount = fields.kwonlyargcount ?? 0;
    this.stacksize = fields.stacksize ?? 0;
    this.flags = fields.flags ?? 0;
    this.code = fields.code ?? NO_BYTES;
    this.consts = fields.consts ?? new Tuple();
    this.names = fields.names ?? new Tuple();
    const { names, kinds } = variablesOf(fields, hasOneTuple);
    this.localsplusnames = names;
    this.localspluskinds = kinds;
    this.filename = fields.filename ?? "";
    this.name = name;
    this.qualname = (hasOneTuple ? fields.qualname : undefined) ?? name;
    this.firstlineno = fields.firstlineno ?? 1;
    this.linetable = fields.linetable ?? NO_BYTES;
    this.exceptiontable = fields.exceptiontable ?? NO_BYTES;
    this.nlocals = (hasOneTuple ? undefined : fields.nlocals) ?? countOf(LOCAL, kinds);
  }

  /** Names of the local variables, parameters first (`co_varnames`). */
  get varnames(): Tuple<string> {
    return this.#namesOf(LOCAL);
  }

  /** Names of the variables that functions within refer to (`co_cellvars`). */
  get cellvars(): Tuple<string> {
    return this.#namesOf(CELL);
  }

  /** Names of the variables that belong to a function around it (`co_freevars`). */
  get freevars(): Tuple<string> {
    return this.#namesOf(FREE);
  }

  /** The code objects among the constants, in order: functions, classes and comprehensions within it. */
  get children(): Code[] {
    return this.consts.filter(isCode);
  }

  /**
   * The lines of the instructions, as ranges of bytes (`co_lines()`, and for Pythons before 3.10 what it would give).
   *
   * @throws MarshalError for a table that is cut short.
   */
  lines(): Generator<LineRange, void, undefined> {
    return lineRanges(this);
  }

  /**
   * Where each instruction stands in the source, caches included (`co_positions()`); nothing before 3.11.
   *
   * @throws MarshalError for a table that is cut short.
   */
  positions(): Generator<Position, void, undefined> {
    return positionsOf(this);
  }

  /**
   * What handles exceptions where; nothing before 3.11, whose instructions say it.
   *
   * @throws MarshalError for a table that is cut short.
   */
  exceptions(): Generator<ExceptionEntry, void, undefined> {
    return exceptionEntries(this);
  }

  /** A code object with some fields replaced (`code.replace`). */
  replace(fields: CodeFields): Code {
    const { varnames, cellvars, freevars } = this;
    const { localsplusnames, localspluskinds, nlocals, ...rest } = this;
    const isRenamed =
      fields.varnames !== undefined || fields.cellvars !== undefined || fields.freevars !== undefined;
    const variables = isRenamed
      ? { varnames, cellvars, freevars }
      : { localsplusnames, localspluskinds, nlocals };
    return new Code({ ...rest, ...variables, ...fields });
  }

  #namesOf(kind: number): Tuple<string> {
    const names = new Tuple<string>();
    for (let i = 0; i < this.localsplusnames.length; i += 1) {
      if ((this.localspluskinds[i] ?? 0) & kind) names.push(this.localsplusnames[i] as string);
    }
    return names;
  }
}

function countOf(kind: number, kinds: Uint8Array): number {
  let count = 0;
  // A loop over numbers takes a tenth of the time that one over the values takes.
  for (let i = 0; i < kinds.length; i += 1) if ((kinds[i] as number) & kind) count += 1;
  return count;
}

/** Whether a value is a code object, also one of another copy of the package. */
export function isCode(value: unknown): value is Code {
  return kindOf(value) === "Code";
}

interface Variables {
  readonly names: Tuple<string>;
  readonly kinds: Uint8Array;
}

/** All variables with their kinds. From 3.11 on a local variable that is a cell stands there once, as both. */
function variablesOf(fields: CodeFields, hasOneTuple: boolean): Variables {
  const { localsplusnames, localspluskinds } = fields;
  const varnames: readonly string[] = fields.varnames ?? [];
  const cellvars: readonly string[] = fields.cellvars ?? [];
  const freevars: readonly string[] = fields.freevars ?? [];
  if (localsplusnames && localspluskinds) return { names: localsplusnames, kinds: localspluskinds };
  const locals = new Set<string>(hasOneTuple ? varnames : []);
  const cells = new Set<string>(hasOneTuple ? cellvars : []);
  const own = locals.size > 0 ? cellvars.filter((name) => !locals.has(name)) : cellvars;
  const names = [...varnames, ...own, ...freevars];
  const kinds = new Uint8Array(names.length);
  kinds.fill(LOCAL, 0, varnames.length);
  kinds.fill(CELL, varnames.length, varnames.length + own.length);
  kinds.fill(FREE, varnames.length + own.length);
  if (own.length < cellvars.length)
    for (let i = 0; i < varnames.length; i += 1)
      if (cells.has(varnames[i] as string)) kinds[i] = LOCAL | CELL;
  return { names: tupleOf(names, 0, names.length) as Tuple<string>, kinds };
}
