import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { PYTHONS, skipMissing } from "../oracle/each-python.ts";
import { Child, nodeChild } from "./children.ts";
import { describeEachEngine } from "./engine/each-engine.ts";

/** How long they write in each mode; `PANTRY_SECONDS=30` for a longer time. */
const SECONDS = Number(process.env.PANTRY_SECONDS ?? 1.25);

const python = PYTHONS.find(({ short }) => short === "3.13");

interface Written {
  readonly rows: number;
  readonly commits: number;
  readonly rollbacks: number;
  readonly busy: number;
  readonly check: string;
}

describeEachEngine(
  `a Pantry and a CPython that write one database for ${SECONDS} s (PANTRY_SECONDS)`,
  (engine) => {
    if (python === undefined) return skipMissing("3.13");

    it.for(["wal", "delete"])(
      "lose nothing and write nothing twice in journal mode %s",
      { timeout: SECONDS * 1000 + 60_000 },
      async (mode) => {
        const folder = mkdtempSync(join(tmpdir(), "pantry-two-"));
        onTestFinished(() => rmSync(folder, { recursive: true }));
        const path = join(folder, "shop.db");
        prepare(path, mode);

        const files = [
          join(import.meta.dirname, "writer.ts"),
          join(import.meta.dirname, "writer.py"),
        ] as const;
        const children = [
          nodeChild(engine, files[0], path, "pantry", `${SECONDS}`, "1"),
          new Child(python.path, [files[1], path, "python", `${SECONDS}`, "2"]),
        ];
        const endings = await Promise.all(children.map((child) => child.ended()));
        expect(endings.map(({ end, errors }) => [end, errors])).toEqual([
          [0, ""],
          [0, ""],
        ]);
        const [ours, theirs] = endings.map(({ output }) => JSON.parse(output) as Written) as [
          Written,
          Written,
        ];
        console.log(`${mode}: Pantry ${summary(ours)}; CPython ${summary(theirs)}`);

        using connection = connect(path);
        expect([ours.check, theirs.check]).toEqual(["ok", "ok"]);
        expect(connection.execute("pragma integrity_check").fetchall()).toEqual([["ok"]]);
        expect(connection.execute("pragma journal_mode").fetchone()).toEqual([mode]);
        const counts =
          "select count(*), count(distinct number), min(number), max(number) from rows where writer = ?";
        for (const [name, { rows }] of [
          ["pantry", ours],
          ["python", theirs],
        ] as const)
          expect(connection.execute(counts, [name]).fetchone(), name).toEqual([rows, rows, 1, rows]);
        expect(connection.execute("select n, total from counter").fetchall()).toEqual([
          [ours.commits + theirs.commits, ours.rows + theirs.rows],
        ]);
        for (const { commits, rollbacks } of [ours, theirs]) {
          expect(commits).toBeGreaterThan(10);
          expect(rollbacks).toBeGreaterThan(1);
        }
      },
    );
  },
);

function prepare(path: string, mode: string): void {
  using connection = connect(path);
  connection.execute(`pragma journal_mode = ${mode}`);
  connection.executescript(`
    create table rows(writer text, number integer);
    create index numbers on rows(number);
    create table counter(n integer, total integer);
    insert into counter values(0, 0);
  `);
}

function summary({ rows, commits, rollbacks, busy }: Written): string {
  return `${rows} rows in ${commits} commits, ${rollbacks} rollbacks, ${busy} times locked`;
}
