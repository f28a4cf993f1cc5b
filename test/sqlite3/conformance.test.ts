import { describe, expect, it } from "vitest";
import { conform } from "../../conformance/conform.ts";
import { differenceOf } from "../../conformance/page.ts";
import { sqlite3Suite } from "../../conformance/sqlite3/suite.ts";
import { buildHelper } from "../../src/sqlite3/engine/build.ts";
import { findPythons } from "../oracle/oracle.ts";

const python = findPythons().find(({ short }) => short === "3.13");

/** With the helper, if there is a compiler. */
function engine(): "assisted" | "plain" {
  try {
    buildHelper();
    return "assisted";
  } catch {
    return "plain";
  }
}

describe("CPython's own tests of sqlite3", () => {
  it.skipIf(python === undefined)(
    "pass, but for what is excluded with its reason",
    async () => {
      if (python === undefined) return;
      const report = await conform(python, sqlite3Suite(engine()));
      expect(report.failed.map(({ name, detail }) => `${name}\n${detail}`)).toEqual([]);
      expect(report.surprises).toEqual([]);
      expect(differenceOf(report)).toBeUndefined();
    },
    900_000,
  );

  if (python === undefined) console.warn("There is no Python 3.13: its tests of sqlite3 were not run.");
});
