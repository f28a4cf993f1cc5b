// Where we and CPython's C readers make different things of a pickle, all on purpose. `docs/formats/pickle.md` has them for users.
import { genops, PickletoolsError } from "pantry/pickletools";
import { type Case, type Disagreement, hasValue, read } from "./judge.ts";

/** One such difference: which row of the page tells of it, how it is recognised, and pickles that show it. */
export interface Difference {
  /** What the row of the table begins with. */
  readonly row: string;
  readonly is: (found: Disagreement) => boolean;
  /** Pickles, as latin-1. */
  readonly examples: readonly string[];
  /** The Pythons that it is a difference from, of those that the tests ask. */
  readonly from: (short: string) => boolean;
}

const ALL = (): boolean => true;
const PYTHON_2 = (short: string): boolean => short === "2.7";
const PYTHON_3 = (short: string): boolean => short !== "2.7";

export const DIFFERENCES: readonly Difference[] = [
  {
    row: "an opcode that crosses the end of its frame",
    is: strict(/crosses the end of its frame/, agreesLeniently),
    examples: ["\x80\x04\x95\x02\0\0\0\0\0\0\0M\x07\x01."],
    from: PYTHON_3,
  },
  {
    row: "a frame inside a frame",
    is: strict(/a frame begins inside another/, agreesLeniently),
    examples: ["\x80\x04\x95\x0c\0\0\0\0\0\0\0\x95\x03\0\0\0\0\0\0\0K\x07."],
    from: PYTHON_3,
  },
  {
    row: "`I+1`, `I-0`, `I 1`",
    is: strict(/some readers take this for a boolean/, agreesLeniently),
    examples: ["I+1\n.", "I-0\n.", "I+0\n."],
    from: ALL,
  },
  {
    row: "`I0x10`, `I1_0`, `I 7`, a NUL in a number",
    is: strict(/an? (decimal integer|decimal index|float) expected/, agreesLeniently),
    examples: ["I 7 \n.", "L 7\n.", "I1\np 1\n0g 1\n."],
    from: ALL,
  },
  {
    row: "`I010`",
    is: isDecimalWithZeros,
    examples: ["I010\n.", "L010L\n."],
    from: (short) => short === "3.14",
  },
  {
    row: "`APPENDS`, `SETITEMS` or `ADDITEMS` of nothing",
    is: (found) =>
      strict(/Cannot read (APPENDS|SETITEMS|ADDITEMS) .*cannot be filled/)(found) && isOfNothing(found),
    examples: ["N(e.", "N(u.", "](u.", "N(\x80\x02e."],
    from: ALL,
  },
  {
    row: "`SETITEM` with the index of a list",
    is: (found) => strict(/Cannot read SETITEMS? .*cannot be filled/)(found) && !isOfNothing(found),
    examples: ["(NlI0\nI7\ns."],
    from: ALL,
  },
  {
    row: "`APPEND` or `APPENDS` to a bytearray",
    is: (found) =>
      strict(/Cannot read APPENDS? .*cannot be filled/)(found) &&
      !isOfNothing(found) &&
      opcodesOf(found.case).has("BYTEARRAY8"),
    examples: ["\x80\x05\x96\x01\0\0\0\0\0\0\0a(K\x01K\x02e.", "\x80\x05\x96\x01\0\0\0\0\0\0\0aK\x01a."],
    from: (short) => !["2.7", "3.6", "3.7"].includes(short),
  },
  {
    row: "`BUILD` of what has no state",
    is: strict(/Cannot read BUILD .*(cannot be filled|an instance expected)/),
    examples: ["]Nb.", "NNb.", "cshop\nItem\n}b.", "cshop\nItem\n(N}Va\nI1\nstb."],
    from: ALL,
  },
  {
    row: "`STACK_GLOBAL` with a pair of surrogates",
    is: strict(/two strings expected/),
    examples: ["\x8c\x06\xed\xa0\xbd\xed\xb8\x80\x8c\x01a\x93."],
    from: PYTHON_3,
  },
  {
    row: "an extension code that is not registered",
    is: lenient(/^unregistered extension code/),
    examples: ["\x82\x07."],
    from: ALL,
  },
  {
    row: "`NEWOBJ` of what a call made",
    is: lenient(/^NEWOBJ(_EX)? class argument (must be a type|isn't a type)/),
    examples: ["cshop\nItem\n)R)\x81."],
    from: ALL,
  },
  {
    row: "more than 4300 digits of decimal",
    is: isLongNumber,
    examples: [`L${"9".repeat(4301)}L\n.`, `I${"9".repeat(4301)}\n.`],
    from: (short) => !["2.7", "3.6"].includes(short),
  },
  {
    row: "keys that are equal in Python",
    // Which value is the last one can only be seen while the dict is filled: that need not be the same.
    is: ({ ours, theirs }) => ours.merged && hasValue(theirs),
    examples: ["(I1\nVa\nF1\nVb\nI01\nVc\nd.", "((I1\ntVa\n(I1\ntVb\nd."],
    from: ALL,
  },
  {
    row: "a read-only bytearray as a key",
    is: (found) =>
      lenient(/unhashable type: 'bytearray'/)(found) && opcodesOf(found.case).has("READONLY_BUFFER"),
    examples: ["\x8f(\x96\x01\0\0\0\0\0\0\0a\x98\x90."],
    from: (short) => !["2.7", "3.6", "3.7"].includes(short),
  },
  {
    row: "opcodes that came later",
    is: (found) => lenient(/^unsupported pickle protocol: [345]$/)(found) || isLaterOpcode(found),
    examples: ["\x80\x05N.", "\x96\0\0\0\0\0\0\0\0."],
    from: (short) => ["2.7", "3.6", "3.7"].includes(short),
  },
  {
    row: "MARKs in Python 2",
    is: (found) => found.short === "2.7" && strict(/./, (one) => one.ours.error?.code === "bad-stack")(found),
    examples: ["](Na.", "N(.", "N(2t.", "(Nd."],
    from: PYTHON_2,
  },
  {
    row: "memo numbers in Python 2",
    is: isFormerMemo,
    examples: ["Nq\x01g1\n.", "Np1\n0h\x01.", "Nponce\n.", "Np1\nI2\np01\ng1\n."],
    from: PYTHON_2,
  },
  {
    row: "names that are not ASCII",
    is: (found) => isForeignName(found),
    examples: ["(ishop\nCaf\xc3\xa9\n."],
    from: PYTHON_3,
  },
  {
    row: "names that are not UTF-8",
    is: (found) => found.short === "2.7" && strict(/a line of UTF-8 expected/)(found),
    examples: ["cshop\nCaf\xe9\n."],
    from: PYTHON_2,
  },
  {
    row: "persistent ids that are not ASCII",
    is: (found) => found.short === "2.7" && strict(/a persistent id of ASCII expected/)(found),
    examples: ["Pcaf\xe9\n.", "Pcaf\xc3\xa9\n."],
    from: PYTHON_2,
  },
  {
    row: "a quoted string with spaces behind it",
    is: (found) =>
      found.short === "2.7" && strict(/a quoted string literal expected/, agreesLeniently)(found),
    examples: ["S'a' \n.", "S'a'\r\n."],
    from: PYTHON_2,
  },
  {
    row: "an empty persistent id",
    is: (found) =>
      found.short === "2.7" &&
      lenient(/^pickle data was truncated/)(found) &&
      opcodesOf(found.case).has("PERSID"),
    examples: ["P\n."],
    from: PYTHON_2,
  },
];

/** We refuse what the Python takes. */
function strict(
  message: RegExp,
  also: (found: Disagreement) => boolean = ALL,
): (found: Disagreement) => boolean {
  return (found) => hasValue(found.theirs) && message.test(found.ours.error?.message ?? "") && also(found);
}

/** We take what the Python refuses. */
function lenient(text: RegExp): (found: Disagreement) => boolean {
  return ({ ours, theirs }) => ours.text !== null && !hasValue(theirs) && text.test(theirs[1] ?? "");
}

/** Whether a lenient reading makes of it what the Python does, or at least nothing that is not told of elsewhere. */
function agreesLeniently(found: Disagreement): boolean {
  const isPython2 = found.short === "2.7";
  const ours = read(found.case, isPython2, { lenient: true });
  // Whether Python 2 makes an int, a long or a bool of an odd number depends on how it is spelled.
  if (found.theirs[0] === "uncertain") return ours.text !== null;
  const isSame = isPython2 ? asInts(ours.text) === asInts(found.theirs[1]) : ours.text === found.theirs[1];
  const isFurther = ours.error?.message !== found.ours.error?.message;
  return isSame || (isFurther && DIFFERENCES.some(({ is }) => is({ ...found, ours })));
}

function asInts(text: string | null): string | undefined {
  return text
    ?.replace(/l(?=-?[0-9a-f]+ )/g, "i")
    .replaceAll("T", "i1 ")
    .replaceAll("F", "i0 ");
}

/** Whether there is a MARK right below the opcode that we refuse, or what was above it has been dropped. */
function isOfNothing({ case: one, ours }: Disagreement): boolean {
  // Where a number is odd besides, pickletools does not come so far.
  if ("(01".includes(latin1(one).charAt((ours.error?.offset ?? 0) - 1))) return true;
  const before = opcodesBefore(one, ours.error?.offset).filter(
    (name) => name !== "PROTO" && name !== "FRAME",
  );
  return ["MARK", "POP", "POP_MARK"].includes(before.at(-1) as string);
}

function isLaterOpcode(found: Disagreement): boolean {
  const later = found.short === "2.7" ? /[BC\x8c-\x98]/ : /\\x9[678]/;
  const [, key = ""] = /^invalid load key, '(.*)'\.$/s.exec(found.theirs[1] ?? "") ?? [];
  return found.ours.text !== null && later.test(key);
}

/** Python 3.14 takes digits for decimal, whatever is in front of them. */
function isDecimalWithZeros(found: Disagreement): boolean {
  if (found.short !== "3.14" || !strict(/a decimal integer expected$/)(found)) return false;
  return /^[+-]?0[0-9_]+L?$/.test(lineAt(found.case, (found.ours.error?.offset ?? 0) + 1));
}

function isLongNumber(found: Disagreement): boolean {
  const isRefused = lenient(/^(Exceeds the limit \(4300( digits)?\)|could not convert string to int)/)(found);
  return isRefused && /[0-9]{4301}/.test(latin1(found.case));
}

/** Python 2 has a memo of texts beside that of numbers, and takes any text. */
function isFormerMemo(found: Disagreement): boolean {
  if (found.short !== "2.7") return false;
  if (strict(/a decimal index expected/)(found)) return true;
  const names = opcodesOf(found.case);
  if (found.theirs[0] === "BadPickleGet" && names.has("GET")) return true;
  // `p01` and `p1` are two places there.
  if (/[pg](?:[+-]|0[0-9])[0-9]*\n/.test(latin1(found.case))) return true;
  return LINES.some((name) => names.has(name)) && NUMBERS.some((name) => names.has(name));
}

const LINES = ["PUT", "GET"];
const NUMBERS = ["BINPUT", "LONG_BINPUT", "BINGET", "LONG_BINGET"];

function isForeignName({ case: one, short, ours, theirs: [kind] }: Disagreement): boolean {
  const isRefused = kind === "UnicodeDecodeError" && opcodesOf(one).has("INST");
  return short !== "2.7" && ours.text !== null && isRefused;
}

function opcodesOf(one: Case): ReadonlySet<string> {
  return new Set(opcodesBefore(one));
}

/** The names of the opcodes in a pickle, or before an offset, as far as pickletools can read it. */
function opcodesBefore({ bytes }: Case, end: number = bytes.length): string[] {
  const names: string[] = [];
  try {
    for (const { opcode, offset } of genops(bytes)) {
      if (offset >= end) break;
      names.push(opcode.name);
    }
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    if (error.offset < end) names.push(error.what);
  }
  return names;
}

function lineAt(one: Case, offset: number): string {
  return latin1(one).slice(offset).split("\n", 1)[0] as string;
}

function latin1({ bytes }: Case): string {
  return Buffer.from(bytes).toString("latin1");
}
