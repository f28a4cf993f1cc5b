import { EndOfBytes } from "../../bytes/index.ts";
import { UnpicklingError } from "../../pickle/errors.ts";
import { Machine, Pause } from "../../pickle/machine.ts";
import { ReadMemo } from "../../pickle/memo.ts";
import type { Fail } from "../../pickle/parts.ts";
import { Stack } from "../../pickle/stack.ts";
import { Actions } from "./actions.ts";
import { Candidates } from "./candidates.ts";
import { NotedContainers } from "./containers.ts";
import { LenientArguments } from "./decoding.ts";
import type { Journal } from "./journal.ts";
import { type RawArray, rawArrayOf, skipRawArray } from "./raw-array.ts";
import { render } from "./render.ts";
import type { Status } from "./report.ts";
import { NotingResolver } from "./resolver.ts";
import { LimitReached, type Session } from "./session.ts";
import { DroppingReader, type Framing, Watch } from "./watch.ts";
import { WeightsOnly } from "./weights-only.ts";

/** How a pickle is read, where readers differ. */
export interface ReadingOptions {
  readonly framing: Framing;
  /** Whether raw arrays are passed over, as joblib reads them, or taken for opcodes. */
  readonly rawArrays: boolean;
  /** What was stored before, if the memo is shared with the pickle in front. */
  readonly memo?: ReadMemo;
}

/** What came of reading one pickle. */
export interface Outcome {
  readonly status: Status;
  /** Where it ends, or could not be read further. */
  readonly end: number;
  readonly opcodes: number;
  readonly protocol: number;
  readonly error: UnpicklingError | LimitReached | undefined;
  readonly memo: ReadMemo;
  readonly candidates: Candidates;
  /** Whether there are raw arrays between the opcodes. */
  readonly hasRawArrays: boolean;
  /** Whether they were passed over. */
  readonly rawArrays: boolean;
}

/** Takes what Python 2's C reader takes, and notes it. */
class LooseStack extends Stack {
  readonly #journal: Journal;

  constructor(fail: Fail, journal: Journal) {
    super(fail);
    this.#journal = journal;
  }

  protected override crosses(): boolean {
    this.#journal.find("mark-crossed", "", () => ({
      message: "A value is taken from below the last MARK, which only Python 2's C reader allows",
    }));
    return true;
  }
}

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
  const watch = new Watch(options.framing, journal, (at) => weightsOnly?.opcode(machine.reader.bytes[at]));
  const place = () => ({ offset: machine.offset, opcode: watch.opcodes - 1 });
  const candidates = new Candidates(limits.maxCandidates, place);
  const arrays: RawArray[] = [];
  const actions = new Actions(journal, standard, weightsOnly, (target, state) => {
    const array = rawArrayOf(target, state);
    if (array === undefined) return;
    arrays.push(array);
    if (!options.rawArrays) return;
    watch.endFrame(machine.reader.offset);
    if (!array.isPickle) return skipRawArray(machine.reader, array);
    const inner = drain(
      readPickle(session, bytes, offset + machine.reader.offset, journal, {
        framing: "continuous",
        rawArrays: false,
      }),
    );
    journal.place = place;
    machine.reader.offset = inner.end - offset;
    if (inner.error) throw inner.error;
  });
  const containers = new NotedContainers(actions, journal, limits.maxMemory, fail);
  const resolver = new NotingResolver(session, journal, weightsOnly);
  const machine = new Machine(bytes.subarray(offset), {
    args: new LenientArguments(journal, candidates, fail, (cost) => containers.spend(cost)),
    containers,
    objects: actions,
    resolver,
    memo,
    stack: new LooseStack(fail, journal),
    frames: watch,
  });
  machine.base = offset;
  if (options.framing === "dropping") machine.reader = new DroppingReader(machine.reader.bytes, watch);
  journal.place = place;

  const outcome = (status: Status, error?: Outcome["error"]): Outcome => ({
    status,
    end: offset + machine.reader.offset,
    opcodes: watch.opcodes,
    protocol: resolver.protocol,
    error,
    memo,
    candidates,
    hasRawArrays: arrays.length > 0,
    rawArrays: options.rawArrays,
  });
  for (;;) {
    try {
      const root = machine.run();
      journal.statement(() => `result = ${render(root)}`);
      return outcome("complete");
    } catch (error) {
      if (error instanceof EndOfBytes) return outcome("incomplete", machine.bad(error.message, "truncated"));
      if (error instanceof UnpicklingError)
        return outcome(error.code === "limit" ? "incomplete" : "error", error);
      if (!(error instanceof Pause)) throw error;
    }
    try {
      session.tick(Watch.TICK);
    } catch (error) {
      if (error instanceof LimitReached) return outcome("incomplete", error);
      throw error;
    }
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
