import {
  dumps,
  loads,
  MarshalEOFError,
  MarshalError,
  MarshalTypeError,
  MarshalValueError,
  UnmarshallableError,
} from "pantry/marshal";
import { expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { Dice } from "../../pickletools/mutants.ts";
import { ENDLESS, GRAPHS, PLAIN, PYTHON_2, sourcesFor } from "./expressions.ts";
import { describeEachMarshal, type MarshalOracle, type Verdict } from "./marshal-oracle.ts";
import { mutated, scrambled } from "./mutants.ts";

/** For a longer run: PANTRY_CASES=1000, and another seed with PANTRY_SEED=2. */
const COUNT = CASES * 50;
const SEED = Number(process.env.PANTRY_SEED ?? 1);
const BATCH = 1000;
/** In milliseconds: what asks for much memory takes Python a while. */
const LONG = 1_200_000;
/** Bytes that are changed, and the shorter ones that are cut off anywhere. */
const LONGEST = 1000;
const LONGEST_CUT = CASES * 10;

const DICT = "{".charCodeAt(0);

/** How a Python may end that ours never does: it crashes, or the machine does not let it go on. */
const ENDS: ReadonlySet<string> = new Set(["crash", "MemoryError", "SystemError", "RecursionError"]);

/** Types that came after these Pythons. */
const LEFT_OUT: ReadonlySet<number> = new Set(Array.from(":}", (letter) => letter.charCodeAt(0)));
/** Code objects are in a test of their own. */
const TYPE_CODE = "c".charCodeAt(0);

describeEachMarshal(
  "bytes that nobody wrote",
  (python, oracle) => {
    const { short } = python;

    it(
      "are read, or refused, as Python does whatever they begin with",
      async () => {
        const tails = TAILS.map((tail) => Buffer.from(tail, "latin1"));
        const cases = Array.from({ length: 256 }, (_, lead) => lead)
          .filter((lead) => !LEFT_OUT.has(lead & 0x7f) && (lead & 0x7f) !== TYPE_CODE)
          .flatMap((lead) => tails.map((tail) => new Uint8Array([lead, ...tail])));
        expect(await differences(oracle(), cases, short)).toEqual([]);
      },
      LONG,
    );

    it(
      "are too short, cut off anywhere",
      async () => {
        const cases = (await seeds(oracle(), short))
          .filter((bytes) => bytes.length < Math.min(LONGEST, LONGEST_CUT))
          .flatMap((bytes) => Array.from(bytes.keys(), (end) => bytes.subarray(0, end)));
        expect(cases.every((bytes) => ours(bytes, short).kind === "EOFError")).toBe(true);
        expect(await differences(oracle(), cases, short)).toEqual([]);
      },
      LONG,
    );

    it(
      "are read, or refused, as Python does when they were changed",
      async () => {
        const dice = new Dice(SEED);
        const originals = (await seeds(oracle(), short)).filter((bytes) => bytes.length < LONGEST);
        const cases = Array.from({ length: COUNT }, () => cleaned(mutated(dice.pick(originals), dice)));
        expect(await differences(oracle(), cases, short)).toEqual([]);
      },
      LONG,
    );

    it(
      "are read, or refused, as Python does when they are random objects",
      async () => {
        const dice = new Dice(SEED + 1000);
        const cases = Array.from({ length: COUNT }, () => cleaned(scrambled(dice)));
        expect(await differences(oracle(), cases, short)).toEqual([]);
      },
      LONG,
    );

    it(
      "are code objects, or not, as Python says when such were changed",
      async () => {
        const dice = new Dice(SEED + 2000);
        const given = await oracle().marshal(CODE, oracle().version);
        const cases = Array.from({ length: COUNT }, () =>
          cleaned(mutated(dice.pick(given).bytes, dice), false),
        );
        expect(await differences(oracle(), cases, short)).toEqual([]);
      },
      LONG,
    );
  },
  ["2.7", "3.13"],
);

const CODE: readonly string[] = [
  "code()",
  "code('def f(a, *b):\\n  return lambda: a')",
  "code('a.b(1, (2, 3))')",
];

const TAILS: readonly string[] = [
  ...["", "\0", "\x01", "\x01N", "\0\0\0\0", "\x01\0\0\0", "\x01\0\0\0N", "\x01\0\0\0a", "\xff\xff\xff\xff"],
  ...[
    "\x02\0\0\0i\x01\0\0\0i\x02\0\0\0",
    "\x02\0\0\0\0\0\0\0",
    "\x02\0\0\0\x01\0\x01\0",
    "\xfe\xff\xff\xff\x01\0\x01\0",
  ],
  ...[
    "\xff\xff\xff\x7f",
    "\x80\xff\xff\xff",
    "\x01\x01\0\0",
    "\0\0\0\0\0\0\xf0\x3f",
    "\0\0\0\0\0\0\xf0\x3f".repeat(2),
  ],
  ...[
    "\x031.5",
    "\x031.5\x032.5",
    "\x03nan\x03inf",
    "\x00",
    "NN0",
    "N0",
    "NNN0",
    "[\0\0\0\0N0",
    "0",
    "\x010",
    "\x01\0\0\x000",
  ],
  ...[
    "\x01\0\0\0[\0\0\0\0",
    "\x03abc",
    "\x03\xe9bc",
    "\x02\0\0\0\xc3\xa9",
    "\x02\0\0\0\xc3\xc3",
    "\x03\0\0\0\xed\xa0\x80",
  ],
  ...[
    "\x02\0\0\0\xe9\x01\0\0\0r\0\0\0\0",
    "\x01\0\0\0r\0\0\0\0",
    "\x02r\0\0\0\0N",
    "\xe9\x01\0\0\0r\x01\0\0\x000",
  ],
];

/** Real bytes of that Python, of every version. */
async function seeds(oracle: MarshalOracle, short: string): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  const finite = [...PLAIN, ...GRAPHS, ...(short === "2.7" ? PYTHON_2 : [])].filter(
    ([source]) => !source.includes("code("),
  );
  for (let version = 0; version <= oracle.version; version += 1) {
    const sources = sourcesFor(short, version > 2 ? [...finite, ...ENDLESS] : finite);
    found.push(...(await oracle.marshal(sources, version)).map(({ bytes }) => bytes));
  }
  return found;
}

