import { Worker } from "node:worker_threads";
import { Desk } from "./desk.ts";
import type { Finding } from "./fuzzer.ts";
import type { Assignment, Message, Report } from "./messages.ts";

/** What a run is told. */
export interface SessionOptions extends Omit<Assignment, "most" | "mostFindings" | "memory" | "harvests"> {
  /** How many inputs are judged at most. Default: as many as there is time for. */
  readonly most?: number;
  /** How many findings are enough. Default: one never has enough. */
  readonly mostFindings?: number;
  /** Whether the inputs that reached something new are wanted. Default: no. */
  readonly harvests?: boolean;
  /**
   * After how many milliseconds of the processor an input is taken for one that never ends; what is merely too slow is found without this.
   * Default: 20,000.
   */
  readonly endless?: number;
  /** How much the thread may have, in MiB: more than any input has a right to. Default: 1024. */
  readonly heap?: number;
  /** Told of each finding as it is made. */
  found(finding: Finding): void;
}

/** How a run went, and what it brought. */
export interface Outcome {
  /** `undefined` where the thread did not live to write it. */
  readonly report: Report | undefined;
  readonly harvest: readonly Uint8Array[];
}

const LOOK_EVERY = 200;

/** Fuzzes in a thread of its own. An input that never ends, or takes all memory, ends the thread and is a finding. */
export function fuzz({
  found,
  most = Number.POSITIVE_INFINITY,
  mostFindings = Number.POSITIVE_INFINITY,
  harvests = false,
  endless = 20_000,
  heap = 1024,
  ...options
}: SessionOptions): Promise<Outcome> {
  const desk = new Desk();
  const { target, module, seed, counted, inputs, seconds } = options;
  const assignment: Assignment = {
    target,
    module,
    seed,
    counted,
    inputs,
    seconds,
    most,
    mostFindings,
    harvests,
    memory: desk.memory,
  };
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: assignment,
    execArgv: ["--conditions=source"],
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  return new Promise((resolve) => {
    let outcome: Outcome = { report: undefined, harvest: [] };
    let [count, before, looks] = [0, process.cpuUsage(), 0];
    let isOver = false;
    const end = (kind: string, detail: string) => {
      if (!isOver) found({ kind, detail, bytes: desk.input });
      isOver = true;
      void worker.terminate();
    };
    const watch = setInterval(() => {
      if (count !== desk.count) [count, before, looks] = [desk.count, process.cpuUsage(), 0];
      looks += 1;
      // On a machine that is busy, or stands still, an input may take any time of the clock.
      const { user, system } = process.cpuUsage(before);
      const isBusy = (user + system) / 1000 > endless && looks * LOOK_EVERY > endless;
      const isAsleep = looks * LOOK_EVERY > 10 * endless;
      if (count > 0 && (isBusy || isAsleep)) end("endless", `more than ${endless} ms`);
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
