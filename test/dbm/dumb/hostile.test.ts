import { describe, expect, it } from "vitest";
import { check, open, stat } from "../../../src/dbm/dumb/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { raisedBy } from "../code-of.ts";
import { assault, stepsOf } from "../hostile-harness.ts";

const encoder = new TextEncoder();
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function filesWith(directory: string, data: Uint8Array = new Uint8Array(1000)): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("data.dat", data);
  files.writeFile("data.dir", latin1(directory));
  return files;
}

describe("a damaged database", () => {
  const files = new MemoryFiles();
  const keys = ["a", "it's", "\n\0\xff", ""].map(latin1);
  const database = open("data", { files });
  for (const [index, key] of keys.entries()) database.set(key, new Uint8Array(index * 300).fill(index + 1));
  database.close();
  const provisional = files.copy();
  const writer = open("data", { files: provisional });
  writer.set("a", "provisional");
  writer.delete("it's");

  const steps = stepsOf({ open, check, keys });
  const others = ["data.bak"];

  it.each([
    ["settled", files],
    ["provisional", provisional.copy()],
  ])("is refused with its offset, or read, when its %s directory lies", (_, seed) => {
    const outcome = assault(seed, steps, { path: "data.dir", database: "data", others });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refused.malformed).toBeGreaterThan(50);
    expect(outcome.cases).toBeGreaterThan(150);
  });

  it("is read as far as it goes when the values are cut", () => {
    const outcome = assault(files, steps, {
      path: "data.dat",
      database: "data",
      others,
      bits: [],
      lies: [],
      truncate: 40,
    });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refused.truncated).toBeGreaterThan(5);
  });
});

describe("a line that is no line", () => {
  it.each([
    ["an expression", "__import__('os').system('id')\n", 0],
    ["a key that is bytes", "b'k', (0, 1)\n", 0],
    ["a pair that is a list", "'k', [0, 1]\n", 5],
    ["a negative offset", "'k', (-1, 1)\n", 6],
    ["a length that is negative", "'k', (0, -1)\n", 9],
    ["three numbers", "'k', (0, 1, 2)\n", 10],
    ["a float", "'k', (0.5, 1)\n", 7],
    ["an offset that no file has", "'k', (99999999999999999999, 1)\n", 6],
    ["a sum that no file has", "'k', (9007199254740991, 1)\n", 25],
    ["a quote that is not closed", "'k, (0, 1)\n'a', (0, 1)\n", 10],
    ["a character that is no byte", "'\\u0100', (0, 1)\n", 1],
    ["a name of a character", "'\\N{BULLET}', (0, 1)\n", 1],
    ["an escape that is cut short", "'\\x4', (0, 1)\n", 3],
    ["an empty line", "\n'k', (0, 1)\n", 0],
    ["more after the pair", "'k', (0, 1) + 1\n", 12],
    ["brackets in brackets", `'k', ${"(".repeat(100_000)}0, 1)\n`, 6],
  ])("is refused: %s", (_, directory, offset) => {
    const error = raisedBy(() => open("data", { flag: "r", files: filesWith(`'a', (0, 1)\n${directory}`) }));
    expect([error.code, error.offset]).toEqual(["malformed", 12 + offset]);
    expect(error.message).toContain(`at byte ${12 + offset}: `);
  });

  it("is a problem for check(), which goes on behind it", () => {
    const files = filesWith("nonsense\n'k', (0, 1)\nmore\n");
    expect([...check("data", { files })].map(({ severity, offset }) => [severity, offset])).toEqual([
      ["damage", 0],
      ["damage", 21],
    ]);
  });
});

