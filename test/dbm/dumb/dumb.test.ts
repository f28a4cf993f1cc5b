import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { check, open, stat } from "../../../src/dbm/dumb/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { damageOf } from "../damage-of.ts";

const FIXTURES = path.join(import.meta.dirname, "../../fixtures/dbm/dumb");
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("latin1");

describe("a database that a Python wrote", () => {
  it.each(["python2.7", "python3.13"])("is read, and written again to the byte: %s", (name) => {
    const files = new MemoryFiles();
    for (const suffix of ["dat", "dir"])
      files.writeFile(`data.${suffix}`, readFileSync(path.join(FIXTURES, `${name}.${suffix}`)));
    const every = Uint8Array.from({ length: 256 }, (_, index) => index);
    using database = open("data", { flag: "w", files });
    expect(database.size).toBe(7);
    expect(text(database.get("key"))).toBe("longer than before".repeat(40));
    expect(text(database.get(""))).toBe("the empty key");
    expect(text(database.get("it's"))).toBe("one quote");
    expect(text(database.get('it\'s "both"\\'))).toBe("two quotes");
    expect(database.get(every)?.length).toBe(768);
    expect(text(database.get("clé"))).toBe("UTF-8");
    expect(database.has("gone")).toBe(false);
    database.set("x", "y");
    database.delete("x");
    database.sync();
    const directory = text(files.readFile("data.dir"));
    if (name !== "python2.7")
      expect(directory).toBe(readFileSync(path.join(FIXTURES, `${name}.dir`), "latin1"));
    expect(damageOf(check("data", { files }))).toEqual([]);
  });
});

describe("open()", () => {
  it("creates both files by default", () => {
    const files = new MemoryFiles();
    open("data", { files }).close();
    expect(files.paths().sort()).toEqual(["data.dat", "data.dir"]);
  });

  it("refuses what is not there, and a flag that is none", () => {
    const files = new MemoryFiles();
    expect(() => open("data", { flag: "r", files })).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(() => open("data", { flag: "w", files })).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(() => open("data", { flag: "x" as "r", files })).toThrow(RangeError);
  });

  it("lets one write at a time, and any number read", () => {
    const files = new MemoryFiles();
    using writer = open("data", { files });
    writer.set("k", "v");
    expect(() => open("data", { files })).toThrow(expect.objectContaining({ code: "locked" }));
    expect(() => open("data", { flag: "n", files })).toThrow(expect.objectContaining({ code: "locked" }));
    using reader = open("data", { flag: "r", files });
    expect(text(reader.get("k"))).toBe("v");
  });

  it("does not forget the values of a directory that Python was killed over", () => {
    const files = new MemoryFiles();
    open("data", { files }).set("k", "v").close();
    files.rename("data.dir", "data.bak");
    expect(() => open("data", { files })).toThrow(/data\.bak is there, an older directory/);
    open("data", { flag: "n", files }).close();
  });
});

describe("the files", () => {
  it("do not grow when a value is replaced forever", () => {
    const files = new MemoryFiles();
    using database = open("data", { files });
    const value = new Uint8Array(100_000);
    for (let i = 0; i < 1000; i++) database.set("k", value);
    expect(files.readFile("data.dat").length).toBeLessThan(10_000_000);
    for (let i = 0; i < 20_000; i++) database.set("small", "v");
    expect(files.readFile("data.dir").length).toBeLessThan(300_000);
  });

  it("are as small as can be after reorganize(), and keep what they have", () => {
    const files = new MemoryFiles();
    using database = open("data", { files });
    for (let i = 0; i < 50; i++) database.set(`k${i}`, new Uint8Array(i * 40).fill(i));
    for (let i = 0; i < 50; i += 3) database.delete(`k${i}`);
    const before = [...database];
    database.reorganize();
    expect([...database]).toEqual(before);
    expect(stat("data", { files })["free blocks"]).toBe(0);
    expect([...check("data", { files })]).toEqual([]);
  });

  it("keep the directory before the last as .bak", () => {
    const files = new MemoryFiles();
    open("data", { files }).set("a", "1").close();
    const first = files.readFile("data.dir");
    const database = open("data", { files });
    database.delete("a");
    database.close();
    expect(text(files.readFile("data.bak"))?.startsWith(text(first) ?? "")).toBe(true);
    expect(files.readFile("data.dir").length).toBe(0);
  });
});
