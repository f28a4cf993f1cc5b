import { type Target, Violation } from "../../../fuzz/target.ts";
import { toy } from "./toy.ts";

export const target: Target = toy("evil", () => {
  throw new Violation("planted");
});
