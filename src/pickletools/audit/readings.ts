import { Journal } from "./journal.ts";
import { type Outcome, type ReadingOptions, readPickle } from "./reading.ts";
import type { RuleId } from "./rules.ts";
import type { Session } from "./session.ts";
import { settle } from "./settle.ts";

/** Rules about how a pickle is written, not about what it does. */
const STRUCTURE: ReadonlySet<RuleId> = new Set([
  "frame-straddle",
  "mark-crossed",
  "odd-items",
  "lenient-number",
  "name-not-ascii",
  "name-not-utf8",
  "impossible",
]);
const FRAMING: ReadonlySet<RuleId> = new Set(["frame-straddle"]);
const PLAIN: ReadingOptions = { framing: "continuous", rawArrays: false };

/** A journal for what lies that way from outside. */
export function newJournal(session: Session, within: readonly string[]): Journal {
  return new Journal(session.limits.maxFindings, within);
}

/** One way to read a pickle, and what came of it. */
interface Reading {
  readonly journal: Journal;
  readonly outcome: Outcome;
}

/** Reads a pickle as it is, and again in each other way that some reader would where that makes a difference. */
export function* readEveryWay(
  session: Session,
  bytes: Uint8Array,
  offset: number,
  journal: Journal,
  previous?: Outcome,
): Generator<void, Outcome> {
  function* read(options: ReadingOptions): Generator<void, Reading> {
    const own = newJournal(session, journal.within);
    const outcome = yield* readPickle(session, bytes, offset, own, options);
    settle(own, session.standard);
    // What is no pickle at all looks odd wherever one looks.
    if (outcome.status === "error" && !own.hasImports) own.demote(STRUCTURE);
    return { journal: own, outcome };
  }
  const first = yield* read(PLAIN);
  const { error, hasRawArrays } = first.outcome;
  const others: Reading[] = [];
  if (hasRawArrays) others.push(yield* read({ ...PLAIN, rawArrays: true }));
  if (first.journal.hasAny(FRAMING)) others.push(yield* read({ ...PLAIN, framing: "dropping" }));
  // An unpickler that reads several pickles keeps what it stored.
  if (previous && error && "code" in error && error.code === "bad-memo")
    others.push(yield* read({ ...PLAIN, memo: previous.memo }));
  const readings = [first, ...others];
  const complete = readings.filter(({ outcome }) => outcome.status === "complete");
  const main = complete.find(({ outcome }) => outcome.rawArrays) ?? complete[0] ?? first;
  journal.merge(main.journal);
  journal.include(main.journal, undefined);
  for (const other of readings) {
    if (other === main) continue;
    // A reader that takes raw arrays for opcodes meets nothing but oddities.
    journal.mergeOther(other.journal, main.outcome.rawArrays ? STRUCTURE : undefined);
    for (const candidate of other.outcome.candidates.found) main.outcome.candidates.found.push(candidate);
  }
  if (hasRawArrays)
    journal.find("raw-array", "", () => ({
      message: "Raw arrays lie between the opcodes, as joblib writes them",
    }));
  return main.outcome;
}
