import { EndOfBytes } from "../../bytes/index.ts";
import { UnpicklingError } from "../../pickle/errors.ts";
import { Machine, Pause } from "../../pickle/machine.ts";
import { ReadMemo } from "../../pickle/memo.ts";
import { PROTO } from "../../pickle/opcodes.ts";
import type { Fail, ValueStack } from "../../pickle/parts.ts";
import { Actions } from "./actions.ts";
import { Candidates } from "./candidates.ts";
import { NotedContainers } from "./containers.ts";
import { LenientArguments } from "./decoding.ts";
import type { Dialect, Framing } from "./dialects.ts";
import { MarksAsValues, PlacedMarks } from "./former-stacks.ts";
import type { Journal, Place } from "./journal.ts";
import { type RawArrays, rawArrayOf, skipRawArray } from "./raw-array.ts";
import { render } from "./render.ts";
import type { Status } from "./report.ts";
import { NotingResolver } from "./resolver.ts";
import { LimitReached, type Session } from "./session.ts";
import { Watch } from "./watch.ts";
import { DroppingReader, WatchedReader } from "./watched-reader.ts";
import { WeightsOnly } from "./weights-only.ts";

/** How a pickle is read, where readers differ. */
export interface ReadingOptions {
  readonly dialect: Dialect;
  readonly framing: Framing;
  /** Where a frame ends that the pickle before has left. */
  readonly frameEnd?: number | undefined;
  readonly rawArrays: RawArrays;
  /** What was stored before, if the memo is shared with the pickle in front. */
  readonly memo?: ReadMemo;
}

/** What came of reading one pickle. */
export interface Outcome {
  readonly status: Status;
  /** Where it ends, or could not be read further. */
  readonly end: number;
  /** Where the frame ends that it has left, which is where some readers look for the next pickle. */
  readonly frameEnd: number | undefined;
  readonly opcodes: number;
  /** Which opcodes there are, by their code. */
  readonly seen: Uint8Array;
  readonly protocol: number;
  readonly error: UnpicklingError | LimitReached | undefined;
  readonly memo: ReadMemo;
  readonly candidates: Candidates;
  /** The opcode that the first raw array comes behind, if there is one. */
  readonly rawArray: Place | undefined;
  /** How it was read. */
  readonly rawArrays: RawArrays;
}

/** The highest protocol that Python 2 reads, and the first opcode of each later one with those that follow. */
const FORMER_PROTOCOL = 2;
const PRESENT_OPCODES: readonly (readonly [first: number, last: number])[] = [
  [0x42, 0x43],
  [0x8c, 0x98],
];

/** Reads one pickle, from an offset of `bytes`, and lets `journal` have what happens. Yields now and then. */
export function* readPickle(
  session: Session,
  bytes: Uint8Array,
  offset: number,
  journal: Journal,
  options: ReadingOptions,
): Generator<void, Outcome> {
  const { standard, limits } = session;
  const memo = options.memo ?? new ReadMemo();
  const weightsOnly = standard.weightsOnly ? new WeightsOnly(journal) : undefined;
  const fail: Fail = (reason, code, cause) => machine.bad(reason, code, cause);
  const rest = bytes.subarray(offset);
  const onOpcode = (code: number | undefined, at: number) => {
    if (options.dialect !== "python-3" && !isFormer(code, rest[at + 1]))
      throw fail("Python 2 does not read it", "bad-opcode");
    weightsOnly?.opcode(code);
  };
  const { dialect, framing, frameEnd } = options;
  const watch = new Watch(rest, { framing, base: offset, frameEnd, journal, onOpcode });
  const place = () => ({ offset: machine.offset, opcode: watch.opcodes - 1 });
  const candidates = new Candidates(limits.maxCandidates, place);
  let rawArray: Place | undefined;
  const actions = new Actions(journal, standard, weightsOnly, (target, state) => {
    const array = rawArrayOf(target, state);
    if (array === undefined) return;
    if (array === "unclear") {
      const message = "A raw array of joblib comes here, and where it ends is not plain to see";
      return journal.find("raw-array", "unclear", () => ({ message }), { severity: standard.unknown });
    }
    rawArray ??= place();
    if (options.rawArrays === "opcodes") return;
    watch.endFrame(machine.reader.offset);
    if (!array.isPickle) return skipRawArray(machine.reader, array, options.rawArrays);
    const inner = drain(
      readPickle(session, bytes, offset + machine.reader.offset, journal, {
        dialect,
        framing,
        rawArrays: "opcodes",
      }),
    );
    journal.place = place;
    machine.reader.offset = inner.end - offset;
    if (inner.error) throw inner.error;
  });
  const containers = new NotedContainers(actions, journal, limits.maxMemory, fail);
  const resolver = new NotingResolver(session, journal, weightsOnly);
  const machine = new Machine(rest, {
    args: new LenientArguments(dialect, journal, candidates, fail, (cost) => containers.spend(cost)),
    containers,
    objects: actions,
    resolver,
    memo,
    ...(dialect !== "python-3" && { stack: formerStack(dialect, fail, journal) }),
    frames: watch,
  });
  machine.base = offset;
  machine.reader = framing.drops ? new DroppingReader(rest, watch, framing) : new WatchedReader(rest, watch);
  journal.place = place;

  let counted = 0;
  const count = () => {
    session.count(watch.opcodes - counted);
    counted = watch.opcodes;
  };
  const outcome = (status: Status, error?: Outcome["error"]): Outcome => {
    count();
    return {
      status,
      end: offset + machine.reader.offset,
      frameEnd: status === "complete" ? watch.finish(machine.reader.offset) : undefined,
      opcodes: watch.opcodes,
      seen: watch.seen,
      protocol: resolver.protocol,
      error,
      memo,
      candidates,
      rawArray,
      rawArrays: options.rawArrays,
    };
  };
  for (;;) {
    try {
      session.check();
      const root = machine.run();
      journal.statement(() => `result = ${render(root)}`);
      return outcome("complete");
    } catch (error) {
      if (error instanceof LimitReached) return outcome("incomplete", error);
      if (error instanceof EndOfBytes) return outcome("incomplete", machine.bad(error.message, "truncated"));
      if (error instanceof UnpicklingError)
        return outcome(error.code === "limit" ? "incomplete" : "error", error);
      if (!(error instanceof Pause)) throw error;
    }
    count();
    yield;
  }
}

/** Runs to the end without a pause. */
export function drain<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function formerStack(dialect: Dialect, fail: Fail, journal: Journal): ValueStack {
  const Former = dialect === "python-2-c" ? PlacedMarks : MarksAsValues;
  return new Former(fail, () =>
    journal.find("mark-crossed", "", () => ({
      message: "A MARK is not where it should be, which only Python 2 allows",
    })),
  );
}

/** Whether Python 2 reads an opcode, with such a byte behind it. */
function isFormer(code: number | undefined, next: number | undefined): boolean {
  if (code === PROTO) return next === undefined || next <= FORMER_PROTOCOL;
  return !PRESENT_OPCODES.some(([first, last]) => code !== undefined && code >= first && code <= last);
}
