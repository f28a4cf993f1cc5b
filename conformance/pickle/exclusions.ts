import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const PICKLE_EXCLUSIONS: readonly Exclusion[] = [];
