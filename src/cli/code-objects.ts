import type { Code } from "../marshal/index.ts";
import { Tuple } from "../python/index.ts";
import { cut, printable } from "../python/printable.ts";
import { attribute, type Description, KEY_ROOM, listed } from "./branches.ts";
import { flagWords } from "./code-flags.ts";
import { type ScalarOptions, Words } from "./scalar.ts";

type Fields = readonly (readonly [name: string, value: unknown])[];

/** A code object: what it is called, where it is from, its parameters, its flags in words, its names and constants. */
export function describeCode(code: Code, { verbatim }: ScalarOptions): Description {
  const fields = verbatim ? [...fieldsOf(code), ...rawFields(code)] : fieldsOf(code).filter(isTelling(code));
  return listed(
    "code",
    printable(cut(code.qualname, KEY_ROOM)),
    fields.map(([name, value]) => attribute(name, value)),
  );
}

/** Names are copied, because it means nothing that two code objects share a tuple of them. */
function fieldsOf(code: Code): Fields {
  return [
    ["name", code.name],
    ["qualname", code.qualname],
    ["filename", code.filename],
    ["firstlineno", BigInt(code.firstlineno)],
    ["argcount", BigInt(code.argcount)],
    ["posonlyargcount", BigInt(code.posonlyargcount)],
    ["kwonlyargcount", BigInt(code.kwonlyargcount)],
    ["flags", new Words(flagWords(code.flags, code.python))],
    ["names", Tuple.from(code.names)],
    ["varnames", code.varnames],
    ["cellvars", code.cellvars],
    ["freevars", code.freevars],
    ["consts", code.consts],
  ];
}

/** What only the interpreter needs. */
function rawFields(code: Code): Fields {
  return [
    ["python", code.python],
    ["nlocals", BigInt(code.nlocals)],
    ["stacksize", BigInt(code.stacksize)],
    ["code", code.code],
    ["linetable", code.linetable],
    ["exceptiontable", code.exceptiontable],
  ];
}

/** Whether a field says more than that there is nothing. */
function isTelling({ flags, name, qualname }: Code): (field: Fields[number]) => boolean {
  return ([field, value]) => {
    if (field === "qualname") return qualname !== name;
    if (field === "flags") return flags !== 0;
    if (Array.isArray(value)) return value.length > 0;
    return !field.endsWith("argcount") || value !== 0n;
  };
}
