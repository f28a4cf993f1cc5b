// Lists the functions and classes in a .pyc file, with their lines, parameters and constants. Nothing of it is run.
//
//   node read-a-pyc.ts [FILE]
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Code, walkCode } from "pantry/marshal";
import { loads } from "pantry/marshal/pyc";
import { kindOf, repr } from "pantry/python";

const VARARGS = 4;
const VARKEYWORDS = 8;

// A module that CPython 3.12 has compiled; its source is test/fixtures/pyc/sample.py.
const file = process.argv[2] ?? path.join(import.meta.dirname, "../test/fixtures/pyc/3.12/timestamp.pyc");

/** The parameters, as they stand at the front of the variables. */
function parametersOf({ varnames, argcount, kwonlyargcount, flags }: Code): string {
  const names = [...varnames];
  const parameters = names.splice(0, argcount);
  const keywordOnly = names.splice(0, kwonlyargcount);
  if (flags & VARARGS) parameters.push(`*${names.shift()}`);
  else if (keywordOnly.length > 0) parameters.push("*");
  if (flags & VARKEYWORDS) keywordOnly.push(`**${names.shift()}`);
  return [...parameters, ...keywordOnly].join(", ");
}

/** The first and the last line of what it does. */
function linesOf(code: Code): string {
  const lines = Array.from(code.lines(), ({ line }) => line).filter((line) => line !== null);
  return `${code.firstlineno} to ${Math.max(code.firstlineno, ...lines)}`;
}

const { header, code } = loads(readFileSync(file));
const when = header.mtime === undefined ? "" : `, source of ${new Date(header.mtime * 1000).toISOString()}`;
console.log(`Python ${header.python}${when}`);
for (const { code: each, depth } of walkCode(code)) {
  const indent = "  ".repeat(depth);
  console.log(`${indent}${each.name}(${parametersOf(each)}), lines ${linesOf(each)}`);
  for (const value of each.consts)
    if (value !== null && kindOf(value) !== "Code")
      console.log(`${indent}    ${repr(value, { exact: true, maxLength: 60 })}`);
}
