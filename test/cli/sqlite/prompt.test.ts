// The prompt, on a pseudo-terminal that Python opens.
import { spawn } from "node:child_process";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { findPythons } from "../../oracle/oracle.ts";
import { finished, temporaryFolder } from "../pantry.ts";

const main = path.resolve(import.meta.dirname, "../../../src/cli/main.ts");
const python =
  process.platform === "win32" ? undefined : findPythons().findLast(({ short }) => short !== "2.7");

const PROMPT = "sqlite> ";
/** What moves the cursor, or clears a line. */
const CODES = new RegExp(`${"\x1b"}\\[[\\d;?]*[A-Za-z]`, "g");

const TAB = "\t";
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const UP = "\x1b[A";

/** What is typed once something was shown. */
type Step = readonly [wanted: string, keys: string];

interface Session {
  readonly status: number;
  /** What each step waited for, and what came after the last, without the codes that move the cursor. */
  readonly screens: readonly string[];
  /** All of it, with them. */
  readonly shown: string;
}

interface Terminal {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** Types on a terminal where `pantry sqlite` runs. */
async function type(steps: readonly Step[], { args = [], env = {} }: Terminal = {}): Promise<Session> {
  const child = spawn(python?.path ?? "", [path.join(import.meta.dirname, "terminal.py")]);
  child.stderr.pipe(process.stderr);
  const command = [process.execPath, "--conditions=source", main, "sqlite", ...args];
  const plain = { TERM: "xterm", NO_COLOR: "1", PANTRY_HISTORY: "", NODE_NO_WARNINGS: "1", ...env };
  child.stdin.end(JSON.stringify({ command, env: plain, steps }));
  const { screens, status } = JSON.parse((await finished(child)).stdout) as Session;
  return { status, screens: screens.map((screen) => screen.replace(CODES, "")), shown: screens.join("") };
}

/** The file in which the prompt remembers. */
function historyFile(): string {
  return path.join(temporaryFolder(), "history");
}

describe.skipIf(!python)("the prompt of pantry sqlite (skipped without Python)", { timeout: 60_000 }, () => {
  it("greets, runs statements over several lines, and leaves at Ctrl-D", async () => {
    const { screens, status } = await type([
      [PROMPT, "select 1,\r"],
      ["    ... ", "2;\r"],
      [PROMPT, CTRL_D],
    ]);
    expect(status).toBe(0);
    expect(screens[0]).toMatch(
      /^sqlite3 shell, running on SQLite version [\d.]+\r\nConnected to a transient in-memory database\r\n\r\n/,
    );
    expect(screens[2]).toContain("(1, 2)\r\n");
    expect(screens[3]).toBe("\r\n");
  });

  it("leaves at .quit", async () => {
    expect((await type([[PROMPT, ".quit\r"]])).status).toBe(0);
  });

  it("goes on after an error", async () => {
    const { screens } = await type([
      [PROMPT, "sel;\r"],
      [PROMPT, "select 'on';\r"],
      [PROMPT, CTRL_D],
    ]);
    expect(screens[1]).toContain('OperationalError (SQLITE_ERROR): near "sel": syntax error\r\n');
    expect(screens[2]).toContain("('on',)\r\n");
  });

  it("completes what there is but one of, in its own case, and lists what there is more of", async () => {
    const { screens } = await type([
      [PROMPT, `create table tea_kinds(steeping);${"\r"}`],
      [PROMPT, `sel${TAB}`],
      ["SELECT ", `coun${TAB}`],
      ["COUNT(", `*) from tea${TAB}`],
      ["tea_kinds ", `where tea_kinds.ste${TAB}`],
      ["tea_kinds.steeping", ` is null;\r`],
      [PROMPT, `sav${TAB}`],
      ["SAVEPOINT ", `${CTRL_C}.m${TAB}`],
      [".mode ", `js${TAB}`],
      ["json", "\r"],
      [PROMPT, `r${TAB}`],
      ["R", TAB],
      ["ROLLBACK", CTRL_C],
      [PROMPT, CTRL_D],
    ]);
    expect(screens[6]).toContain("(0,)\r\n");
    expect(screens[12]).toContain("RELEASE");
  });

  it("begins anew at Ctrl-C, and goes on", async () => {
    const { screens, status } = await type([
      [PROMPT, "select 1,\r"],
      ["    ... ", `oops${CTRL_C}`],
      [PROMPT, "select 2;\r"],
      [PROMPT, CTRL_D],
    ]);
    expect(screens[3]).toContain("(2,)\r\n");
    expect(status).toBe(0);
  });

  it("stops printing at Ctrl-C, and goes on", async () => {
    const { screens, status } = await type([
      [PROMPT, "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n;\r"],
      ["(10000,)", CTRL_C],
      [PROMPT, "select 'on';\r"],
      [PROMPT, CTRL_D],
    ]);
    expect(screens[3]).toContain("('on',)\r\n");
    expect(status).toBe(0);
  });

  it("remembers lines in a file that is its owner's alone", async () => {
    const file = historyFile();
    await type(
      [
        [PROMPT, "select 'one';\r"],
        [PROMPT, "\r"],
        [PROMPT, CTRL_D],
      ],
      { env: { PANTRY_HISTORY: file } },
    );
    expect(readFileSync(file, "utf8")).toBe("select 'one';\n");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { screens } = await type(
      [
        [PROMPT, `${UP}\r`],
        [`('one',)\r\n${PROMPT}`, CTRL_D],
      ],
      { env: { PANTRY_HISTORY: file } },
    );
    expect(screens[1]).toContain("select 'one';");
  });

  it("forgets what is long ago", async () => {
    const file = historyFile();
    writeFileSync(file, Array.from({ length: 3000 }, (_, i) => `select ${i};\n`).join(""), { mode: 0o600 });
    const { screens } = await type(
      [
        [PROMPT, `${UP}\r`],
        [`(2999,)\r\n${PROMPT}`, CTRL_D],
      ],
      { env: { PANTRY_HISTORY: file } },
    );
    expect(screens[1]).toContain("select 2999;");
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(1002);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("works where it can remember nothing", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    for (const PANTRY_HISTORY of [folder, path.join(folder, "no", "history")]) {
      const { screens, status } = await type(
        [
          [PROMPT, "select 1;\r"],
          [PROMPT, CTRL_D],
        ],
        { env: { PANTRY_HISTORY } },
      );
      expect(screens[1]).toContain("(1,)");
      expect(status).toBe(0);
    }
  });

  it("shows nothing that the terminal would obey", async () => {
    const file = path.join(temporaryFolder(), "\x1b[2J.db");
    const database = new DatabaseSync(file);
    database.exec(`create table "\x1b[3J"(a); create view v as select '\x1b[4J' as "\x1b[5J"`);
    database.close();
    const { screens, shown } = await type(
      [
        [PROMPT, "select * from v;\r"],
        [PROMPT, ".mode csv\r"],
        [PROMPT, "select * from v;\r"],
        [PROMPT, ".mode table\r"],
        [PROMPT, "select * from v;\r"],
        [PROMPT, ".schema\r"],
        [PROMPT, ".dump\r"],
        [PROMPT, ".tables\r"],
        [PROMPT, CTRL_D],
      ],
      { args: [file] },
    );
    for (const i of [1, 3, 5]) expect(screens[i]).toContain("\\x1b[4J");
    for (const i of [3, 5]) expect(screens[i]).toContain("\\x1b[5J");
    for (const i of [6, 7, 8]) expect(screens[i]).toContain("\\x1b[3J");
    expect(shown.split("\x1b[").filter((part) => /^[2-6]J/.test(part))).toEqual([]);
  });
});
