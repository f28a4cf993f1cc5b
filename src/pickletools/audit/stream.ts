import { type Candidates, isProtocol } from "./candidates.ts";
import type { Journal } from "./journal.ts";
import type { Outcome } from "./reading.ts";
import { newJournal, readEveryWay } from "./readings.ts";
import type { AuditReport, Status } from "./report.ts";
import { FEWEST_OPCODES, noteTries, searchRest } from "./search.ts";
import { LimitReached, type Session } from "./session.ts";

/** What came of reading some bytes. */
export interface StreamOutcome {
  readonly status: Status;
  readonly error: AuditReport["error"];
  /** Opcodes of all its pickles. */
  readonly opcodes: number;
}

/** Audits all there is in some bytes: the pickles in a row, what lies in them, and what comes behind. */
export function* auditStream(
  session: Session,
  bytes: Uint8Array,
  journal: Journal,
  depth: number,
): Generator<void, StreamOutcome> {
  let offset = 0;
  let opcodes = 0;
  let previous: Outcome | undefined;
  for (;;) {
    const own = newJournal(session, journal.within);
    const outcome = yield* readEveryWay(session, bytes, offset, own, previous);
    const isFirst = previous === undefined;
    if (!isFirst && !isPickle(bytes, offset, outcome, own)) break;
    opcodes += outcome.opcodes;
    if (!isFirst) {
      const message = `Another pickle begins at byte ${offset}`;
      journal.find("further-pickle", "", () => ({ message }), { place: { offset, opcode: 0 } });
    }
    noteEnd(own, outcome, bytes.length);
    journal.merge(own);
    journal.include(own, isFirst ? undefined : `the pickle at byte ${offset}`);
    journal.pickles.push(recordOf(offset, outcome));
    yield* auditNested(session, outcome.candidates, journal, depth);
    if (outcome.status !== "complete") {
      yield* auditRest(session, bytes, afterBreak(outcome), journal, depth);
      const { error } = outcome;
      const message = error?.message ?? "";
      return { status: outcome.status, error: { message, offset: offsetOf(outcome) }, opcodes };
    }
    previous = outcome;
    offset = outcome.end;
    if (offset >= bytes.length) return { status: "complete", error: undefined, opcodes };
  }
  const length = bytes.length - offset;
  const message = `${length} ${length === 1 ? "byte comes" : "bytes come"} behind the pickle`;
  journal.find("trailing-data", "", () => ({ message }), { place: { offset, opcode: 0 } });
  yield* auditRest(session, bytes, offset, journal, depth);
  return { status: "complete", error: undefined, opcodes };
}

/** Audits the pickles in other data, and what lies in them. */
function* auditRest(
  session: Session,
  bytes: Uint8Array,
  from: number,
  journal: Journal,
  depth: number,
): Generator<void> {
  for (const candidates of yield* searchRest(session, bytes, from, journal))
    yield* auditNested(session, candidates, journal, depth);
}

/** Audits what looked like a pickle among the bytes and texts of another. */
function* auditNested(
  session: Session,
  candidates: Candidates,
  journal: Journal,
  depth: number,
): Generator<void> {
  for (const { bytes, form, place } of candidates.found) {
    if (depth + 1 > session.limits.maxNesting || !session.mayTry) return noteTries(journal);
    session.tried(bytes.length);
    const within = [...journal.within, `${form} at ${place.offset}`];
    const own = newJournal(session, within);
    const outcome = yield* auditStream(session, bytes, own, depth + 1);
    const isPickle = outcome.status === "complete" && outcome.opcodes >= FEWEST_OPCODES;
    if (!isPickle && !own.has("danger")) continue;
    const message = `The ${form} here ${form === "bytes" ? "are" : "is"} a pickle too`;
    journal.find("nested-pickle", "", () => ({ message }), { place });
    journal.merge(own);
    journal.include(own, `a pickle in the ${form} at byte ${place.offset}`);
  }
  if (candidates.missed > 0) noteTries(journal);
}

/** Whether what was read behind another pickle is one: it says so, or it could be read, or it does harm. */
function isPickle(bytes: Uint8Array, offset: number, outcome: Outcome, journal: Journal): boolean {
  const saysSo = bytes[offset] === 0x80 && isProtocol(bytes[offset + 1]);
  return saysSo || outcome.status === "complete" || journal.has("danger");
}

function noteEnd(journal: Journal, outcome: Outcome, length: number): void {
  const { error } = outcome;
  if (error === undefined) return;
  const place = { offset: offsetOf(outcome), opcode: Math.max(0, outcome.opcodes - 1) };
  const rule = error instanceof LimitReached || error.code === "limit" ? "limit" : endRule(outcome.status);
  const { message } = error;
  journal.find(
    rule,
    "",
    () => ({ message: rule === "truncated" ? `${message} (${length} in all)` : message }),
    {
      place,
    },
  );
}

function endRule(status: Status): "truncated" | "malformed" {
  return status === "incomplete" ? "truncated" : "malformed";
}

function offsetOf({ error, end }: Outcome): number {
  return error && "offset" in error ? error.offset : end;
}

function afterBreak(outcome: Outcome): number {
  return outcome.status === "error" ? offsetOf(outcome) + 1 : outcome.end;
}

function recordOf(offset: number, outcome: Outcome) {
  const { end, protocol, opcodes, status } = outcome;
  return { offset, length: end - offset, protocol, opcodes, complete: status === "complete" };
}
