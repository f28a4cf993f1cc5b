import type { Target } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

export const target: Target = toy("loop", () => {
  for (;;);
});
