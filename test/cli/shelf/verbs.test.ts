import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dumps, loads } from "pantry/pickle";
import { ByteArray, DateOnly, Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it, vi } from "vitest";
import { Database, open } from "../../../src/dbm/index.ts";
import { contents, failing, fine, TIMEOUT } from "../outcomes.ts";
import { temporaryFile, temporaryFolder } from "../pantry.ts";
import { made, shelf } from "./in-process.ts";

const TEA = Object.freeze({ name: "tea", price: 1.5, sizes: new Tuple<unknown>(1, "x") });
const EVIL = new TextEncoder().encode("cos\nsystem\n(S'id'\ntR.");

/** Values that only their exact form keeps. */
function graph(): unknown[] {
  const loop: unknown[] = [
    2n ** 70n,
    new Date(0),
    new ByteArray([1]),
    new Map([["a", 1]]),
    new DateOnly(2024, 1, 2),
  ];
  loop.push(loop, new Instance(new Global("shop", "Item"), { form: "new", state: { id: 1 } }));
  return loop;
}

describe("pantry shelf ls, get and show", TIMEOUT, () => {
  const file = () => made([["tea", TEA]]);

  it("print keys, and what their values are", async () => {
    const state = made([
      ["tea", TEA],
      [Uint8Array.of(0xff), 7],
    ]);
    expect(
      fine(await shelf("ls", state))
        .split("\n")
        .sort(),
    ).toEqual(["", "b'\\xff'", "tea"]);
    expect(
      fine(await shelf("ls", "-l", state))
        .split("\n")
        .sort(),
    ).toEqual([
      "",
      "b'\\xff'  protocol 5, 5 bytes: int",
      expect.stringMatching(/^tea {2}protocol 5, \d+ bytes: dict, 3 keys$/),
    ]);
  });

  it("print a value as tree, repr, JSON and bytes", async () => {
    const state = file();
    expect(fine(await shelf("get", state, "tea"))).toMatch(/^tea {2}protocol 5, .*\n├─ 'name': 'tea'\n/s);
    expect(fine(await shelf("get", state, "tea", "--repr"))).toBe(
      "{'name': 'tea', 'price': 1.5, 'sizes': (1, 'x')}\n",
    );
    expect(fine(await shelf("get", state, "tea", "--json"))).toBe(
      '{"name":"tea","price":1.5,"sizes":{"$tuple":[1,"x"]}}\n',
    );
    const raw = await shelf("get", state, "tea", "--raw");
    expect(new Uint8Array(raw.bytes)).toEqual(new Uint8Array(dumps(TEA)));
    expect(failing(await shelf("get", state, "te"), 1)).toBe(`pantry: ${state}: no such key: te\n`);
    expect(failing(await shelf("get", state, "tea", "--raw", "--json"), 64)).toContain("not both");
    expect(failing(await shelf("get", `${state}x`, "tea"), 2)).toBe(
      `pantry: Cannot open ${state}x: there is no database\n`,
    );
  });

  it("read the first pickle of a value, as Python does, and tell of more", async () => {
    const state = made([["a", Uint8Array.of(0x80, 4, 0x4b, 7, 0x2e, 1, 2)]]);
    expect(fine(await shelf("get", state, "a"))).toBe("a  protocol 4, 5 bytes, 2 bytes behind it: int\n7\n");
  });

  it("tell which values cannot be read, and show the others", async () => {
    const state = made([
      ["a", 1],
      ["b", new TextEncoder().encode("junk")],
      ["c", new Uint8Array()],
    ]);
    const outcome = await shelf("show", "--repr", state);
    expect(failing(outcome, 2).split("\n").sort()).toEqual([
      "",
      expect.stringMatching(/^pantry: b: Cannot read .* at byte 0/),
      "pantry: c: it is empty, so there is no pickle in it",
    ]);
    expect(outcome.stdout).toBe("a: 1\n");
    expect(failing(await shelf("ls", "-l", state), 2).split("\n")).toHaveLength(3);
    expect((await shelf("show", "--json", state)).stdout).toBe('{"key":"a","value":1}\n');
    expect(fine(await shelf("show", made([["a", [1]]])))).toMatch(
      /^a {2}protocol 5, .*: list, 1 item\nlist \[1\]\n$/,
    );
  });

  it("read what Python 2 wrote", async () => {
    const state = made([["a", new TextEncoder().encode("S'caf\\xe9'\n.")]]);
    expect(fine(await shelf("get", state, "a", "--repr", "--encoding", "latin1"))).toBe("'café'\n");
    expect(failing(await shelf("get", state, "a", "--repr"), 2)).toContain("use --encoding latin1");
  });

  it("leave the str of Python 2 as it is where nobody reads it", async () => {
    const text = "S'caf\\xe9'\n.";
    const state = made([["a", new TextEncoder().encode(text)]]);
    expect(fine(await shelf("ls", "--long", state))).toContain("protocol 0 or 1");
    expect(fine(await shelf("check", state))).toContain("nothing is wrong");
    fine(await shelf("set", state, "b", "--pickle", temporaryFile("p", text)));
    expect(contents(state)).toEqual([`a=${text}`, `b=${text}`]);
  });

  it("tell why a word of the command line is doubtful", async () => {
    const state = made([]);
    const doubtful = "it has U+FFFD, which also stands for what is no UTF-8";
    expect(failing(await shelf("get", state, "\ufffd"), 64)).toContain(`KEY \ufffd: ${doubtful}`);
    expect(failing(await shelf("set", state, "a", '"\ufffd"'), 64)).toContain(`VALUE: ${doubtful}`);
  });
});