function cleaned(bytes: Uint8Array, isPlain = true): Uint8Array {
  return bytes.map((byte) => {
    const type = byte & 0x7f;
    return LEFT_OUT.has(type) || (isPlain && type === TYPE_CODE) ? 0x21 : byte;
  });
}

interface Ours {
  readonly kind: string;
  readonly text: string;
  readonly made: Uint8Array | null;
}

/** What we make of bytes: the value written again, or the exception that Python is to raise. */
function ours(bytes: Uint8Array, python: string): Ours {
  let value: unknown;
  try {
    value = loads(bytes, { exact: true, python });
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
    if (!(error.offset >= 0 && error.offset <= bytes.length))
      throw new Error(`no offset: ${error.offset}`, { cause: error });
    return { kind: error.code === "limit" ? "limit" : nameOf(error), text: error.message, made: null };
  }
  try {
    return { kind: "value", text: "", made: dumps(value, { exact: true, python }) };
  } catch (error) {
    if (!(error instanceof UnmarshallableError)) throw error;
    return { kind: "unwritten", text: error.message, made: null };
  }
}

function nameOf(error: MarshalError): string {
  if (error instanceof MarshalEOFError) return "EOFError";
  if (error instanceof MarshalValueError) return "ValueError";
  return error instanceof MarshalTypeError ? "TypeError" : "MarshalError";
}

/** Where our verdict is not Python's. Says how many there were of each. */
async function differences(
  oracle: MarshalOracle,
  cases: readonly Uint8Array[],
  short: string,
): Promise<string[]> {
  const found: string[] = [];
  const counts: Record<string, number> = {};
  for (let start = 0; start < cases.length; start += BATCH) {
    const batch = cases.slice(start, start + BATCH);
    const results = batch.map((bytes) => ours(bytes, short));
    const verdicts = await oracle.verdicts(batch.map((bytes, at) => [bytes, results[at]?.made ?? null]));
    for (const [at, verdict] of verdicts.entries()) {
      const kind = verdict[0];
      counts[kind] = (counts[kind] ?? 0) + 1;
      const problem = problemOf(results[at] as Ours, verdict, short === "2.7", batch[at] as Uint8Array);
      if (problem) found.push(`${textOf(batch[at] as Uint8Array)}: ${problem}`);
    }
  }
  console.info(`Python ${short}: ${JSON.stringify(counts)}`);
  const ended = [...ENDS].reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  if (ended > cases.length / 5) found.push(`${ended} of ${cases.length} were not judged`);
  return found;
}

/** Bytes as Python shows them. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f;
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  }).join("");
}

function problemOf(mine: Ours, [kind, text]: Verdict, isPython2: boolean, bytes: Uint8Array): string | null {
  if (ENDS.has(kind) || mine.kind === "limit") return null;
  // Python 2 takes the end of the bytes for a byte, or many, and goes on; in a dict after any other error too.
  if (isPython2 && mine.kind === "EOFError") return null;
  if (isPython2 && mine.kind.endsWith("Error") && kind.endsWith("Error") && bytes.includes(DICT)) return null;
  // CPython meets a digit that is out of range before it meets the end.
  if (mine.kind === "EOFError" && text?.includes("digit out of range")) return null;
  // Counts that contradict each other harm whoever runs the code; here they are data.
  if (text?.includes("co_varnames is too small")) return null;
  if (mine.kind !== kind) return `${mine.kind} ${mine.text}, but Python: ${kind} ${text}`;
  return kind === "value" ? text : null;
}
