import { versionNumber } from "../version.ts";
import type { ArgumentKind, OpcodeTable } from "./opcode-table.ts";
import { PYTHON_207 } from "./tables/python207.ts";
import { PYTHON_306 } from "./tables/python306.ts";
import { PYTHON_307 } from "./tables/python307.ts";
import { PYTHON_308 } from "./tables/python308.ts";
import { PYTHON_309 } from "./tables/python309.ts";
import { PYTHON_310 } from "./tables/python310.ts";
import { PYTHON_311 } from "./tables/python311.ts";
import { PYTHON_312 } from "./tables/python312.ts";
import { PYTHON_313 } from "./tables/python313.ts";
import { PYTHON_314 } from "./tables/python314.ts";

/** What an instruction does, and what its argument is. */
export interface Opcode {
  readonly number: number;
  readonly name: string;
  readonly kind: ArgumentKind;
  /** How many caches, of two bytes each, follow the instruction. */
  readonly caches: number;
}

/** The bytecode of a version of Python. */
export interface Dialect {
  /** The version as a number: 3.13 is 313. */
  readonly version: number;
  /** What each byte stands for. */
  readonly opcodes: readonly Opcode[];
  /** What arguments stand for, by the name of the opcode. */
  readonly meanings: ReadonlyMap<string, readonly string[]>;
}

const TABLES: readonly OpcodeTable[] = [
  PYTHON_207,
  PYTHON_306,
  PYTHON_307,
  PYTHON_308,
  PYTHON_309,
  PYTHON_310,
  PYTHON_311,
  PYTHON_312,
  PYTHON_313,
  PYTHON_314,
];
const BYTES = 256;

/** The versions of Python whose bytecode can be shown, as in `"3.13"`, oldest first. */
export const PYTHONS: readonly string[] = /* @__PURE__ */ TABLES.map(({ python }) => python);

const dialects = /* @__PURE__ */ new Map<string, Dialect>();

/**
 * The bytecode of a version of Python.
 *
 * @throws RangeError for one that is not among `PYTHONS`.
 */
export function dialectOf(python: string): Dialect {
  const known = dialects.get(python);
  if (known) return known;
  const table = TABLES.find((one) => one.python === python);
  if (!table)
    throw new RangeError(`Bytecode of Python ${python} is not known, only of ${PYTHONS.join(", ")}`);
  const dialect = dialectIn(table);
  dialects.set(python, dialect);
  return dialect;
}

function dialectIn(table: OpcodeTable): Dialect {
  const caches = new Map(pairsIn(table.caches).map(([name, count]) => [name, Number(count)]));
  const opcodes = Array.from({ length: BYTES }, (_, number): Opcode => {
    return { number, name: `<${number}>`, kind: number < table.haveArgument ? "plain" : "number", caches: 0 };
  });
  for (const [kind, text] of Object.entries(table.opcodes)) {
    for (const [name, digits] of pairsIn(text)) {
      const number = Number(digits);
      opcodes[number] = { number, name, kind: kind as ArgumentKind, caches: caches.get(name) ?? 0 };
    }
  }
  // As in `co_code`, the opcode that was written stands for all that the interpreter may have put in its place.
  for (const [name, ...numbers] of pairsIn(table.specialized)) {
    const opcode = opcodes.find((one) => one.name === name);
    if (opcode) for (const number of numbers) opcodes[Number(number)] = opcode;
  }
  return { version: versionNumber(table.python), opcodes, meanings: meaningsIn(table) };
}

function meaningsIn(table: OpcodeTable): Map<string, readonly string[]> {
  return new Map([
    ["COMPARE_OP", membersIn(table.comparisons)],
    ["BINARY_OP", membersIn(table.operators)],
    ["CALL_INTRINSIC_1", membersIn(table.intrinsics1)],
    ["CALL_INTRINSIC_2", membersIn(table.intrinsics2)],
    ["LOAD_COMMON_CONSTANT", membersIn(table.commonConstants)],
    ["LOAD_SPECIAL", membersIn(table.specialMethods)],
  ]);
}

function membersIn(text = ""): string[] {
  return text.trim().split(/,\s+/);
}

/** The members of a list, each a name and numbers. */
function pairsIn(text: string | undefined): [name: string, ...numbers: string[]][] {
  if (text === undefined) return [];
  return membersIn(text).map((member) => member.split(" ") as [string, ...string[]]);
}
