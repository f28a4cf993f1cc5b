import type { Target } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

export const target: Target = toy("leak", () => {
  Object.defineProperty(Array.prototype, "planted", { value: true, configurable: true });
});
