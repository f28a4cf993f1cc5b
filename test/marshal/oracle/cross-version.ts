// What a Python and we make of each other's marshalled random graphs: used by the tests, with few graphs, and by
// `npm run conformance -- graphs`, with thousands.
import fc from "fast-check";
import { dumps, loads, UnmarshallableError } from "pantry/marshal";
import type { Draw, Findings } from "../../oracle/cross-version.ts";
import { pythonProgram } from "../../oracle/python-program.ts";
import { graphs } from "../../pickle/arbitrary/graphs.ts";
import type { MarshalOracle } from "./marshal-oracle.ts";

/** The first version with references. */
const REFERENCES = 3;

/** Which graphs: their protocol is the version of the format. */
type MarshalDraw = Draw;

/**
 * Graphs that a Python marshalled are read and written in the same version: they mean the same to it. Before version 3 exact
 * ones are the same bytes, but for what only that Python knows: which strings are interned, and the order of sets before 3.11.
 */
export async function sameMarshalled(
  oracle: MarshalOracle,
  { seed, count, protocol: version }: MarshalDraw,
  exact: boolean,
): Promise<Findings> {
  const shared = version >= REFERENCES;
  const sources = Array.from({ length: count }, (_, at) => `graph(${seed + at}, ${shared ? "True" : "False"})`);
  const options = { exact, python: oracle.python.short };
  const given = await oracle.marshal(sources, version);
  const made = given.map(({ bytes }) => dumps(loads(bytes, options), { ...options, version }));
  const verdicts = await oracle.judge(sources, made, shared, exact ? "exact" : "natural");
  const problems = verdicts.map((verdict, at) => {
    const isOther = exact && given[at]?.stable && Buffer.compare(made[at] as Uint8Array, given[at].bytes) !== 0;
    return verdict ?? (isOther ? "other bytes" : null);
  });
  return { count, problems: problems.flatMap((problem, at) => (problem ? [`${sources[at]}: ${problem}`] : [])) };
}

/** Random JavaScript values, marshalled, are to a Python what a program of Python makes of the guide to types. */
export async function marshalledForPython(
  oracle: MarshalOracle,
  { seed, count, protocol: version }: MarshalDraw,
): Promise<Findings> {
  const { short: python } = oracle.python;
  const rows = fc.sample(graphs("natural for marshal"), { seed, numRuns: count }).flatMap((value) => {
    const program = pythonProgram(value, { python2: python === "2.7", marshalled: true });
    const data = marshalled(value, { python, version });
    return program === undefined || data === undefined ? [] : [{ program, data }];
  });
  const verdicts = await oracle.judgePrograms(
    rows.map(({ program }) => program),
    rows.map(({ data }) => data),
    version >= REFERENCES,
  );
  const problems = verdicts.flatMap((verdict, at) =>
    verdict === null ? [] : [`${rows[at]?.program}: ${verdict}`],
  );
  return { count: rows.length, problems };
}

/** `undefined` for what holds itself, which no version before 3 can say. */
function marshalled(value: unknown, options: { python: string; version: number }): Uint8Array | undefined {
  try {
    return dumps(value, options);
  } catch (error) {
    if (options.version < REFERENCES && error instanceof UnmarshallableError && error.code === "too-deep")
      return undefined;
    throw error;
  }
}