describe("the last line, where a write was cut off", () => {
  it.each(["'", "'b', (51", "'b\\x4", "'b', (512, 3 ", "'b', (512, 3 ) # 83d"])(
    "is not there, nor is it damage: %s",
    (line) => {
      const files = filesWith(`'a', (0, 1)\n${line}`);
      const keysOf = (flag: "r" | "w") => {
        using database = open("data", { flag, files });
        return [...database.keys()];
      };
      expect(keysOf("r")).toEqual([encoder.encode("a")]);
      expect([...check("data", { files })][0]).toEqual({
        offset: 12,
        severity: "waste",
        message: "a line was cut off when it was written, and does not count, nor does what follows it",
      });
      expect(keysOf("w")).toEqual([encoder.encode("a")]);
      expect(files.readFile("data.dir")).toEqual(encoder.encode("'a', (0, 1)\n"));
    },
  );
});

describe("two names of one file", () => {
  it("are refused by all that opens them, and the file stays as it is", () => {
    const files = new MemoryFiles();
    const bytes = encoder.encode("'a', (0, 1)\n");
    files.writeFile("data.dat", bytes);
    files.link("data.dat", "data.dir");
    for (const work of [
      () => open("data", { flag: "r", files }),
      () => open("data", { flag: "w", files }),
      () => open("data", { flag: "c", files }),
      () => stat("data", { files }),
      () => [...check("data", { files })],
    ]) {
      expect(raisedBy(work)).toMatchObject({
        code: "malformed",
        message: "Cannot open data.dir: it is the same file as data.dat",
      });
    }
    expect(files.readFile("data.dat")).toEqual(bytes);
  });
});

describe("lines that Python takes, and that it would not write", () => {
  it.each([
    ["a line feed of Windows", "'k', (0, 1)\r\n"],
    ["no line feed at the end", "'k', (0, 1)"],
    ["spaces and a comment", "'k' ,( 0 ,1 )\t # a comment\n"],
    ["numbers of Python 2", "'k', (0L, 1l)\n"],
    ["octal escapes", "'\\153', (0, 1)\n"],
    ["long escapes", '"\\U0000006b", (0, 1)\n'],
    ["a key twice, of which the last counts", "'k', (5000, 7)\n'k', (0, 1)\n"],
  ])("are read: %s", (_, directory) => {
    using database = open("data", { flag: "r", files: filesWith(directory, encoder.encode("v")) });
    expect([...database].map((pair) => pair.map((bytes) => new TextDecoder().decode(bytes)))).toEqual([
      ["k", "v"],
    ]);
  });
});

describe("values that are not there", () => {
  it("are an error when they are asked for, before memory is taken for them", () => {
    using database = open("data", {
      flag: "r",
      files: filesWith("'k', (512, 9007199254740000)\n'a', (0, 5)\n"),
    });
    const error = raisedBy(() => database.get("k"));
    expect([error.code, error.offset]).toEqual(["truncated", 512]);
    expect(database.get("a")?.length).toBe(5);
  });

  it("that overlap are a problem, and their blocks are never written to", () => {
    const files = filesWith("'a', (0, 700)\n'b', (512, 100)\n");
    expect([...check("data", { files })].map(({ message }) => message)).toContain(
      "a value shares a block with another",
    );
    using database = open("data", { files });
    database.delete("a");
    database.sync();
    database.set("c", new Uint8Array(1000).fill(1));
    expect(database.get("b")).toEqual(new Uint8Array(100));
  });

  it("keep reorganize() from anything, which leaves the files as they are", () => {
    const files = filesWith("'a', (512, 5)\n'k', (1024, 5000)\n'b', (0, 5)\n");
    const before = ["data.dat", "data.dir"].map((path) => files.readFile(path));
    using database = open("data", { flag: "w", files });
    const error = raisedBy(() => database.reorganize());
    expect([error.code, error.offset]).toEqual(["truncated", 1024]);
    expect(["data.dat", "data.dir"].map((path) => files.readFile(path))).toEqual(before);
    expect(files.paths().sort()).toEqual(["data.dat", "data.dir"]);
  });

  it("do not keep one busy who checks their provisional lines", () => {
    const files = filesWith("'k', (0, 1000 ) # 00000000\n".repeat(10_000));
    expect(raisedBy(() => open("data", { flag: "r", files })).message).toContain("overlap too much");
  });
});
