// What a Python and we make of each other's pickles of random graphs: used by the tests, with few graphs, and by
// `npm run conformance -- graphs`, with thousands.
import fc from "fast-check";
import { dumps, loads, type PickleBuffer } from "pantry/pickle";
import { graphs, pythonClassOf, registry } from "../pickle/arbitrary/graphs.ts";
import type { Profile } from "../pickle/arbitrary/values.ts";
import { type Kind, type Oracle, type Pair, PYODIDE, type Python, type Verdicts } from "./oracle.ts";
import { pythonProgram } from "./python-program.ts";

const EXACT = { exact: true } as const;

/**
 * Whether the C pickler of a Python writes as ours does in a protocol. That of 2.7 leaves out what nothing refers to, and in protocol
 * 0 that of 3.6 leaves control characters as they are.
 */
export function isOfOneMind({ short }: Python, protocol: number): boolean {
  return short !== "2.7" && !(short === "3.6" && protocol === 0);
}

/** On a machine of 32 bits, as that of WebAssembly, this array is not what it is elsewhere. */
const WIDTH_OF_MACHINE = "array('l'";

/** Which graphs: so many of them, the first of this seed, written in this protocol. */
export interface Draw {
  readonly seed: number;
  readonly count: number;
  readonly protocol: number;
}

/** How many graphs were judged, and what is wrong. */
export interface Findings {
  readonly count: number;
  readonly problems: readonly string[];
}

/** Graphs that a Python wrote are read exactly and written in these protocols: they mean the same to it. */
export async function exactMeaning(
  oracle: Oracle,
  draw: Draw,
  targets: readonly number[],
): Promise<Findings> {
  const pickles = await oracle.generate(draw.seed, draw.count, draw.protocol, "exact");
  const values = pickles.map((data) => loads(data, EXACT));
  const problems = targets.map(async (protocol) => {
    const pairs = pickles.map((data, at): Pair => [data, dumps(values[at], { ...EXACT, protocol })]);
    return list(await oracle.compare(pairs), `of protocol ${draw.protocol} as protocol ${protocol}`);
  });
  return { count: pickles.length, problems: (await Promise.all(problems)).flat() };
}

/** What a Python wrote is written in another protocol for another Python, to which it means what the original does. */
export async function exactElsewhere(
  writer: Oracle,
  draw: Draw,
  reader: Oracle,
  protocol: number,
): Promise<Findings> {
  const pickles = await writer.generate(draw.seed, draw.count, draw.protocol, "values");
  const pairs = pickles.map((data): Pair => [data, dumps(loads(data, EXACT), { ...EXACT, protocol })]);
  const verdicts = await reader.compare(pairs, encodingBetween(writer, reader));
  return {
    count: pickles.length,
    problems: list(verdicts, `as protocol ${protocol} in ${reader.python.short}`),
  };
}

/** How what Python 2 has as bytes is to be read as text. */
function encodingBetween(writer: Oracle, reader: Oracle): string | null {
  return writer.python.short === "2.7" && reader !== writer ? "latin1" : null;
}

/**
 * The same as `exactMeaning` of natural reading, which loses what the guide to types says, and no more. What Python 2 wrote is for
 * a `reader` of Python 3.
 */
export async function naturalMeaning(
  oracle: Oracle,
  draw: Draw,
  targets: readonly number[],
  kind: Kind = "values",
  reader: Oracle = oracle,
): Promise<Findings> {
  const pickles = await oracle.generate(draw.seed, draw.count, draw.protocol, kind);
  const encoding = encodingBetween(oracle, reader);
  const values = pickles.map((data) => loads(data, encoding === null ? {} : { encoding }));
  const problems = targets.map(async (protocol) => {
    const pairs = pickles.map((data, at): Pair => [data, dumps(values[at], { protocol })]);
    const verdicts = await reader.compareNatural(pairs, protocol, draw.protocol, encoding);
    return list(verdicts, `(${kind}) of protocol ${draw.protocol} as protocol ${protocol}`);
  });
  return { count: pickles.length, problems: (await Promise.all(problems)).flat() };
}

/** Graphs whose bytes are a matter of the value alone (see `distinct.py`) come out in the bytes of that Python's C pickler. */
export async function sameBytes(oracle: Oracle, { seed, count, protocol }: Draw): Promise<Findings> {
  if (!isOfOneMind(oracle.python, protocol)) return { count: 0, problems: [] };
  const [texts] = (await oracle.ask("distinct", { seed, count, protocol })) as [string[], number];
  const problems = texts.flatMap((text, at) => {
    const made = dumps(loads(Buffer.from(text, "base64"), EXACT), { ...EXACT, protocol });
    return Buffer.from(made).toString("base64") === text
      ? []
      : [`graph ${at} in protocol ${protocol}: other bytes`];
  });
  return { count: texts.length, problems };
}

/** Graphs with persistent ids, and with buffers that are outside of the pickle (see `apart.py`). */
export async function sameApart(oracle: Oracle, { seed, count, protocol }: Draw): Promise<Findings> {
  const given = (await oracle.ask("apart", { seed, count, protocol })) as [string, string[]][];
  const pairs = given.map(([text, outside]) => {
    const buffers = outside.map((one) => Buffer.from(one, "base64"));
    const value = loads(Buffer.from(text, "base64"), { ...EXACT, buffers });
    const made: string[] = [];
    const bufferCallback = (buffer: PickleBuffer) => {
      made.push(Buffer.from(buffer.raw()).toString("base64"));
    };
    const data = dumps(value, { ...EXACT, protocol, ...(protocol > 4 && { bufferCallback }) });
    return [
      [text, outside],
      [Buffer.from(data).toString("base64"), made],
    ];
  });
  const verdicts = (await oracle.ask("compare_apart", { pairs })) as Verdicts;
  return { count: given.length, problems: list(verdicts, `in protocol ${protocol}, apart`) };
}

/** Random JavaScript values are to a Python what a program of Python makes of the guide to types. */
export async function seenByPython(oracle: Oracle, draw: Draw, exact = false): Promise<Findings> {
  const python2 = oracle.python.short === "2.7";
  const { protocol } = draw;
  const values = fc.sample(graphs(profileFor(python2, exact, protocol), /^instance$/), {
    seed: draw.seed,
    numRuns: draw.count,
  });
  const rows = values.flatMap((value) => {
    const program = pythonProgram(value, {
      exact,
      python2,
      beforeProtocol2: protocol < 2,
      classOf: pythonClassOf,
    });
    const isJudged =
      program !== undefined && !(oracle.python.short === PYODIDE.short && program.includes(WIDTH_OF_MACHINE));
    return !isJudged ? [] : [{ program, data: dumps(value, { exact, protocol, registry }) }];
  });
  const data = rows.map((row) => Buffer.from(row.data).toString("base64"));
  const programs = rows.map(({ program }) => program);
  const verdicts = (await oracle.ask("judge_programs", { programs, data })) as Verdicts;
  return { count: rows.length, problems: list(verdicts, `of JavaScript in protocol ${protocol}`) };
}

function profileFor(python2: boolean, exact: boolean, protocol: number): Profile {
  if (python2) return "natural for Python 2";
  if (exact) return "exact";
  return protocol < 2 ? "natural before protocol 2" : "natural";
}

/** What is wrong, with the number of the graph. */
function list(verdicts: Verdicts, where: string): string[] {
  return verdicts.flatMap((verdict, at) => (verdict === null ? [] : [`graph ${at} ${where}: ${verdict}`]));
}
