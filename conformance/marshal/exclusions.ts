import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason:
      "Bytes of version 2 have a number or text twice, and Python makes two objects of them; in JavaScript equal ones are one, and it is written once.",
    cases: ["testFloat", "testInt", "testStr"].map((name) => `test_marshal.InstancingTestCase.${name}`),
  },
  {
    reason:
      "JavaScript does not tell which strings are interned, so none outside of a code object is marked for Python to intern it.",
    cases: ["test_marshal.InterningTestCase.testIntern"],
  },
];
