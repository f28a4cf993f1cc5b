import type { Problem } from "../../src/dbm/problem.ts";

/** What `check()` says of the problems that have cost data, or may: of those that are waste, nothing. */
export function damageOf(problems: Iterable<Problem>): string[] {
  return [...problems].filter(({ severity }) => severity === "damage").map(({ message }) => message);
}
