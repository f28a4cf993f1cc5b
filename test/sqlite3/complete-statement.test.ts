import { describe, expect, it } from "vitest";
import { completeStatement } from "../../src/sqlite3/complete-statement.ts";
import { Dice } from "../pickletools/mutants.ts";
import { askLibrary } from "./library.ts";

const SEED = 11;
const WORDS =
  "create CREATE temp temporary Trigger trigger end END explain select query plan ends x $end é 1".split(" ");
const MARKS = [..."';\"`[]-/*()\n \t\v:@.", "; end;", ";end", "--", "/*", "*/", "''", " ", " ", ";", ";"];

function text(dice: Dice): string {
  const start = dice.pick([
    "",
    "",
    "",
    "create trigger ",
    "explain query plan create temporary trigger x begin ",
  ]);
  const piece = () =>
    dice.below(2) === 0 ? `${dice.pick(WORDS)}${dice.pick(["", " ", " "])}` : dice.pick(MARKS);
  const pieces = Array.from({ length: dice.below(10) }, piece);
  return start + pieces.join("") + dice.pick(["", ";", ";", " ; ", "; end;", ";\nEND -- ;\n;"]);
}

describe("completeStatement()", () => {
  it("agrees with SQLite on tokens at random", (context) => {
    const dice = new Dice(SEED);
    const texts = Array.from({ length: 30_000 }, () => text(dice));
    const answers = askLibrary(context, "complete", texts);
    expect(texts.filter((sql, index) => completeStatement(sql) !== answers[index]).slice(0, 5)).toEqual([]);
    const complete = answers.filter(Boolean).length;
    expect(complete).toBeGreaterThan(3000);
    expect(complete).toBeLessThan(27_000);
  });

  it.each([
    ...["select 1;", ";", "select ';' ; -- and no more\n", "select 1; /* ; */", "[;];", "explain select 1;"],
    "create trigger x after insert on t begin select 1; end;",
    "explain create temporary trigger x begin select case when 1 then 2 end; END ;",
    "create table trigger_ (a);",
  ])("takes for complete: %j", (sql) => expect(completeStatement(sql)).toBe(true));

  it.each([
    ...["", " ", "-- ;", "select 1", "select ';", "select 1; /* ;", 'select ";"', "[;", "select 1; select"],
    "create trigger x after insert on t begin select 1;",
    "create trigger x after insert on t begin select 1; end",
    "create temporary trigger x begin select 1; select 2; ends;",
  ])("takes for incomplete: %j", (sql) => expect(completeStatement(sql)).toBe(false));

  it("takes a comment at the end for one that may go on, unless a statement was ended", () => {
    expect(completeStatement("select 1; --")).toBe(true);
    expect(completeStatement("select 1 --")).toBe(false);
  });

  it("refuses a NUL, as Python does", () => {
    expect(() => completeStatement("select 1;\0")).toThrow(new RangeError("embedded null character"));
  });

  it("reads what is long in one go", () => {
    const long = 300_000;
    expect(completeStatement(`${"a".repeat(long)}${"''".repeat(long)};`)).toBe(true);
    expect(completeStatement("/*".repeat(long))).toBe(false);
  });
});
