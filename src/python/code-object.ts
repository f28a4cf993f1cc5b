import { fieldsOf } from "./javascript.ts";
import type { Tuple } from "./tuple.ts";

/**
 * Python's code object: what a function, class or module was compiled to, as data. Its class is that of `marshal`; the
 * fields have the names that Python gives them, without `co_`. What is in them is of the exact profile.
 */
export interface CodeObject {
  /** The version of Python whose bytecode it is, such as `"3.12"`. */
  readonly python: string;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly nlocals: number;
  readonly stacksize: number;
  readonly flags: number;
  readonly code: Uint8Array;
  readonly consts: Tuple;
  readonly names: Tuple<string>;
  readonly localsplusnames: Tuple<string>;
  readonly localspluskinds: Uint8Array;
  readonly filename: string;
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
}

/** From 3.11 on the tables count when two are compared, and what kind a variable is does not. */
const TABLES_COUNT = 11;

/** All of it by name, in the exact profile: a count is a bigint. */
export function* codeFields(code: CodeObject): Generator<[string, unknown], void, undefined> {
  for (const [name, value] of fieldsOf(code))
    yield [name, Number.isInteger(value) ? BigInt(value as number) : value];
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
