import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { finished, type Outcome, pantry, start, temporaryFile, temporaryFolder } from "../pantry.ts";

/** A database with a table, an index, a trigger and a view. */
const SHOP = `
create table item(name text primary key, price real, "per ""unit""" text) without rowid;
create index "by price" on item(price);
create trigger dear after insert on item when new.price > 10 begin update item set price = 10; select 1; end;
create view cheap as select name from item where price < 2;
insert into item values ('tea', 2.5, null), ('salt', 1, 'kg');
`;

function shop(): string {
  const file = path.join(temporaryFolder(), "shop.db");
  const database = new DatabaseSync(file);
  database.exec(SHOP);
  database.close();
  return file;
}

function sqlite(...args: string[]): Promise<Outcome> {
  return pantry(["sqlite", ...args]);
}

/** What comes of a script on the standard input. */
function script(text: string, ...args: string[]): Promise<Outcome> {
  return pantry(["sqlite", ...args], { stdin: new TextEncoder().encode(text) });
}

/** What was printed by a command that had nothing to complain about. */
function fine({ status, stderr, stdout }: Outcome): string {
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** What was complained about, and printed before. */
function failing({ status, stderr, stdout }: Outcome, wanted: number): [stderr: string, stdout: string] {
  expect({ status, stderr }).toEqual({ status: wanted, stderr });
  return [stderr, stdout];
}

describe("pantry sqlite with SQL", () => {
  it("prints rows as Python prints tuples", async () => {
    const sql = "select 1, 2.0, null, 'tea''s', x'00ff', 9007199254740993";
    expect(fine(await sqlite(":memory:", sql))).toBe(
      `(1, 2.0, None, "tea's", b'\\x00\\xff', 9007199254740993)\n`,
    );
  });

  it("runs several statements, a trigger among them, in one text or in several", async () => {
    const printed = fine(
      await sqlite(":memory:", SHOP, "select name from cheap; -- nothing else", ";; select 2"),
    );
    expect(printed).toBe("('salt',)\n(2,)\n");
  });

  it("ends with the first that fails, after what was printed before", async () => {
    const sql =
      "select 1; select abs(n) from (select 1 n union all select 2 union all select -9223372036854775807 - 1); select 3";
    expect(failing(await sqlite(":memory:", sql), 1)).toEqual([
      "OperationalError (SQLITE_ERROR): integer overflow\n",
      "(1,)\n(1,)\n",
    ]);
    expect(failing(await sqlite("--json", ":memory:", sql), 1)[1]).toBe('[{"1":1}]\n[{"abs(n)":1}]\n');
  });

  it.for<[string, string]>([
    ["--json", '[{"name":"salt","price":1.0},\n{"name":"tea","price":2.5}]\n'],
    ["--csv", "name,price\r\nsalt,1.0\r\ntea,2.5\r\n"],
    ["--table", "name  price\n----  -----\nsalt    1.0\ntea     2.5\n"],
  ])("prints rows with %s", async ([form, printed]) => {
    expect(fine(await sqlite(form, shop(), "select name, price from item"))).toBe(printed);
  });

  it("prints nothing for what gives no rows, and the names where there could be some", async () => {
    const sql = "create table t(a); insert into t values (1); delete from t; select * from t";
    expect(fine(await sqlite("--json", ":memory:", sql))).toBe("[]\n");
    expect(fine(await sqlite("--csv", ":memory:", sql))).toBe("a\r\n");
  });

  it("keeps what it wrote", async () => {
    const file = path.join(temporaryFolder(), "new.db");
    expect(fine(await sqlite(file, "create table t(a); insert into t values (7)"))).toBe("");
    expect(fine(await sqlite("--readonly", file, "select * from t"))).toBe("(7,)\n");
  });

  it("tells which SQLite it is", async () => {
    for (const flag of ["-v", "--version"])
      expect(fine(await sqlite(flag))).toBe(`SQLite version ${process.versions.sqlite}\n`);
  });

  it("ends quietly when nobody reads on, in the midst of a query that never would", async () => {
    const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
    const child = start(["sqlite", ":memory:", endless]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { status, stderr } = await finished(child);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("pantry sqlite with dot commands", () => {
  it("lists tables, indexes and definitions", async () => {
    const file = shop();
    expect(fine(await sqlite(file, ".tables"))).toBe("cheap\nitem\n");
    expect(fine(await sqlite(file, ".tables c%"))).toBe("cheap\n");
    expect(fine(await sqlite(file, ".indexes"))).toBe("by price\n");
    expect(fine(await sqlite(file, ".indexes cheap"))).toBe("");
    expect(fine(await sqlite(file, ".schema cheap"))).toBe(
      "CREATE VIEW cheap as select name from item where price < 2;\n",
    );
    expect(fine(await sqlite(file, '.schema "by price"'))).toBe('CREATE INDEX "by price" on item(price);\n');
  });

  it("names the database of what is not in the main one", async () => {
    const sql = 'create temp table "a\nb"(x); attach \'\' as "o ""ther"; create table "o ""ther".t(y)';
    expect(fine(await sqlite(":memory:", sql, ".tables"))).toBe('temp.a\\nb\no "ther.t\n');
    expect(fine(await sqlite(":memory:", sql, ".schema"))).toBe(
      'CREATE TABLE "a\nb"(x);\nCREATE TABLE t(y);\n',
    );
  });

  it("writes a schema that makes the same one again", async () => {
    const schema = fine(await sqlite(shop(), ".schema"));
    const again = path.join(temporaryFolder(), "again.db");
    fine(await script(schema, again));
    expect(fine(await sqlite(again, ".schema"))).toBe(schema);
    expect(schema).toContain("select 1; end;\n");
  });

  it("writes a dump that makes the same database again", async () => {
    const dump = fine(await sqlite("--readonly", shop(), ".dump"));
    const again = path.join(temporaryFolder(), "again.db");
    fine(await script(dump, again));
    expect(fine(await sqlite(again, ".dump"))).toBe(dump);
    expect(fine(await sqlite(again, ".dump cheap"))).not.toContain("item(");
  });

  it("changes the form of rows", async () => {
    expect(fine(await sqlite(":memory:", ".mode", ".mode csv", ".mode", "select 1 a"))).toBe(
      "python\ncsv\na\r\n1\r\n",
    );
  });

  it.for([".unknown", ".mode xml", ".version 1", ".quit now"])("refuses %s", async (line) => {
    expect(failing(await sqlite(":memory:", line, "select 1"), 1)).toEqual([
      `Error: unknown command or invalid arguments:  "${line.slice(1)}".\n`,
      "",
    ]);
  });
});

describe("pantry sqlite with a script", () => {
  it("runs line by line, without prompts, what spans lines too", async () => {
    const text = `\ufeffcreate table u(x);\nselect\n1;\r\n.mode json\n\nselect 2 b; select ';
' c; -- and a comment
.mode python
create trigger t after insert on u begin
select 1;
end;
.mode
select 3`;
    expect(fine(await script(text))).toBe('(1,)\n[{"b":2}]\n[{"c":";\\n"}]\npython\n(3,)\n');
  });

  it("ends with the first that fails", async () => {
    const file = path.join(temporaryFolder(), "t.db");
    const text = "create table t(a unique);\ninsert into t values (1), (1);\ninsert into t values (2);";
    expect(failing(await script(text, file), 1)).toEqual([
      "IntegrityError (SQLITE_CONSTRAINT_UNIQUE): UNIQUE constraint failed: t.a\n",
      "",
    ]);
    expect(fine(await sqlite(file, "select count(*) from t"))).toBe("(0,)\n");
    expect(failing(await script(".what\nselect 1;"), 1)[1]).toBe("");
    expect(failing(await script("select 1;\nselect"), 1)).toEqual([
      "OperationalError (SQLITE_ERROR): incomplete input\n",
      "(1,)\n",
    ]);
  });

  it("leaves at .quit", async () => {
    expect(fine(await script("select 1;\n.quit\nselect 2;\n"))).toBe("(1,)\n");
  });

  it("refuses what is no SQL at all", async () => {
    const [nul] = failing(await script("select '\0';"), 1);
    expect(nul).toBe("ProgrammingError: the query contains a null character\n");
    const bad = await pantry(["sqlite"], { stdin: Uint8Array.of(0x2d, 0x2d, 0xff) });
    expect(failing(bad, 2)).toEqual(["pantry: standard input: it is no UTF-8\n", ""]);
  });

  it("answers each statement as it comes", async () => {
    const main = path.resolve(import.meta.dirname, "../../../src/cli/main.ts");
    const child = spawn(process.execPath, ["--conditions=source", main, "sqlite"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const answer = () => new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
    for (const [text, length] of [
      ["1", 1],
      [`'${"x".repeat(100)};\n;'`, 103],
    ]) {
      child.stdin.write(`select length(${text});\n`);
      expect(await answer()).toBe(`(${length},)\n`);
    }
    child.stdin.end();
    expect((await finished(child)).status).toBe(0);
  });

  it("takes linear time for a long text with semicolons", { timeout: 60_000 }, async () => {
    const text = `create table t(a);\ninsert into t values ('${"call(value); // again\n".repeat(50_000)}');\n`;
    const before = performance.now();
    expect(fine(await script(`${text}select length(a) from t;`))).toBe("(1100000,)\n");
    expect(performance.now() - before).toBeLessThan(30_000);
  });
});

describe("pantry sqlite with a file that it cannot use", () => {
  it.for(["--readonly", "--json"])("names one that is not there, or a folder (%s)", async (flag) => {
    const folder = temporaryFolder();
    const missing = path.join(folder, flag === "--readonly" ? "missing.db" : "no/missing.db");
    const [reason] = failing(await sqlite(flag, missing, "select 1"), 2);
    expect(reason).toBe(
      `pantry: ${missing}: ${flag === "--readonly" ? "no such file or directory" : "unable to open database file"}\n`,
    );
    expect(existsSync(missing)).toBe(false);
    expect(failing(await sqlite(flag, folder), 2)[0]).toBe(`pantry: ${folder}: it is a directory\n`);
    const long = path.join(folder, "x".repeat(300));
    expect(failing(await sqlite(flag, long), 2)[0]).toMatch(/^pantry: .*x: ENAMETOOLONG.*\n$/);
  });

  it("tells that it is no database", async () => {
    const file = temporaryFile("text.db", "no database, but a text. ".repeat(100));
    expect(failing(await sqlite(file, "select * from t"), 2)[0]).toBe(
      "DatabaseError (SQLITE_NOTADB): file is not a database\n",
    );
  });

  it("tells that it is locked", async () => {
    const file = shop();
    const other = new DatabaseSync(file);
    other.exec("begin exclusive");
    const outcome = await sqlite(file, "pragma busy_timeout = 20; select * from item");
    other.close();
    expect(failing(outcome, 2)[0]).toBe("OperationalError (SQLITE_BUSY): database is locked\n");
  });

  it("writes nothing with --readonly", async () => {
    const file = shop();
    expect(failing(await sqlite("--readonly", file, "delete from item"), 2)[0]).toBe(
      "OperationalError (SQLITE_READONLY): attempt to write a readonly database\n",
    );
    expect(fine(await sqlite(file, "select count(*) from item"))).toBe("(2,)\n");
  });

  it("tells where the runtime has no SQLite", async () => {
    const preload = `const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => (name === "node:sqlite" ? undefined : getBuiltinModule(name));`;
    const [reason, printed] = failing(await pantry(["sqlite", ":memory:", "select 1"], { preload }), 2);
    expect(reason).toMatch(/^pantry: sqlite3 needs .*\n$/);
    expect(printed).toBe("");
  });
});

describe("pantry sqlite --defensive", () => {
  const spoil = "pragma writable_schema = on; update sqlite_schema set sql = 'x'";

  it("keeps SQL from spoiling the file", async () => {
    const file = shop();
    const [reason] = failing(await sqlite("--defensive", file, spoil), 1);
    expect(reason).toBe("OperationalError (SQLITE_ERROR): table sqlite_master may not be modified\n");
    expect(fine(await sqlite("--defensive", file, "pragma trusted_schema"))).toBe("(0,)\n");
  });

  it("is off otherwise", async () => {
    const file = shop();
    expect(fine(await sqlite(file, "pragma trusted_schema"))).toBe("(1,)\n");
    fine(await sqlite(file, spoil));
  });
});

describe("pantry sqlite --build-helper", () => {
  const hasCompiler = (process.env.PATH ?? "")
    .split(path.delimiter)
    .some((one) => existsSync(path.join(one, "cc")));

  it.skipIf(!hasCompiler)(
    "prints where it is (skipped without a compiler)",
    { timeout: 60_000 },
    async () => {
      const printed = fine(await sqlite("--build-helper"));
      expect(printed).toMatch(/sqlite3-.*\.node\n$/);
      expect(existsSync(printed.trim())).toBe(true);
    },
  );
});

describe("pantry sqlite and its arguments", () => {
  it.for<[string[], string]>([
    [["--json", "--csv"], "--json or --csv expected, not both (see pantry sqlite --help)"],
    [
      ["-"],
      "a database is a file, and no standard input: ./- is a file of that name (see pantry sqlite --help)",
    ],
    [["--jsn"], "Unknown option '--jsn' (see pantry sqlite --help)"],
  ])("refuses %j", async ([args, reason]) => {
    expect(failing(await sqlite(...args), 64)).toEqual([`pantry: ${reason}\n`, ""]);
  });

  it("takes a file whose name a URI could have", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "x"), "");
    const file = path.join(folder, "a?b#c%20.db");
    fine(await sqlite(file, "create table t(a)"));
    expect(existsSync(file)).toBe(true);
  });
});
