import { PROTO } from "../../pickle/opcodes.ts";
import { opcodes as table } from "../opcodes.ts";
import { type Candidates, isProtocol } from "./candidates.ts";
import type { Journal } from "./journal.ts";
import type { Outcome } from "./reading.ts";
import { newJournal, type Result, readEveryWay, type Start } from "./readings.ts";
import type { AuditReport, Status } from "./report.ts";
import type { RuleId } from "./rules.ts";
import { FEWEST_OPCODES, noteTries, searchRest } from "./search.ts";
import { LimitReached, type Session } from "./session.ts";

/** What is not known to be harmless, however short. */
const UNREAD: ReadonlySet<RuleId> = new Set(["limit"]);

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
  // Readers do not always agree where the next pickle begins. The last of these is tried first.
  const starts: Start[] = [{ offset: 0 }];
  const tried = new Set<string>();
  let opcodes = 0;
  let broken: Result | undefined;
  let rest = bytes.length;
  for (let start = starts.pop(); start; start = starts.pop()) {
    const { offset, frameEnd } = start;
    const key = `${offset} ${frameEnd ?? ""}`;
    if (offset > 0 && (offset >= bytes.length || tried.has(key))) continue;
    tried.add(key);
    const isFirst = start.memo === undefined;
    // Places where only some readers go on are as many as there are frames.
    if (frameEnd !== undefined && !session.mayTry) {
      noteTries(journal);
      continue;
    }
    const own = newJournal(session, journal.within);
    const outcome = yield* readEveryWay(session, bytes, start, own);
    if (frameEnd !== undefined) session.tried(outcome.end - offset);
    if (!isFirst && !isPickle(bytes, offset, outcome, own)) {
      if (!start.isAside) noteTrailing(journal, offset, bytes.length);
      rest = Math.min(rest, offset);
      continue;
    }
    opcodes += outcome.opcodes;
    if (!isFirst) {
      const message = `Another pickle begins at byte ${offset}`;
      journal.find("further-pickle", "", () => ({ message }), { place: { offset, opcode: 0 } });
    }
    noteEnd(own, outcome, bytes.length);
    journal.merge(own);
    journal.include(own, isFirst ? undefined : `the pickle at byte ${offset}`);
    if (frameEnd === undefined) journal.pickles.push(recordOf(offset, outcome));
    yield* auditNested(session, outcome.candidates, journal, depth);
    if (outcome.status === "complete") starts.push(...outcome.next);
    else {
      broken ??= outcome;
      rest = Math.min(rest, afterBreak(outcome));
    }
  }
  if (rest < bytes.length) yield* auditRest(session, bytes, rest, journal, depth);
  if (broken === undefined) return { status: "complete", error: undefined, opcodes };
  const message = broken.error?.message ?? "";
  return { status: broken.status, error: { message, offset: offsetOf(broken) }, opcodes };
}

function noteTrailing(journal: Journal, offset: number, end: number): void {
  const length = end - offset;
  const message = `${length} ${length === 1 ? "byte comes" : "bytes come"} behind the pickle`;
  journal.find("trailing-data", "", () => ({ message }), { place: { offset, opcode: 0 } });
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
    if (!isPickle && !own.has("danger") && !own.hasAny(UNREAD)) continue;
    const message = `The ${form} here ${form === "bytes" ? "are" : "is"} a pickle too`;
    journal.find("nested-pickle", "", () => ({ message }), { place });
    journal.merge(own);
    journal.include(own, `a pickle in the ${form} at byte ${place.offset}`);
  }
  if (candidates.missed > 0) noteTries(journal);
}

/** Whether what was read behind another pickle is one: it says so, or it could be read, or it imports something. */
function isPickle(bytes: Uint8Array, offset: number, outcome: Outcome, journal: Journal): boolean {
  const saysSo = bytes[offset] === PROTO && isProtocol(bytes[offset + 1]);
  return (
    saysSo ||
    isLimit(outcome.error) ||
    outcome.status === "complete" ||
    journal.hasNames ||
    journal.has("danger")
  );
}

function noteEnd(journal: Journal, outcome: Outcome, length: number): void {
  const { error } = outcome;
  if (error === undefined) return;
  const place = { offset: offsetOf(outcome), opcode: Math.max(0, outcome.opcodes - 1) };
  const rule = isLimit(error) ? "limit" : endRule(outcome.status);
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

function isLimit(error: Outcome["error"]): boolean {
  return error instanceof LimitReached || error?.code === "limit";
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
  const { end, opcodes, status } = outcome;
  return {
    offset,
    length: end - offset,
    protocol: outcome.protocol || highestOf(outcome.seen),
    opcodes,
    complete: status === "complete",
  };
}

/** The protocol of the latest of the opcodes. */
function highestOf(seen: Uint8Array): number {
  return Math.max(0, ...table.map(({ code, proto }) => (seen[code.charCodeAt(0)] === 1 ? proto : 0)));
}
