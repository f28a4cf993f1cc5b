import { type Case, casesOf } from "./cases.ts";
import { excludedFrom, type Suite } from "./suite.ts";

/** How Python's own tests went, measured by the list of what cannot pass. */
export interface Report {
  /** As in `3.13`. */
  readonly python: string;
  readonly suite: Suite;
  readonly total: number;
  readonly passed: number;
  /** Of those that passed, the ones that asked anything of ours. */
  readonly reached: number;
  /** By the tests themselves. */
  readonly skipped: number;
  readonly excluded: number;
  /** Cases that failed and are not on the list. */
  readonly failed: readonly Case[];
  /** Cases that are on the list, and did not fail: their names. */
  readonly surprises: readonly string[];
}

/** Runs all cases, one module after the other. */
export async function conform(
  { path, short }: { readonly path: string; readonly short: string },
  suite: Suite,
  tell: (one: Case) => void = () => {},
): Promise<Report> {
  const cases: Case[] = [];
  for (const module of suite.modules)
    for await (const one of casesOf(path, suite, module)) {
      cases.push(one);
      tell(one);
    }
  const passed = cases.filter(({ outcome }) => outcome === "passed");
  const exclusions = excludedFrom(suite, short);
  const failed = cases.filter(({ outcome }) => outcome === "failed");
  const others = failed.filter(({ name }) => !exclusions.has(name));
  return {
    python: short,
    suite,
    total: cases.length,
    passed: passed.length,
    reached: passed.filter(({ reached }) => reached).length,
    skipped: cases.filter(({ outcome }) => outcome === "skipped").length,
    excluded: failed.length - others.length,
    failed: others,
    surprises: [...exclusions].filter((name) => !failed.some((one) => one.name === name)),
  };
}
