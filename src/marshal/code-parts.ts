import { decodeText } from "../bytes/index.ts";
import { kindOf, type Python2String, Tuple } from "../python/index.ts";
import { Code } from "./code.ts";
import { isPython2 } from "./version.ts";

/** What is wrong with the fields of a code object. */
export class BadField extends Error {}

/** From this version on the table of lines has the name that it has here. */
const LINETABLE = 310;

// Each field by its name, in the order of `layoutOf(version)`: a loop over the layout took seven times as long, and code
// objects are small and many.

/**
 * Makes a code object of its fields, which lie on a stack from `from` on in the order of `layoutOf(version)`.
 *
 * @throws BadField for one of another type than it must have.
 */
export function codeOf(values: readonly unknown[], from: number, version: number, python: string): Code {
  const counts = isPython2(version) ? 1 : version < 308 ? 2 : 3;
  const head = {
    python,
    argcount: values[from] as number,
    posonlyargcount: counts === 3 ? (values[from + 1] as number) : 0,
    kwonlyargcount: counts === 1 ? 0 : (values[from + counts - 1] as number),
  };
  if (version >= 311) return together(head, values, from + counts);
  return separate(head, values, from + counts, version < LINETABLE ? "lnotab" : "linetable");
}

interface Head {
  readonly python: string;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
}

/** From 3.11 on: the names of all variables in one tuple, and what each is in bytes. */
function together(head: Head, values: readonly unknown[], at: number): Code {
  return new Code({
    python: head.python,
    argcount: head.argcount,
    posonlyargcount: head.posonlyargcount,
    kwonlyargcount: head.kwonlyargcount,
    stacksize: values[at] as number,
    flags: values[at + 1] as number,
    code: bytes(values[at + 2], "code"),
    consts: tuple(values[at + 3], "consts"),
    names: names(values[at + 4], "names"),
    localsplusnames: names(values[at + 5], "localsplusnames"),
    localspluskinds: bytes(values[at + 6], "localspluskinds"),
    filename: text(values[at + 7], "filename"),
    name: text(values[at + 8], "name"),
    qualname: text(values[at + 9], "qualname"),
    firstlineno: values[at + 10] as number,
    linetable: bytes(values[at + 11], "linetable"),
    exceptiontable: bytes(values[at + 12], "exceptiontable"),
  });
}

/** Before: three tuples of names. */
function separate(head: Head, values: readonly unknown[], at: number, linetable: string): Code {
  return new Code({
    python: head.python,
    argcount: head.argcount,
    posonlyargcount: head.posonlyargcount,
    kwonlyargcount: head.kwonlyargcount,
    nlocals: values[at] as number,
    stacksize: values[at + 1] as number,
    flags: values[at + 2] as number,
    code: bytes(values[at + 3], "code"),
    consts: tuple(values[at + 4], "consts"),
    names: names(values[at + 5], "names"),
    varnames: names(values[at + 6], "varnames"),
    freevars: names(values[at + 7], "freevars"),
    cellvars: names(values[at + 8], "cellvars"),
    filename: text(values[at + 9], "filename"),
    name: text(values[at + 10], "name"),
    firstlineno: values[at + 11] as number,
    linetable: bytes(values[at + 12], linetable),
  });
}

/** The fields of a code object in the order of `layoutOf(version)`. */
export function partsOf(code: Code, version: number): unknown[] {
  const { argcount, posonlyargcount, kwonlyargcount, stacksize, flags, consts, names } = code;
  const { filename, name, firstlineno, linetable } = code;
  if (version >= 311) {
    const { localsplusnames, localspluskinds, qualname, exceptiontable } = code;
    return [
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      code.code,
      consts,
      names,
      localsplusnames,
      localspluskinds,
      filename,
      name,
      qualname,
      firstlineno,
      linetable,
      exceptiontable,
    ];
  }
  const parts: unknown[] = [argcount];
  if (version >= 308) parts.push(posonlyargcount);
  if (!isPython2(version)) parts.push(kwonlyargcount);
  parts.push(code.nlocals, stacksize, flags, code.code, consts, names);
  parts.push(code.varnames, code.freevars, code.cellvars, filename, name, firstlineno, linetable);
  return parts;
}

function bytes(value: unknown, field: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (kindOf(value) === "Python2String") return (value as Python2String).bytes;
  throw new BadField(`bytes expected for co_${field}`);
}

function tuple(value: unknown, field: string): Tuple {
  if (kindOf(value) === "Tuple") return value as Tuple;
  throw new BadField(`a tuple expected for co_${field}`);
}

function names(value: unknown, field: string): Tuple<string> {
  const found = tuple(value, field);
  for (let i = 0; i < found.length; i += 1) if (typeof found[i] !== "string") return decoded(found, field);
  return found as Tuple<string>;
}

function decoded(found: Tuple, field: string): Tuple<string> {
  return Tuple.from(found.map((item) => text(item, field))) as Tuple<string>;
}

function text(value: unknown, field: string): string {
  if (typeof value === "string") return value;
  const kind = kindOf(value);
  // A str of Python 2 comes back byte by byte, whatever its encoding was.
  if (kind === "Python2String")
    return decodeText((value as Python2String).bytes, "utf-8", "surrogateescape") ?? "";
  // JavaScript cannot keep a pair of surrogates apart; no identifier has one.
  if (kind === "CodePointString") return String(value);
  throw new BadField(`a str expected for co_${field}`);
}
