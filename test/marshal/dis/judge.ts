import { join } from "node:path";
import { type Code, loads } from "pantry/marshal";
import { dis, instructions } from "pantry/marshal/dis";
import { FrozenSet, kindOf, repr, Tuple } from "pantry/python";
import { escapeOf } from "../../../src/python/printable.ts";
import { Oracle, type Python } from "../../oracle/oracle.ts";

/** A file that a Python compiled: the code object in base64, and what its `dis` prints. */
export interface Listing {
  readonly code: string;
  readonly text: string;
}

/** The first difference of two listings, if there is one. */
export type Verdict = "same" | "not compiled" | typeof NEWER_CHARACTERS | string;

/** Same but for characters that were not in the Unicode of that Python: it escapes them. */
export const NEWER_CHARACTERS = "newer characters";

/** What `dis.Bytecode` tells of an instruction: offset, name, number, argument, its text, line, and two answers. */
export type Row = readonly [
  offset: number,
  name: string,
  opcode: number,
  arg: number | null,
  text: string,
  line: number | null,
  startsLine: boolean,
  isJumpTarget: boolean,
];

const FILES_AT_ONCE = 20;

/** A Python that answers what is in `listing.py`. */
export function judgeOf(python: Python): Oracle {
  return new Oracle({ ...python, args: [join(import.meta.dirname, "listing.py")] });
}

/** For each of so many files of a Python's library (0 for all) what the comparison of the listings gave. */
export async function judgeLibrary(judge: Oracle, count: number): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const files = (await judge.ask("files", { count })) as string[];
  for (let i = 0; i < files.length; i += FILES_AT_ONCE) {
    const paths = files.slice(i, i + FILES_AT_ONCE);
    const listings = (await judge.ask("disassemble", { paths })) as (Listing | null)[];
    listings.forEach((listing, index) => {
      verdicts.set(paths[index] as string, listing ? verdictOn(listing, judge.python.short) : "not compiled");
    });
  }
  return verdicts;
}

/** Whether our listing is that of the Python. */
export function verdictOn({ code, text }: Listing, python: string): Verdict {
  const ours = dis(codeIn(code, python));
  if (ours === text) return "same";
  if (escaped(ours) === escaped(text)) return NEWER_CHARACTERS;
  const [wanted, found] = [text.split("\n"), ours.split("\n")];
  const line = wanted.findIndex((one, index) => one !== found[index]);
  return `line ${line + 1}: ${JSON.stringify(wanted[line])} became ${JSON.stringify(found[line])}`;
}

/** The text with every character beyond ASCII as Python escapes it. */
function escaped(text: string): string {
  return text.replace(/[^\0-~]/gu, escapeOf);
}

/** What we tell of the instructions of a code object, and of those within it. */
export function rowsOf(code: Code): Row[][] {
  const rows = instructions(code).map((one): Row => {
    const { offset, name, opcode, arg, text, line, startsLine, isJumpTarget } = one;
    return [offset, name, opcode, arg, text, line, startsLine, isJumpTarget];
  });
  return [rows, ...code.children.flatMap(rowsOf)];
}

/** A code object that came in base64. */
export function codeIn(base64: string, python: string): Code {
  return sorted(loads<Code>(Buffer.from(base64, "base64"), { exact: true, python }), python);
}

/** The code object with the members of frozen sets sorted by their texts, since Python has them in the order of hashes. */
function sorted(code: Code, python: string): Code {
  return code.replace({
    consts: Tuple.from(code.consts.map((value) => sortedConstant(value, python))) as Tuple,
  });
}

function sortedConstant(value: unknown, python: string): unknown {
  const kind = kindOf(value);
  if (kind === "Code") return sorted(value as Code, python);
  if (kind === "Tuple") return Tuple.from((value as Tuple).map((item) => sortedConstant(item, python)));
  if (kind !== "FrozenSet") return value;
  const members = Array.from(value as Set<unknown>, (member) => sortedConstant(member, python));
  return new FrozenSet(members.sort((left, right) => compare(textIn(left, python), textIn(right, python))));
}

/** Python 2 sorts its texts after `u`. */
function textIn(value: unknown, python: string): string {
  const text = repr(value, { exact: true });
  if (python !== "2.7") return text;
  return typeof value === "string" ? `u${text}` : text.replace(/^b/, "");
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
