import { ReadMemo } from "../../pickle/memo.ts";
import * as op from "../../pickle/opcodes.ts";
import { CONTINUOUS, DROPPING } from "./dialects.ts";
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
  "lenient-string",
  "name-not-ascii",
  "name-not-utf8",
  "impossible",
]);
const FRAMING: ReadonlySet<RuleId> = new Set(["frame-straddle"]);
const NUMBERS: ReadonlySet<RuleId> = new Set(["lenient-number"]);
const PLAIN: ReadingOptions = { dialect: "python-3", framing: CONTINUOUS, rawArrays: "opcodes" };
/** What reading with a memo of other values leads to, whatever they are. */
const MISREAD: ReadonlySet<RuleId> = new Set([...STRUCTURE, "computed-import"]);
const GETS: readonly number[] = [op.GET, op.BINGET, op.LONG_BINGET];
const BINARY_MEMO: readonly number[] = [op.BINPUT, op.LONG_BINPUT, op.BINGET, op.LONG_BINGET];
/** Values that are kept for further pickles. */
const MOST_SHARED = 2 ** 20;
/** Ways to fail at which Python 2 may go on. */
const FORMER_FAILURES: ReadonlySet<string> = new Set(["bad-stack", "bad-memo", "bad-argument"]);

/** A journal for what lies that way from outside. */
export function newJournal(session: Session, within: readonly string[]): Journal {
  return new Journal(session.limits.maxFindings, within);
}

/** One way to read a pickle, and what came of it. */
interface Reading {
  readonly journal: Journal;
  readonly outcome: Outcome;
}

/** Where a pickle may begin, and what is left of the one in front. */
export interface Start {
  readonly offset: number;
  /** Where the frame ends that it has left, for a reader that is still in it. */
  readonly frameEnd?: number | undefined;
  /** What an unpickler has stored that reads several; `undefined` for the first pickle. */
  readonly memo?: ReadMemo;
  /** Whether only some reader goes on there, and not the one that reads best. */
  readonly isAside?: boolean;
}

/** What came of reading one pickle in every way. */
export interface Result extends Outcome {
  /** Where the next pickle may begin: where this one ends comes last. */
  readonly next: readonly Start[];
}

/** Reads a pickle as it is, and again in each other way that some reader would where that makes a difference. */
export function* readEveryWay(
  session: Session,
  bytes: Uint8Array,
  start: Start,
  journal: Journal,
): Generator<void, Result> {
  function* read(options: ReadingOptions): Generator<void, Reading> {
    if (session.begin()) yield;
    const own = newJournal(session, journal.within);
    const outcome = yield* readPickle(session, bytes, start.offset, own, options);
    settle(own, session.standard);
    // What is no pickle at all looks odd wherever one looks; so does one that is read with the memo of another.
    if (outcome.status === "error" && !own.hasImports) own.demote(STRUCTURE);
    if (options.memo) own.demote(MISREAD);
    return { journal: own, outcome };
  }
  const first = yield* read(PLAIN);
  const readings = [first];
  for (const options of otherWays(first, start)) readings.push(yield* read(options));
  const complete = readings.filter(({ outcome }) => outcome.status === "complete");
  const main = complete.find(({ outcome }) => outcome.rawArrays !== "opcodes") ?? complete[0] ?? first;
  journal.merge(main.journal);
  journal.include(main.journal, undefined);
  for (const other of readings) {
    if (other === main) continue;
    // A reader that takes raw arrays for opcodes meets nothing but oddities.
    journal.mergeOther(other.journal, main.outcome.rawArrays !== "opcodes" ? STRUCTURE : undefined);
    main.outcome.candidates.include(other.outcome.candidates);
  }
  const place = first.outcome.rawArray;
  if (place) {
    const message = "Raw arrays lie between the opcodes, as joblib writes them";
    journal.find("raw-array", "", () => ({ message }), { place });
  }
  return { ...main.outcome, next: placesBehind(complete, main, sharedMemo(readings, start)) };
}

/** The other ways in which some reader reads a pickle, if they make a difference. */
function* otherWays({ journal, outcome }: Reading, { frameEnd, memo }: Start): Generator<ReadingOptions> {
  const { error, rawArray, seen } = outcome;
  if (rawArray) {
    yield { ...PLAIN, rawArrays: "padded" };
    yield { ...PLAIN, rawArrays: "packed" };
  }
  if (frameEnd !== undefined || journal.hasAny(FRAMING) || (error && seen[op.FRAME] === 1))
    for (const framing of DROPPING) yield { ...PLAIN, framing, frameEnd };
  if (isReadOtherwise(journal, outcome)) {
    yield { ...PLAIN, dialect: "python-2-c" };
    yield { ...PLAIN, dialect: "python-2" };
  }
  if (memo && memo.size > 0 && has(seen, GETS)) yield { ...PLAIN, memo };
}

/** Whether Python 2 may read a pickle otherwise than Python 3 does. */
function isReadOtherwise(journal: Journal, { error, seen }: Outcome): boolean {
  if (error && "code" in error && FORMER_FAILURES.has(error.code)) return true;
  return has(seen, [op.PUT, op.GET]) && (has(seen, BINARY_MEMO) || journal.hasAny(NUMBERS));
}

function has(seen: Uint8Array, codes: readonly number[]): boolean {
  return codes.some((code) => seen[code] === 1);
}

/** What an unpickler has stored that goes on to the next pickle; nothing any more if it is too much. */
function sharedMemo([first, ...others]: readonly Reading[], { memo }: Start): ReadMemo {
  const own = (first as Reading).outcome;
  if (memo === undefined) return own.memo;
  if (memo.size > MOST_SHARED) return new ReadMemo();
  if (others.some(({ outcome }) => outcome.memo === memo)) return memo;
  // Nothing was taken from it, so that what is added is the same.
  const isNext = own.seen[op.MEMOIZE] === 1;
  for (const [index, value] of own.memo.entries()) memo.set(isNext ? memo.size : index, value);
  return memo;
}

/** Where readers go on: at the end, or behind the frame that the pickle has left. */
function placesBehind(complete: readonly Reading[], main: Reading, memo: ReadMemo): Start[] {
  const places = new Map<string, Start>();
  for (const { outcome } of [...complete.filter((reading) => reading !== main), main]) {
    const { end, frameEnd } = outcome;
    const isAside = outcome !== main.outcome;
    if (frameEnd !== undefined) places.set(`${frameEnd}`, { offset: frameEnd, memo, isAside: true });
    if (frameEnd !== undefined)
      places.set(`${end} ${frameEnd}`, { offset: end, frameEnd, memo, isAside: true });
    places.delete(`${end}`);
    places.set(`${end}`, { offset: end, memo, isAside });
  }
  return [...places.values()];
}
