import type { Target } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

/** Kept, so that it is still there when it is looked for. */
const kept: Uint8Array[] = [];

export const target: Target = toy("size", () => {
  kept.push(new Uint8Array(2 ** 29));
});
