import { isPython2 } from "./version.ts";

// In what order the fields of a code object are written, which differs from version to version.

/** What a field is: a 32-bit integer, or an object that must be bytes, a tuple, a tuple of names or a text. */
type FieldType = "int" | "bytes" | "tuple" | "names" | "text";

/** The fields that are written, `nlocals` and the three tuples of names only before 3.11. */
type FieldName =
  | "argcount"
  | "posonlyargcount"
  | "kwonlyargcount"
  | "nlocals"
  | "stacksize"
  | "flags"
  | "code"
  | "consts"
  | "names"
  | "varnames"
  | "freevars"
  | "cellvars"
  | "localsplusnames"
  | "localspluskinds"
  | "filename"
  | "name"
  | "qualname"
  | "firstlineno"
  | "linetable"
  | "exceptiontable";

export interface Field {
  readonly name: FieldName;
  readonly type: FieldType;
}

const TYPES: Readonly<Record<FieldName, FieldType>> = {
  argcount: "int",
  posonlyargcount: "int",
  kwonlyargcount: "int",
  nlocals: "int",
  stacksize: "int",
  flags: "int",
  code: "bytes",
  consts: "tuple",
  names: "names",
  varnames: "names",
  freevars: "names",
  cellvars: "names",
  localsplusnames: "names",
  localspluskinds: "bytes",
  filename: "text",
  name: "text",
  qualname: "text",
  firstlineno: "int",
  linetable: "bytes",
  exceptiontable: "bytes",
};

const SEPARATE: readonly FieldName[] = [
  "nlocals",
  "stacksize",
  "flags",
  "code",
  "consts",
  "names",
  "varnames",
  "freevars",
  "cellvars",
  "filename",
  "name",
  "firstlineno",
  "linetable",
];

const TOGETHER: readonly FieldName[] = [
  "stacksize",
  "flags",
  "code",
  "consts",
  "names",
  "localsplusnames",
  "localspluskinds",
  "filename",
  "name",
  "qualname",
  "firstlineno",
  "linetable",
  "exceptiontable",
];

const PYTHON_2 = layout("argcount", ...SEPARATE);
const FROM_3_0 = layout("argcount", "kwonlyargcount", ...SEPARATE);
const FROM_3_8 = layout("argcount", "posonlyargcount", "kwonlyargcount", ...SEPARATE);
const FROM_3_11 = layout("argcount", "posonlyargcount", "kwonlyargcount", ...TOGETHER);

/** The fields of a code object in the order of a version, as `versionNumber` has it. */
export function layoutOf(version: number): readonly Field[] {
  if (isPython2(version)) return PYTHON_2;
  if (version < 308) return FROM_3_0;
  return version < 311 ? FROM_3_8 : FROM_3_11;
}

function layout(...names: readonly FieldName[]): readonly Field[] {
  return names.map((name) => ({ name, type: TYPES[name] }));
}
