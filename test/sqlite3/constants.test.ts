import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as authorizer from "../../src/sqlite3/authorizer-codes.ts";
import { errorName } from "../../src/sqlite3/error-names.ts";
import * as results from "../../src/sqlite3/result-codes.ts";
import * as switches from "../../src/sqlite3/switches.ts";
import { PYTHONS, skipMissing } from "../oracle/each-python.ts";
import { WANTED } from "../oracle/oracle.ts";

const PROGRAM = `
import json, sqlite3
print(json.dumps({name: value for name, value in vars(sqlite3).items() if name.startswith("SQLITE_")}))`;

const constants: Readonly<Record<string, number>> = { ...authorizer, ...results, ...switches };

describe("the constants", () => {
  for (const { path, short } of PYTHONS) {
    it(`are those of Python ${short}, with the same values`, () => {
      const theirs = JSON.parse(execFileSync(path, ["-c", PROGRAM], { encoding: "utf8" }));
      const known = Object.fromEntries(Object.keys(theirs).map((name) => [name, constants[name]]));
      expect(known).toEqual(theirs);
      if (short === "3.13") expect(Object.keys(theirs)).toHaveLength(168);
    });
  }
  for (const short of WANTED) if (!PYTHONS.some((python) => python.short === short)) skipMissing(short);

  it("each say in one line what they mean", () => {
    for (const file of ["authorizer-codes", "result-codes", "switches"]) {
      const text = readFileSync(new URL(`../../src/sqlite3/${file}.ts`, import.meta.url), "utf8");
      const documented = text.match(/^\/\*\* .+\. \*\/\nexport const SQLITE_\w+ = \d+;$/gm);
      expect(documented?.length).toBe(text.match(/export const/g)?.length);
    }
  });
});

describe("errorName()", () => {
  it("knows every result code once, the extended ones by their low byte too", () => {
    const entries = Object.entries(results);
    expect(entries.filter(([name, code]) => errorName(code) !== name)).toEqual([]);
    for (const [name, code] of entries) expect(name.startsWith(errorName(code & 0xff)), name).toBe(true);
  });

  it("says when it does not know", () => {
    expect([errorName(12_345), errorName(-1)]).toEqual(["unknown", "unknown"]);
  });
});