describe("pantry shelf set and rm", TIMEOUT, () => {
  it("make a shelf, and change it", async () => {
    const state = path.join(temporaryFolder(), "state");
    expect(failing(await shelf("set", state, "a", "1"), 2)).toBe(
      `pantry: Cannot open ${state}: there is no database; --create makes one\n`,
    );
    fine(
      await shelf("set", "--create", "dumb", `${state}.dat`, "a", '[1, 1.5, {"$float": "1.0"}, {"b": null}]'),
    );
    fine(await shelf("set", state, "b", "--text", "[1"));
    fine(await shelf("set", state, "c", "--protocol", "0", "7"));
    expect(readdirSync(path.dirname(state)).sort()).toEqual(["state.bak", "state.dat", "state.dir"]);
    const database = open(state);
    expect(loads(database.get("a") as Uint8Array, { exact: true })).toStrictEqual([
      1n,
      1.5,
      1,
      new Map([["b", null]]),
    ]);
    expect(loads(database.get("b") as Uint8Array)).toBe("[1");
    expect(new TextDecoder().decode(database.get("c"))).toBe("I7\n.");
    database.close();
    const outcome = await shelf("rm", state, "a", "x", "b");
    expect(failing(outcome, 1)).toBe(`pantry: ${state}: no such key: x\n`);
    expect(contents(state)).toEqual(["c=I7\n."]);
  });

  it("take a pickle as it is, if it is one", async () => {
    const state = made([]);
    const pickle = dumps(graph(), { protocol: 2 });
    fine(await shelf("set", state, "a", "--pickle", temporaryFile("p", pickle)));
    expect(contents(state)).toEqual([`a=${Buffer.from(pickle).toString("latin1")}`]);
    const two = temporaryFile("two", Buffer.concat([pickle, pickle]));
    expect(failing(await shelf("set", state, "b", "--pickle", two), 2)).toContain("one pickle expected");
  });

  it("refuse what is no JSON, and what cannot be kept", async () => {
    const state = made([]);
    expect(failing(await shelf("set", state, "a", "{a"), 64)).toContain("; --text takes it for a str");
    expect(failing(await shelf("set", state, "a", "12345678901234567890"), 64)).toContain(
      '{"$int": "digits"}',
    );
    expect(failing(await shelf("set", state, "a", '[{"$tuple": 1}]'), 64)).toContain(
      "VALUE: Cannot read tagged JSON at /0: a list expected",
    );
    expect(failing(await shelf("set", state, "a", '{"$set": [[1]]}'), 1)).toMatch(
      /Python cannot hash the member \[1\]\n$/,
    );
    expect(failing(await shelf("set", state, "a", "1", "--text", "--pickle", "x"), 64)).toContain(
      "KEY expected",
    );
    expect(contents(state)).toEqual([]);
  });
});

