import { execFileSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { completionOf } from "../../../src/cli/sqlite/completion.ts";
import { KEYWORDS } from "../../../src/cli/sqlite/keywords.ts";
import { connect } from "../../../src/sqlite3/index.ts";
import { findPythons } from "../../oracle/oracle.ts";

const connection = connect(":memory:", { isolationLevel: null });
connection.executescript(`
  create table tea_kind(steeping_time, "in stock", "order");
  create view tea_view as select 1 as viewed;
  create temp table cup(size);
  attach ':memory:' as cellar;
  create table cellar."wine ""red"""(vintage);
  create table "\u001b[2J"(x);
`);
afterAll(() => connection.close());

function candidates(line: string): string[] {
  return completionOf(connection, line)[0];
}

describe("completionOf()", () => {
  it.for<[string, string[], string]>([
    ["sel", ["SELECT "], "sel"],
    ["select * from TEA", ["tea_kind ", "tea_view "], "TEA"],
    ["select ste", ["steeping_time "], "ste"],
    ["select view", ["VIEW ", "viewed "], "view"],
    ["select group_c", ["GROUP_CONCAT("], "group_c"],
    [
      "select * from cu",
      [
        "CUME_DIST(",
        "CURRENT ",
        "CURRENT_DATE ",
        "CURRENT_DATE(",
        "CURRENT_TIME ",
        "CURRENT_TIME(",
        "CURRENT_TIMESTAMP ",
        "CURRENT_TIMESTAMP(",
        "cup ",
      ],
      "cu",
    ],
    ["select * from cell", ["cellar "], "cell"],
    ["select * from cellar.", ['"wine ""red"""'], ""],
    ["select tea_kind.", ['"in stock"', '"order"', "steeping_time"], ""],
    ["select in_", [], "in_"],
    ["select tea_kind.ord", ['"order"'], "ord"],
    ['select tea_kind."ord', ['"order"'], '"ord'],
    ["select Tea_Kind.st", ["steeping_time"], "st"],
    ["select tea_kin_.", [], ""],
    ["xyzzy", [], "xyzzy"],
    [".m", [".mode "], ".m"],
    [".ta", [".tables "], ".ta"],
    [".mode js", ["json"], "js"],
    [".schema te", ["tea_kind", "tea_view"], "te"],
    [".version ", [], ""],
    [".what ", [], ""],
    ["select .5", [], "5"],
  ])("completes %j", ([line, wanted, end]) => {
    expect(completionOf(connection, line)).toEqual([wanted, end]);
  });

  it("offers all there is for nothing, each once and in order", () => {
    const all = candidates("");
    expect(all).toEqual([...new Set(all)].sort());
    expect(all).toEqual(
      expect.arrayContaining(["ABORT ", "ABS(", "WITHOUT ", "cup ", "main ", '"temp" ', "vintage "]),
    );
  });

  it("offers nothing that a terminal would obey", () => {
    expect(candidates("").filter((one) => one.includes("\u001b"))).toEqual([]);
    expect(candidates("")).toContain('"\\x1b[2J" ');
  });

  it("offers keywords where the database is closed", () => {
    const closed = connect(":memory:");
    closed.close();
    expect(completionOf(closed, "sel")).toEqual([["SELECT "], "sel"]);
  });
});

describe("KEYWORDS", () => {
  const python = findPythons().at(-1);
  const question = `
import ctypes, ctypes.util
sqlite = ctypes.CDLL(ctypes.util.find_library('sqlite3'))
text, length = ctypes.c_char_p(), ctypes.c_int()
for i in range(sqlite.sqlite3_keyword_count()):
    sqlite.sqlite3_keyword_name(i, ctypes.byref(text), ctypes.byref(length))
    print(text.value[:length.value].decode())
`;
  const known = ask();

  it.skipIf(known === undefined)("are those of SQLite (skipped without Python, or its library)", () => {
    // One is newer than many a library.
    expect(KEYWORDS.filter((word) => word !== "WITHIN")).toEqual(
      known?.filter((word) => word !== "WITHIN").sort(),
    );
  });

  function ask(): string[] | undefined {
    try {
      const output = execFileSync(python?.path ?? "", ["-c", question], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return output.trim().split("\n");
    } catch {
      return undefined;
    }
  }
});
