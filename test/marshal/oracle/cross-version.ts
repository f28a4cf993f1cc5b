// What a Python and we make of each other's marshalled random graphs: used by the tests, with few graphs, and by
// `npm run conformance -- graphs`, with thousands.
import fc from "fast-check";
import { dumps, loads } from "pantry/marshal";
import type { Draw, Findings } from "../../oracle/cross-version.ts";
import { pythonProgram } from "../../oracle/python-program.ts";
import { graphs } from "../../pickle/arbitrary/graphs.ts";
import type { MarshalOracle } from "./marshal-oracle.ts";

/** The first version with references. */
const REFERENCES = 3;
/** So many values may become of a graph before that. */
const LARGE = 1000;
/** Nothing marks a small bigint, and memory is bytes. */
const OF_MARSHAL = { beforeProtocol2: true, marshalled: true } as const;

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
  // Natural reading takes two surrogates for one character, and so does Python 2 when it writes.
  const kind = exact && oracle.python.short !== "2.7" ? "exact" : "values";
  const sources = Array.from(
    { length: count },
    (_, at) => `graph(${seed + at}, ${shared ? "True" : "False"}, "${kind}")`,
  );
  const options = { exact, python: oracle.python.short };
  const given = await oracle.marshal(sources, version);
  const made = given.map(({ bytes }) => dumps(loads(bytes, options), { ...options, version }));
  const verdicts = await oracle.judge(sources, made, shared, exact ? "exact" : "natural");
  const problems = verdicts.map((verdict, at) => {
    const isOther =
      exact && given[at]?.stable && Buffer.compare(made[at] as Uint8Array, given[at].bytes) !== 0;
    return verdict ?? (isOther ? "other bytes" : null);
  });
  return {
    count,
    problems: problems.flatMap((problem, at) => (problem ? [`${sources[at]}: ${problem}`] : [])),
  };
}

/** Random JavaScript values, marshalled, are to a Python what a program of Python makes of the guide to types. */
export async function marshalledForPython(
  oracle: MarshalOracle,
  { seed, count, protocol: version }: MarshalDraw,
): Promise<Findings> {
  const { short: python } = oracle.python;
  const shared = version >= REFERENCES;
  const values = fc
    .sample(graphs("natural for marshal"), { seed, numRuns: count })
    .filter((value) => shared || unfolded(value) < LARGE);
  const rows = values.flatMap((value) => {
    const program = pythonProgram(value, { ...OF_MARSHAL, python2: python === "2.7" });
    return program === undefined ? [] : [{ program, data: dumps(value, { python, version }) }];
  });
  const verdicts = await oracle.judgePrograms(
    rows.map(({ program }) => program),
    rows.map(({ data }) => data),
    shared,
  );
  const problems = verdicts.flatMap((verdict, at) =>
    verdict === null ? [] : [`${rows[at]?.program}: ${verdict}`],
  );
  return { count: rows.length, problems };
}

/** How many values a graph is where nothing is shared; what holds itself is without end. */
function unfolded(value: unknown, around: ReadonlySet<unknown> = new Set()): number {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return 1;
  if (around.has(value)) return Number.POSITIVE_INFINITY;
  const isIterable = Symbol.iterator in value;
  const parts = isIterable ? [...(value as Iterable<unknown>)].flat(1) : Object.values(value);
  let count = 1;
  for (const part of parts) {
    count += unfolded(part, new Set([...around, value]));
    if (count > LARGE) break;
  }
  return count;
}