describe("pantry shelf export and import", TIMEOUT, () => {
  const values = (): [string | Uint8Array, unknown][] => [
    ["tea", TEA],
    ["graph", graph()],
    [Uint8Array.of(0xfe), "key"],
    ["raw", Uint8Array.of(1, 2)],
    ["trailing", Uint8Array.of(0x80, 4, 0x4b, 7, 0x2e, 1)],
  ];

  it("bring every value back, as lines of JSON", async () => {
    const state = made(values());
    const file = path.join(path.dirname(state), "export");
    expect(fine(await shelf("export", state, "-o", file))).toBe("");
    expect(fine(await shelf("export", state))).toBe(readFileSync(file, "utf8"));
    const again = path.join(path.dirname(state), "again");
    expect(fine(await shelf("import", "--create", "gnu", again, file))).toBe("5 keys imported\n");
    expect(contents(again)).toEqual(contents(state));
  });

  it("bring every value back, as one pickle", async () => {
    const state = made(values().filter(([key]) => key === "tea" || key === "graph"));
    const file = path.join(path.dirname(state), "export");
    fine(await shelf("export", "--pickle", "--protocol", "2", state, "-o", file));
    expect(Object.keys(loads(readFileSync(file)) as object).sort()).toEqual(["graph", "tea"]);
    expect(fine(await shelf("import", state, file))).toBe("2 keys imported\n");
    expect(contents(state)).toEqual(contents(made(values().slice(0, 2))));
    expect(failing(await shelf("export", "--pickle", made(values())), 2)).toMatch(
      /such a key is no str|raw: Cannot/,
    );
  });

  it("write nothing of an export that breaks", async () => {
    const state = made([["a", 1]]);
    const before = contents(state);
    for (const [line, exitCode, reason] of [
      ['{"key":"b"}', 2, 'line 2 at byte 22: a line {"key": ..., "value": ...} expected'],
      ['{"key":"b","value":{"$x":1}}', 2, 'Cannot read tagged JSON: "$x" is no tag'],
      ['{"key":"b","value":1,"more":1}', 2, "expected"],
      ['{"key":"b","raw":"text"}', 2, 'raw: {"$bytes": base64} expected'],
      ['{"key":"\\ud800","value":1}', 2, "expected"],
      ["[1]", 2, "expected"],
      ["null", 2, "expected"],
      ['{"key":"b","value":{"$set":[[1]]}}', 1, "Python cannot hash the member [1]\n"],
    ] as const) {
      const file = temporaryFile("export", `{"key":"a","value":2}\n${line}\n`);
      expect(failing(await shelf("import", state, file), exitCode)).toContain(reason);
      expect(contents(state)).toEqual(before);
    }
    fine(await shelf("import", state, temporaryFile("blank", '\n{"key":"a","value":1}\n')));
    expect(contents(state)).toEqual(before);
    const list = temporaryFile("export", dumps([1]));
    expect(failing(await shelf("import", state, list), 2)).toContain("no pickle of a dict");
  });

  it("keep keys of other encodings", async () => {
    const state = made([[Uint8Array.of(0xe9), 1]]);
    expect(fine(await shelf("export", "--keyencoding", "latin-1", state))).toBe('{"key":"é","value":1}\n');
    const file = temporaryFile("export", '{"key":"é","value":2}\n');
    fine(await shelf("import", "--keyencoding", "latin-1", state, file));
    expect(contents(state)).toEqual(["\xe9=\x80\x05K\x02."]);
  });
});

describe("pantry shelf check", TIMEOUT, () => {
  it("finds nothing where nothing is wrong", async () => {
    const state = made([["a", graph()]], "sqlite3");
    // The class of a program is a name that nobody knows.
    const outcome = await shelf("check", state);
    expect(failing(outcome, 3)).toBe("");
    expect(outcome.stdout).toContain("shop.Item");
    const safe = made([["a", TEA]]);
    expect(fine(await shelf("check", safe))).toBe(`${safe}  nothing is wrong\n`);
  });

  it("finds keys, values and danger", async () => {
    const state = made([
      [Uint8Array.of(0xff), 1],
      ["junk", new TextEncoder().encode("junk")],
      ["more", Uint8Array.of(0x80, 4, 0x4b, 7, 0x2e, 1)],
      ["none", new Uint8Array()],
      ["evil", EVIL],
    ]);
    const outcome = await shelf("check", "--json", state);
    expect(failing(outcome, 1)).toBe("");
    const problems = outcome.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(problems).toContainEqual({
      severity: "damage",
      key: "b'\\xff'",
      message: "the key is in another encoding",
    });
    expect(problems).toContainEqual({ severity: "damage", key: "more", message: "1 byte behind it" });
    expect(problems).toContainEqual({
      severity: "damage",
      key: "none",
      message: "it is empty, so there is no pickle in it",
    });
    expect(problems).toContainEqual({
      severity: "danger",
      key: "evil",
      message: expect.stringContaining("os.system('id')"),
    });
    expect(problems).toContainEqual({
      severity: "damage",
      key: "junk",
      message: expect.stringMatching(/^Cannot read/),
    });
    expect((await shelf("check", "--quiet", state)).stdout).toBe("");
    expect((await shelf("check", state)).stdout).toMatch(/\d damage, \d danger/);
  });

  it("finds damage of the file", async () => {
    const state = made(Array.from({ length: 50 }, (_, i) => [`key ${i}`, i] as const));
    const bytes = readFileSync(state);
    const start = bytes.readUInt32LE(4);
    writeFileSync(state, bytes.fill(0xee, start, start + 16));
    const outcome = await shelf("check", state);
    expect(outcome.status).toBe(1);
    expect(outcome.stdout).toMatch(/^damage /);
  });
});

