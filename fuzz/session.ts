import { Worker } from "node:worker_threads";
import { Desk } from "./desk.ts";
import type { Finding } from "./fuzzer.ts";
import type { Assignment, Message, Report } from "./messages.ts";

/** What a run is told. */
export interface SessionOptions extends Omit<Assignment, "deadline" | "most" | "memory" | "harvests"> {
  readonly seconds: number;
  /** How many inputs are judged at most. Default: as many as there is time for. */
  readonly most?: number;
  /** Whether the inputs that reached something new are wanted. Default: no. */
  readonly harvests?: boolean;
  /** Told of each finding as it is made. */
  found(finding: Finding): void;
}

/** How a run went, and what it brought. */
export interface Outcome {
  /** `undefined` where the thread did not live to write it. */
  readonly report: Report | undefined;
  readonly harvest: readonly Uint8Array[];
}

/** An input that takes longer never ends, in milliseconds. What is merely too slow is found without this. */
const ENDLESS = 20_000;
const LOOK_EVERY = 500;
/** More than any input has a right to, in MiB. */
const HEAP = 1024;

/** Fuzzes in a thread of its own. An input that never ends, or takes all memory, ends the thread and is a finding. */
export function fuzz({
  found,
  most = Number.POSITIVE_INFINITY,
  harvests = false,
  ...options
}: SessionOptions): Promise<Outcome> {
  const desk = new Desk();
  const deadline = Date.now() + 1000 * options.seconds;
  const { target, module, seed, counted, inputs } = options;
  const assignment: Assignment = {
    target,
    module,
    seed,
    counted,
    inputs,
    deadline,
    most,
    harvests,
    memory: desk.memory,
  };
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: assignment,
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  });
  return new Promise((resolve) => {
    let outcome: Outcome = { report: undefined, harvest: [] };
    let [count, since] = [0, Date.now()];
    let isOver = false;
    const end = (kind: string, detail: string) => {
      if (!isOver) found({ kind, detail, bytes: desk.input });
      isOver = true;
      void worker.terminate();
    };
    const watch = setInterval(() => {
      if (count !== desk.count) [count, since] = [desk.count, Date.now()];
      else if (Date.now() - since > ENDLESS && count > 0)
        end("endless", `more than ${ENDLESS / 1000} seconds`);
    }, LOOK_EVERY);
    worker.on("message", (message: Message) => {
      if ("found" in message) return found(message.found);
      outcome = message;
      isOver = true;
    });
    worker.on("error", (error) =>
      end("the thread ended", error instanceof Error ? `${error.stack}` : String(error)),
    );
    worker.on("exit", () => {
      if (!isOver) end("the thread ended", "without a word");
      clearInterval(watch);
      resolve(outcome);
    });
  });
}
