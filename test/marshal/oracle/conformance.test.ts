import { describe, expect, it } from "vitest";
import { conform } from "../../../conformance/conform.ts";
import { MARSHAL_SUITE } from "../../../conformance/marshal/suite.ts";
import { differenceOf } from "../../../conformance/page.ts";
import { findPythons } from "../../oracle/oracle.ts";

const python = findPythons().find(({ short }) => short === "3.13");

describe(`CPython's own tests of marshal${python === undefined ? ", which need Python 3.13" : ""}`, () => {
  it.skipIf(python === undefined)(
    "pass, but for what is excluded with its reason",
    async () => {
      if (python === undefined) return;
      const report = await conform(python, MARSHAL_SUITE);
      expect(report.failed.map(({ name, detail }) => `${name}\n${detail}`)).toEqual([]);
      expect(report.surprises).toEqual([]);
      expect(differenceOf(report)).toBeUndefined();
    },
    300_000,
  );
});
