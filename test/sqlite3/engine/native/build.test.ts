import { statSync, utimesSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { buildHelper } from "../../../../src/sqlite3/engine/build.ts";
import { findHelper, helperPath } from "../../../../src/sqlite3/engine/helper.ts";
import { COMPILER } from "./compiler.ts";

const { CC, PANTRY_SQLITE3_HELPER } = process.env;

afterEach(() => {
  for (const [name, value] of Object.entries({ CC, PANTRY_SQLITE3_HELPER })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe.skipIf(COMPILER === undefined)("buildHelper() (skipped without a compiler)", () => {
  it("builds what is older than its sources, and nothing else", () => {
    const { path } = buildHelper();
    expect(path).toBe(helperPath());
    expect(buildHelper()).toEqual({ path, built: false });
    utimesSync(path, 0, 0);
    expect(buildHelper()).toEqual({ path, built: true });
    expect(statSync(path).mtimeMs).toBeGreaterThan(0);
  });

  it("says what failed, and leaves what was there", () => {
    const { path } = buildHelper();
    process.env.CC = "no-such-compiler";
    expect(() => buildHelper({ force: true })).toThrow(
      /^Cannot build the helper of sqlite3: .*no-such-compiler/,
    );
    process.env.CC = "false";
    expect(() => buildHelper({ force: true })).toThrow("Cannot build the helper of sqlite3: false failed:");
    expect(statSync(path).isFile()).toBe(true);
  });
});

describe("findHelper()", () => {
  it("finds none if it is told so, or if there is none where it is told to look", () => {
    process.env.PANTRY_SQLITE3_HELPER = "off";
    expect(findHelper()).toBeUndefined();
    process.env.PANTRY_SQLITE3_HELPER = "/no/such/helper.node";
    expect(findHelper()).toBeUndefined();
  });

  it.skipIf(COMPILER === undefined)(
    "finds what was built, or what it is told (skipped without a compiler)",
    () => {
      const { path } = buildHelper();
      delete process.env.PANTRY_SQLITE3_HELPER;
      expect(findHelper()).toBe(path);
      process.env.PANTRY_SQLITE3_HELPER = import.meta.filename;
      expect(findHelper()).toBe(import.meta.filename);
    },
  );
});