describe("pantry shelf copy", TIMEOUT, () => {
  const DIGEST = /^(\d+) keys? copied; digest of both sides:\n[\da-f]{64}\n$/;
  const values = (count: number) => Array.from({ length: count }, (_, i) => [`key ${i}`, i] as const);

  it("makes a new file that has the same bytes", async () => {
    const state = made([
      ["tea", TEA],
      [Uint8Array.of(0xff), Uint8Array.of(1, 2)],
    ]);
    const copy = path.join(temporaryFolder(), "copy.db");
    expect(fine(await shelf("copy", state, copy, "--to", "ndbm"))).toMatch(DIGEST);
    expect(readdirSync(path.dirname(copy))).toEqual(["copy.db"]);
    expect(contents(copy)).toEqual(contents(state));
  });

  it("puts nothing in the place of another without being told", async () => {
    const [state, other] = [made([["a", 1]]), made([["b", 2]])];
    const before = contents(other);
    expect(failing(await shelf("copy", state, other), 2)).toContain(
      "it exists already; --resume adds what is missing, --replace puts the new one in its place",
    );
    expect(contents(other)).toEqual(before);
    expect(failing(await shelf("copy", state, `${path.dirname(state)}/./state`), 64)).toContain(
      "are the same",
    );
    fine(await shelf("copy", state, other, "--replace", "--to", "gnu"));
    expect(contents(other)).toEqual(contents(state));
  });

  it("puts nothing in the place of what is no database", async () => {
    const state = made([["a", 1]]);
    const letter = temporaryFile("letter.dat", "Dear Ada");
    for (const args of [[], ["--replace"], ["--replace", "--to", "dumb"], ["--resume"]])
      expect(failing(await shelf("copy", ...args, state, letter), 2)).toContain(letter);
    expect(readFileSync(letter, "utf8")).toBe("Dear Ada");
    expect(readdirSync(path.dirname(letter))).toEqual(["letter.dat"]);
  });

  it("goes on where it was interrupted", async () => {
    const state = made(values(20_001));
    const copy = path.join(temporaryFolder(), "copy");
    const set = vi.spyOn(Database.prototype, "setMany").mockImplementationOnce(function (
      this: Database,
      entries,
    ) {
      this.batch(() => {
        for (const [key, value] of entries) this.set(key, value);
      });
      process.emit("SIGINT");
      return this;
    });
    const interrupted = await shelf("copy", state, copy, "--to", "gnu", "--resume");
    expect(failing(interrupted, 130)).toBe(
      "pantry: interrupted; what was copied stays, and the same command with --resume goes on\n",
    );
    expect(contents(copy)).toHaveLength(20_000);
    expect(fine(await shelf("copy", state, copy, "--resume"))).toMatch(
      /^20,001 keys copied, 20,000 of them there already;/,
    );
    expect(set).toHaveBeenCalledTimes(2);
    expect([...(set.mock.lastCall?.[0] ?? [])]).toHaveLength(1);
    set.mockRestore();
    expect(contents(copy)).toEqual(contents(state));
  });

  it("leaves nothing of a new file when it is interrupted", async () => {
    const state = made(values(10));
    const copy = path.join(temporaryFolder(), "copy");
    const set = vi.spyOn(Database.prototype, "setMany").mockImplementationOnce(function (this: Database) {
      process.emit("SIGINT");
      return this;
    });
    expect(failing(await shelf("copy", state, copy), 130)).toBe("pantry: interrupted; nothing was changed\n");
    set.mockRestore();
    expect(readdirSync(path.dirname(copy))).toEqual([]);
  });

  it("tells a difference", async () => {
    const state = made([
      ["a", 1],
      ["b", 2],
    ]);
    const other = made([
      ["a", 1],
      ["b", 3],
      ["c", 3],
    ]);
    const message = failing(await shelf("copy", state, other, "--resume"), 1);
    expect(message).toMatch(/it has 3 keys and the digest [\da-f]{64}, but .* 2 keys and [\da-f]{64}\n$/);
    expect(contents(other)).toHaveLength(3);
    const set = vi.spyOn(Database.prototype, "setMany").mockImplementationOnce(function (this: Database) {
      return this;
    });
    const copy = path.join(temporaryFolder(), "copy");
    expect(failing(await shelf("copy", state, copy), 1)).toContain(`${copy}: it has 0 keys`);
    set.mockRestore();
    expect(existsSync(copy)).toBe(false);
  });

  it("refuses options that are for others", async () => {
    const state = made([]);
    expect(failing(await shelf("copy", state, "x", "--replicas", "1"), 64)).toContain(
      "--replicas is for Redis",
    );
    expect(failing(await shelf("copy", state, "redis://h#a", "--to", "gnu"), 64)).toContain(
      "--to is for files",
    );
    expect(failing(await shelf("copy", state, "x", "--resume", "--replace"), 64)).toContain("not both");
  });
});
