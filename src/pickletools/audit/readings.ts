import { Journal } from "./journal.ts";
import { type Outcome, type ReadingOptions, readPickle } from "./reading.ts";
import type { Session } from "./session.ts";

const PLAIN: ReadingOptions = { framing: "continuous", rawArrays: false };

/** A journal for what lies that way from outside. */
export function newJournal(session: Session, within: readonly string[]): Journal {
  return new Journal(session.limits.maxFindings, within);
}

/** Reads a pickle as it is, and again in each other way that some reader would where that makes a difference. */
export function* readEveryWay(
  session: Session,
  bytes: Uint8Array,
  offset: number,
  journal: Journal,
  previous?: Outcome,
): Generator<void, Outcome> {
  const first = yield* readPickle(session, bytes, offset, journal, PLAIN);
  let best = first;
  const others: ReadingOptions[] = [];
  if (journal.hasRule("frame-straddle")) others.push({ ...PLAIN, framing: "dropping" });
  if (first.hasRawArrays) others.push({ ...PLAIN, rawArrays: true });
  // An unpickler that reads several pickles keeps what it stored.
  if (previous && first.error && "code" in first.error && first.error.code === "bad-memo")
    others.push({ ...PLAIN, memo: previous.memo });
  for (const options of others) {
    const other = newJournal(session, journal.within);
    const outcome = yield* readPickle(session, bytes, offset, other, options);
    journal.mergeOther(other);
    for (const candidate of outcome.candidates.found) best.candidates.found.push(candidate);
    if (outcome.status === "complete" && (best.status !== "complete" || options.rawArrays))
      best = { ...outcome, candidates: best.candidates };
  }
  if (first.hasRawArrays)
    journal.find("raw-array", "", () => ({
      message: "Raw arrays lie between the opcodes, as joblib writes them",
    }));
  return best;
}
