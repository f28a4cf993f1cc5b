import type { Target } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

export const target: Target = toy("huge", () => {
  for (const kept: number[][] = []; ; kept.push(new Array(100_000).fill(0)));
});
