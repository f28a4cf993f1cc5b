import type { Target } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

/** More than an input may take, in microseconds of the processor. */
const LONG = 60_000;

export const target: Target = toy("idle", () => {
  for (const before = process.threadCpuUsage(); process.threadCpuUsage(before).user < LONG; );
});
