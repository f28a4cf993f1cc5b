import { describe, expect, it } from "vitest";
import { conform } from "../../../conformance/conform.ts";
import { differenceOf } from "../../../conformance/page.ts";
import { SHELVE_SUITE } from "../../../conformance/shelve/suite.ts";
import { findPythons } from "../../oracle/oracle.ts";

const python = findPythons().find(({ short }) => short === "3.13");

describe(`CPython's own tests of shelve${python === undefined ? ", which need Python 3.13" : ""}`, () => {
  it.skipIf(python === undefined)(
    "pass, but for what is excluded with its reason",
    async () => {
      if (python === undefined) return;
      const report = await conform(python, SHELVE_SUITE);
      expect(report.failed.map(({ name, detail }) => `${name}\n${detail}`)).toEqual([]);
      expect(report.surprises).toEqual([]);
      expect(differenceOf(report)).toBeUndefined();
    },
    300_000,
  );
});
