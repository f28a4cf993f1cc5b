// The thread that fuzzes: it counts what it imports, so everything of the sources comes after the hook.
import { parentPort, workerData } from "node:worker_threads";
import { countFrom } from "./coverage/hook.ts";
import { Desk } from "./desk.ts";
import type { Assignment, Message, Report } from "./messages.ts";

const {
  target: name,
  seed,
  seconds,
  most,
  mostFindings,
  harvests,
  module,
  counted,
  inputs,
  memory,
} = workerData as Assignment;
const coverage = countFrom(counted);
const { Fuzzer } = await import("./fuzzer.ts");
const { target } = (await import(module)) as { target: import("./target.ts").Target };

const desk = new Desk(memory);
const fuzzer = new Fuzzer(target, coverage, seed, {
  began: (bytes) => desk.put(bytes),
  found: (finding) => tell({ found: finding }),
});
const started = performance.now();
await fuzzer.begin([...target.seeds(), ...inputs]);
await fuzzer.run({ deadline: performance.now() + 1000 * seconds, most, mostFindings });
const report: Report = {
  target: name,
  executions: fuzzer.executions,
  seconds: (performance.now() - started) / 1000,
  poolSize: fuzzer.poolSize,
  share: coverage.shareOf(target.rooms),
  missing: coverage.missing(target.rooms),
};
const harvest = harvests ? await fuzzer.harvest() : [];
target.close?.();
tell({ report, harvest });

function tell(message: Message): void {
  parentPort?.postMessage(message);
}
