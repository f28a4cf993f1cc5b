import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Code, MarshalError, walkCode } from "pantry/marshal";
import { disLines, instructions, PYTHONS } from "pantry/marshal/dis";
import { dumps, loads } from "pantry/marshal/pyc";
import { behind, MARSHAL_MUTATORS } from "../mutators/marshal.ts";
import { mustBeBytes, outcomeOf, type Refusals } from "../properties/outcome.ts";
import type { Target } from "../target.ts";

const REFUSALS: Refusals = { classes: [MarshalError] };
const FIXTURES = path.join(import.meta.dirname, "../../test/fixtures/pyc");
const HEADER = 16;

/** `.pyc` files: their code with its tables and its disassembly, and writing them again. */
export const target: Target = {
  rooms: ["src/marshal/"],
  seeds: () =>
    readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".pyc"))
      .sort()
      .map((file) => new Uint8Array(readFileSync(path.join(FIXTURES, file)))),
  mutators: MARSHAL_MUTATORS.map((mutator) => behind(HEADER, mutator)),
  tokens: [],
  maxLength: 8192,
  time: [300, 0.1],
  judge(bytes) {
    const read = outcomeOf(bytes.length, REFUSALS, () => loads(bytes));
    if ("error" in read) return;
    const { header, code } = read.value;
    for (const node of walkCode(code)) judgeCode(node.code);
    if (PYTHONS.includes(code.python)) for (const _ of disLines(code, { maxLength: 2 ** 18 }));
    const written = outcomeOf(bytes.length * 2, REFUSALS, () => dumps({ ...header, code }));
    if ("error" in written) return;
    const again = loads(written.value);
    mustBeBytes("read and written", written.value, dumps({ ...again.header, code: again.code }));
  },
};

/** The tables of a code object are nobody's promise. */
function judgeCode(code: Code): void {
  for (const table of [code.lines(), code.positions(), code.exceptions()])
    outcomeOf(Number.POSITIVE_INFINITY, REFUSALS, () => {
      for (const _ of table);
    });
  if (PYTHONS.includes(code.python)) for (const _ of instructions(code));
  void [code.varnames, code.cellvars, code.freevars, code.children];
}
