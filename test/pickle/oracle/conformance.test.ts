import { describe, expect, it } from "vitest";
import { conform } from "../../../conformance/conform.ts";
import { COPYREG_SUITE } from "../../../conformance/copyreg/suite.ts";
import { differenceOf } from "../../../conformance/page.ts";
import { PICKLE_SUITE } from "../../../conformance/pickle/suite.ts";
import { PICKLEBUFFER_SUITE } from "../../../conformance/picklebuffer/suite.ts";
import { PICKLETOOLS_SUITE } from "../../../conformance/pickletools/suite.ts";
import { findPythons } from "../../oracle/oracle.ts";

const SUITES = [PICKLE_SUITE, PICKLEBUFFER_SUITE, PICKLETOOLS_SUITE, COPYREG_SUITE];

const python = findPythons().find(({ short }) => short === "3.13");

describe(`CPython's own tests${python === undefined ? ", which need Python 3.13" : ""}`, () => {
  it.skipIf(python === undefined).for(SUITES)(
    "of $name pass, but for what is excluded with its reason",
    { timeout: 300_000 },
    async (suite) => {
      if (python === undefined) return;
      const report = await conform(python, suite);
      expect(report.failed.map(({ name, detail }) => `${name}\n${detail}`)).toEqual([]);
      expect(report.surprises).toEqual([]);
      expect(differenceOf(report)).toBeUndefined();
    },
  );
});
