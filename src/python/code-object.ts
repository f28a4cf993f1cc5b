import { kindOf } from "./brand.ts";
import { fieldsOf, isBytes } from "./javascript.ts";
import type { Tuple } from "./tuple.ts";

/**
 * Python's code object: what a function, class or module was compiled to, as data. Its class is that of `marshal`; the
 * fields have the names that Python gives them, without `co_`. What is in them is of the exact profile.
 */
export interface CodeObject {
  /** The version of Python whose bytecode it is, such as `"3.12"`. */
  readonly python: string;
  /** Positional parameters, `*args` not included. */
  readonly argcount: number;
  /** Those of them that are positional only. */
  readonly posonlyargcount: number;
  /** Keyword-only parameters. */
  readonly kwonlyargcount: number;
  /** Local variables, parameters included. */
  readonly nlocals: number;
  /** Values that the stack has to hold. */
  readonly stacksize: number;
  /** `CO_VARARGS`, `CO_GENERATOR` and the like. */
  readonly flags: number;
  /** The instructions. */
  readonly code: Uint8Array;
  /** The constants. */
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
  /** The name with those of what is around it. */
  readonly qualname: string;
  /** The line it begins at. */
  readonly firstlineno: number;
  /** The lines of the instructions. */
  readonly linetable: Uint8Array;
  /** What handles exceptions where. */
  readonly exceptiontable: Uint8Array;
}

/** From 3.11 on the tables count when two are compared, and what kind a variable is does not. */
const TABLES_COUNT = 11;

/** All of it by name, in the exact profile: a count is a bigint. */
export function* codeFields(code: CodeObject): Generator<[string, unknown], void, undefined> {
  for (const [name, value] of fieldsOf(code))
    yield [name, Number.isInteger(value) ? BigInt(value as number) : value];
}

const FIELDS: Readonly<Record<keyof CodeObject, "text" | "count" | "bytes" | "tuple">> = {
  python: "text",
  argcount: "count",
  posonlyargcount: "count",
  kwonlyargcount: "count",
  nlocals: "count",
  stacksize: "count",
  flags: "count",
  code: "bytes",
  consts: "tuple",
  names: "tuple",
  localsplusnames: "tuple",
  localspluskinds: "bytes",
  filename: "text",
  name: "text",
  qualname: "text",
  firstlineno: "count",
  linetable: "bytes",
  exceptiontable: "bytes",
};

/** The reverse: the fields of a code object; `undefined` where they are not all there, or are of other types. */
export function codeFieldsOf(fields: Readonly<Record<string, unknown>>): CodeObject | undefined {
  const names = Object.entries(FIELDS);
  if (Object.keys(fields).length !== names.length) return undefined;
  const read = names.map(([name, type]) => [name, fieldOf(fields[name], type)] as const);
  return read.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(read) as unknown as CodeObject);
}

function fieldOf(value: unknown, type: "text" | "count" | "bytes" | "tuple"): unknown {
  switch (type) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "count":
      return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
    case "bytes":
      return isBytes(value) ? value : undefined;
    default:
      return kindOf(value) === "Tuple" ? value : undefined;
  }
}

/** What Python's `==` looks at: neither where it came from, nor how much room it needs. */
export function comparedFields(code: CodeObject): unknown[] {
  const { python, name, argcount, posonlyargcount, kwonlyargcount, flags, firstlineno } = code;
  const common = [python, name, argcount, posonlyargcount, kwonlyargcount, flags, firstlineno];
  const [, minor] = python.split(".");
  const rest =
    python.startsWith("3") && Number(minor) >= TABLES_COUNT
      ? [code.linetable, code.exceptiontable]
      : [code.nlocals, code.localspluskinds];
  return [...common, code.code, code.names, code.localsplusnames, ...rest, code.consts];
}
