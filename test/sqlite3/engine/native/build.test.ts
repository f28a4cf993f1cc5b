import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotSupportedError } from "pantry/sqlite3";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { buildHelper } from "../../../../src/sqlite3/engine/build.ts";
import { findHelper, helperPath, loadHelper } from "../../../../src/sqlite3/engine/helper.ts";
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
  it("finds none if it is told so", () => {
    process.env.PANTRY_SQLITE3_HELPER = "off";
    expect(findHelper()).toBeUndefined();
  });

  it.skipIf(COMPILER === undefined)(
    "finds what was built, or what it is told (skipped without a compiler)",
    () => {
      const { path } = buildHelper();
      delete process.env.PANTRY_SQLITE3_HELPER;
      expect(findHelper()).toEqual({ path, isNamed: false });
      process.env.PANTRY_SQLITE3_HELPER = import.meta.filename;
      expect(findHelper()).toEqual({ path: import.meta.filename, isNamed: true });
    },
  );

  it("is not silent about one that somebody has named and that cannot be loaded", () => {
    const program = 'import { connect } from "pantry/sqlite3"; connect(":memory:")';
    const { stderr } = spawnSync(
      process.execPath,
      ["--conditions=source", "--input-type=module", "--eval", program],
      { encoding: "utf8", env: { ...process.env, PANTRY_SQLITE3_HELPER: "/no/such/helper.node" } },
    );
    expect(stderr).toContain("NotSupportedError: Cannot load the helper /no/such/helper.node");
  });
});

describe("loadHelper()", () => {
  it("refuses one of another version, whose shared memory is another", () => {
    const folder = mkdtempSync(join(tmpdir(), "pantry-helper-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "helper.cjs");
    writeFileSync(path, "exports.layout = () => 0;");
    expect(() => loadHelper(path)).toThrow("is of another version");
    writeFileSync(join(folder, "older.cjs"), "");
    expect(() => loadHelper(join(folder, "older.cjs"))).toThrow(NotSupportedError);
  });
});
