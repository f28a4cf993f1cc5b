import { describe, expect, it } from "vitest";
import { conform } from "../../../conformance/conform.ts";
import { DBM_SUITE } from "../../../conformance/dbm/suite.ts";
import { differenceOf } from "../../../conformance/page.ts";
import { findPythons } from "../../oracle/oracle.ts";

const python = findPythons().find(({ short }) => short === "3.13");

describe(`CPython's own tests of dbm${python === undefined ? ", which need Python 3.13" : ""}`, () => {
  it.skipIf(python === undefined)(
    "pass, but for what is excluded with its reason",
    async () => {
      if (python === undefined) return;
      const report = await conform(python, DBM_SUITE);
      expect(report.failed.map(({ name, detail }) => `${name}\n${detail}`)).toEqual([]);
      expect(report.surprises).toEqual([]);
      expect(differenceOf(report)).toBeUndefined();
    },
    300_000,
  );
});
