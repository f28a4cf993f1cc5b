// The same through `python -m sqlite3`.
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findPythons } from "../../oracle/oracle.ts";
import { pantry, temporaryFolder } from "../pantry.ts";

/** Before 3.12 there is no such command, and 3.13 is the first whose texts are these. */
const python = findPythons().find(({ short }) => Number(short.replace("3.", "")) >= 13)?.path;
const version =
  python &&
  execFileSync(python, ["-c", "import sqlite3; print(sqlite3.sqlite_version)"], { encoding: "utf8" }).trim();

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What both print, but for the version of SQLite. */
async function both(
  args: readonly string[],
  input: string,
  flags: readonly string[],
): Promise<[Outcome, Outcome]> {
  const { status, stderr, stdout } = spawnSync(python ?? "", ["-m", "sqlite3", ...args], {
    input,
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
    cwd: temporaryFolder(),
  });
  const ours = await pantry(["sqlite", ...flags, ...args], { stdin: new TextEncoder().encode(input) });
  return [neutral({ status, stderr, stdout }, version ?? ""), neutral(ours, process.versions.sqlite ?? "")];
}

function neutral({ status, stderr, stdout }: Outcome, own: string): Outcome {
  return { status, stderr: stderr.replace(own, "VERSION"), stdout: stdout.replaceAll(own, "VERSION") };
}

describe.skipIf(!python)("pantry sqlite beside python -m sqlite3 (skipped without Python 3.13)", () => {
  it.for([
    "select 1",
    "select 1;",
    "select 1; -- end",
    "",
    ";",
    "/* nothing */",
    "sel",
    "select * from missing",
    "select 'open",
    "select",
    "select abs(n) from (select 1 n union all select -9223372036854775807 - 1)",
    "create table t(a)",
    "values (1, 'a'), (2.5, null), (x'', 'é茶🍵')",
    "pragma table_info(sqlite_schema)",
    "select raise(abort, 'no')",
  ])("does as it does with %j", async (sql) => {
    const [theirs, ours] = await both([":memory:", sql], "", ["-i"]);
    expect(ours).toEqual(theirs);
  });

  it("shows every value as it does", async () => {
    const texts = Array.from(
      { length: 32 },
      (_, i) => `select char(${Array.from({ length: 48 }, (_, j) => i * 48 + j)})`,
    );
    const numbers = [
      "0",
      "-0.0",
      "1e15",
      "1e16",
      "123456789.123456789",
      "5e-324",
      "1.7976931348623157e308",
      "9e999",
      "-9e999",
      "0.1",
      "100.0",
    ];
    const integers = ["9223372036854775807", "-9223372036854775808", "9007199254740993", "-1"];
    const blobs = [
      `x'${Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0")).join("")}'`,
      "x''",
      "x'27'",
      "x'2722'",
    ];
    const others = ["null", "'it''s'", `'"'`, `'''"'`, "'\\'"];
    const rows = [...numbers, ...integers, ...blobs, ...others].map((one) => `select ${one}`);
    const [theirs, ours] = await both([":memory:", [...texts, ...rows].join(" union all ")], "", []);
    expect(ours).toEqual(theirs);
    expect(ours.stdout.split("\n").length).toBeGreaterThan(55);
  });

  it.for<[string, string]>([
    ["nothing", ""],
    ["statements", "select 1;\nselect\n2\n;\n"],
    ["errors", "sel;\nselect 1;\nselect * from missing;\nselect 2;\n"],
    ["what is not complete", "select 1"],
    ["what is not complete, in a text", "select ';\n;\n"],
    ["comments", "-- one\nselect 1; -- two\n/* three\n;*/ select 3;\n"],
    ["empty lines", ";\nselect\n\n1;\n"],
    [".version", ".version\nselect 1;\n"],
    [".quit", "select 1;\n.quit\nselect 2;\n"],
    [
      "a trigger",
      "create table t(a);\ncreate trigger r after insert on t begin\nselect 1;\nend;\ninsert into t values (1) returning a;\n",
    ],
    [
      "transactions",
      "create table t(a);\nbegin;\ninsert into t values (1);\nrollback;\nselect * from t;\ncommit;\n",
    ],
    ["text in UTF-8", 'select \'é茶🍵\', "é" from (select 1 as "é");\n'],
  ])("does as it does at the prompt with %s", async ([, input]) => {
    const [theirs, ours] = await both([], input, ["-i"]);
    expect(ours).toEqual(theirs);
    expect(ours.stdout).toContain("sqlite> ");
  });

  it("names the database as it does", async () => {
    for (const name of ["it's.db", 'a"b.db', "é.db"]) {
      const [theirs, ours] = await both([path.join(temporaryFolder(), name)], ".quit\n", ["-i"]);
      expect(ours.stderr.replace(/\S+\/pantry-cli-\w+/, "")).toBe(
        theirs.stderr.replace(/\S+\/pantry-cli-\w+/, ""),
      );
    }
  });

  it("writes a file that it reads, and reads one that it writes", async () => {
    const file = path.join(temporaryFolder(), "t.db");
    const sql = "create table t(a); insert into t values (1), (2.5), ('é'), (x'00'), (null)";
    expect(await pantry(["sqlite", file, sql])).toMatchObject({ status: 0, stderr: "" });
    const [theirs, ours] = await both([file, "select a, typeof(a) from t"], "", []);
    expect(ours).toEqual(theirs);
    expect(ours.stdout).toContain("(b'\\x00', 'blob')\n");
    await both([file, "insert into t values ('again') returning a"], "", []);
    expect((await pantry(["sqlite", file, "select count(*) from t where a = 'again'"])).stdout).toBe(
      "(2,)\n",
    );
  });
});
