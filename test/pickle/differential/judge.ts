// Asks a Python and ours what they make of the same pickle, whatever that is.
import { Registry } from "pantry/copyreg";
import { type LoadOptions, loads, UnpicklingError } from "pantry/pickle";
import { Global } from "pantry/python";
import type { Oracle } from "../../oracle/oracle.ts";
import { type Described, describeGraph, INERT } from "./description.ts";

/** A pickle, and how a `str` of Python 2 in it is decoded. */
export interface Case {
  readonly bytes: Uint8Array;
  readonly encoding: string;
}

/** What we make of a pickle. */
export type Ours =
  | (Described & { readonly error?: undefined })
  | { readonly text: null; readonly merged: false; readonly certain: true; readonly error: UnpicklingError };

/** What a Python makes of it: `"value"` and what it is, if it is another; or what was raised, and its text. */
export type Theirs = readonly [kind: string, text: string | null];

/** A pickle of which we and a Python make different things. */
export interface Disagreement {
  readonly case: Case;
  readonly short: string;
  readonly ours: Ours;
  readonly theirs: Theirs;
}

/** How a verdict says that there is none: the machine did not let Python go on, or the judge could not. */
export const UNJUDGED: ReadonlySet<string> = new Set(["MemoryError", "RecursionError", "unjudged"]);
/** What a machine of 32 bits cannot hold, which CPython as WebAssembly is. */
const TOO_LARGE = /too large to convert to C ssize_t|^negative LONG_BINPUT argument/;
const BATCH = 2000;

/** As in `worker.py`. */
const EXTENSIONS: readonly (readonly [name: string, code: number])[] = [
  ["One", 1],
  ["Byte", 200],
  ["Two", 0x1234],
  ["Four", 0x12345],
];
const registry = new Registry();
for (const [name, code] of EXTENSIONS) registry.extensions.add("ext", name, code);

/** Reads a pickle exactly, with names that stand for nothing. */
export function read({ bytes, encoding }: Case, isPython2: boolean, options: LoadOptions = {}): Ours {
  const names = new Map<string, Global>();
  const findClass = (module: string, name: string): Global => {
    const key = JSON.stringify([module, name]);
    const known = names.get(key) ?? new Global(INERT + module, name);
    names.set(key, known);
    return known;
  };
  const buffers = ["one", "two"].map((text) => new TextEncoder().encode(text));
  const given = isPython2 ? {} : { encoding, buffers };
  let value: unknown;
  try {
    value = loads(bytes, { exact: true, registry, findClass, ...given, ...options });
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return { text: null, merged: false, certain: true, error };
  }
  return describeGraph(value, isPython2);
}

/** What became of many cases. */
export interface Outcome {
  readonly disagreements: Disagreement[];
  /** How many had a value to both, were refused by both, or were not judged. */
  readonly counts: Record<string, number>;
}

/** Where we and a Python disagree, and how often what was the case. */
export async function judge(oracle: Oracle, cases: readonly Case[]): Promise<Outcome> {
  const { short } = oracle.python;
  const disagreements: Disagreement[] = [];
  const counts: Record<string, number> = {};
  for (let start = 0; start < cases.length; start += BATCH) {
    const batch = cases.slice(start, start + BATCH);
    const results = batch.map((one) => read(one, short === "2.7"));
    const question = batch.map(({ bytes, encoding }, at) => [
      Buffer.from(bytes).toString("base64"),
      encoding,
      results[at]?.text ?? null,
    ]);
    const verdicts = (await oracle.ask("pickle_verdicts", { cases: question })) as Theirs[];
    for (const [at, theirs] of verdicts.entries()) {
      const ours = results[at] as Ours;
      const how = agreement(ours, theirs);
      counts[how] = (counts[how] ?? 0) + 1;
      if (how === "disagreement") disagreements.push({ case: batch[at] as Case, short, ours, theirs });
    }
  }
  return { disagreements, counts };
}

/** Whether a Python has read it. It is `"uncertain"` what, where members of a set look alike. */
export function hasValue([kind]: Theirs): boolean {
  return kind === "value" || kind === "uncertain";
}

function agreement(ours: Ours, [kind, text]: Theirs): string {
  if (UNJUDGED.has(kind)) return kind;
  if (kind.endsWith("Error") && TOO_LARGE.test(text ?? "")) return "MemoryError";
  const isValue = hasValue([kind, text]);
  if (isValue !== (ours.text !== null)) return "disagreement";
  if (!isValue) return "refused";
  if (kind === "uncertain" || !ours.certain) return "uncertain";
  if (ours.merged || text !== null) return "disagreement";
  return "value";
}

/** A pickle that is given as latin-1. */
export function caseOf(pickle: string, encoding: string = "latin1"): Case {
  return { bytes: Uint8Array.from(Buffer.from(pickle, "latin1")), encoding };
}
