import { readFileSync } from "node:fs";
import { DbmError, open as openDatabase } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { dumps, UnpicklingError } from "pantry/pickle";
import { Global, Instance } from "pantry/python";
import { open, ShelveError, type ValueOptions } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { mutationsOf } from "../dbm/hostile/mutations.ts";
import { CASES } from "../oracle/cases.ts";
import { evasions, type Sample } from "../pickletools/corpus/corpus.ts";

const PATH = "shelf";
const FORMATS = ["gnu", "ndbm", "dumb"] as const;

/** A shelf's files with these bytes for values, as someone else may have written them. */
function filesWith(entries: Iterable<readonly [string | Uint8Array, Uint8Array]>): MemoryFiles {
  const files = new MemoryFiles();
  using database = openDatabase(PATH, { flag: "n", format: "gnu", files });
  database.setMany(entries);
  return files;
}

function bytesOf(sample: Sample): Uint8Array {
  return new Uint8Array(readFileSync(sample.path));
}

/** What something throws; `undefined` where it does well. */
function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** What code that ran could have changed. */
function host(): unknown {
  const objects = [globalThis, Object, Object.prototype, Array.prototype, Function.prototype, Map.prototype];
  return [...objects.map((one) => Reflect.ownKeys(one)), { ...process.env }, process.cwd()];
}

/** Reads all values one by one; each error must be of the value of its key. */
function readingsOf(samples: readonly Sample[], options: ValueOptions = {}): Map<string, unknown> {
  const files = filesWith(samples.map((sample) => [sample.file, bytesOf(sample)]));
  using shelf = open(PATH, { flag: "r", files, ...options });
  const readings = new Map<string, unknown>();
  for (const key of shelf.keys()) {
    const error = errorOf(() => readings.set(key, shelf.get(key)));
    if (error === undefined) continue;
    expect(error, key).toBeInstanceOf(ShelveError);
    expect(error).toMatchObject({ code: "unreadable", key, cause: expect.any(UnpicklingError) });
    expect((error as Error).message).toContain(JSON.stringify(key));
    expect((error as ShelveError).offset).toBe(((error as Error).cause as UnpicklingError).offset);
  }
  return readings;
}

describe("a shelf from elsewhere, with pickles that mean harm", () => {
  const samples = evasions();

  it("runs nothing, and names the key of each value that it refuses", () => {
    const before = host();
    const readings = readingsOf(samples);
    expect(host()).toEqual(before);
    expect(readings.size).toBeGreaterThan(samples.length / 4);
    for (const value of readings.values()) expect(typeof value).not.toBe("function");
  });

  it("gives what they ask for as data that does nothing", () => {
    const files = filesWith([["a", new TextEncoder().encode("cos\nsystem\n(S'touch /tmp/x'\ntR.")]]);
    using shelf = open(PATH, { flag: "r", files });
    const value = shelf.get("a") as Instance;
    expect(value).toBeInstanceOf(Instance);
    expect(value.class).toEqual(new Global("os", "system"));
  });

  it("reads none of them where what is unknown is an error, but for those whose harm is in later pickles or in bytes", () => {
    const readings = readingsOf(samples, { unknown: "error" });
    expect([...readings.keys()].filter((file) => !/\/(streams|nested)\//.test(file))).toEqual([]);
  });

  it("reads the values beside them, and goes on with the keys", () => {
    const files = filesWith([
      ...samples.map((sample) => [sample.file, bytesOf(sample)] as const),
      ["mine", dumps([1, 2])],
    ]);
    using shelf = open(PATH, { files, unknown: "error" });
    expect(shelf.get("mine")).toEqual([1, 2]);
    expect([...shelf.keys()]).toHaveLength(samples.length + 1);
    for (const { file } of samples) expect(shelf.delete(file)).toBe(true);
    expect([...shelf]).toEqual([["mine", [1, 2]]]);
  });

  it("closes quietly with writeback, and leaves every byte as it was", () => {
    const files = filesWith(samples.map((sample) => [sample.file, bytesOf(sample)]));
    {
      using shelf = open(PATH, { files, writeback: true });
      for (const { file } of samples) errorOf(() => shelf.get(file));
    }
    using database = openDatabase(PATH, { files });
    for (const sample of samples)
      expect(Buffer.compare(database.get(sample.file) ?? Buffer.of(), bytesOf(sample)), sample.file).toBe(0);
  });
});

describe("a shelf with values that are damaged", () => {
  const value = { name: "x".repeat(50), list: [1, 2.5, null, true], inner: { deep: [new Set(["a"])] } };

  it.for([0, 1, 2, 3, 4, 5])(
    "names the key and a place for every value of protocol %d that is cut",
    (protocol) => {
      const whole = dumps(value, { protocol });
      const keys = Array.from(whole, (_, length) => `cut to ${length}`);
      const files = filesWith(keys.map((key, length) => [key, whole.subarray(0, length)]));
      using shelf = open(PATH, { files });
      for (const [length, key] of keys.entries()) {
        const error = errorOf(() => shelf.get(key)) as ShelveError;
        expect(error, key).toBeInstanceOf(ShelveError);
        expect(error).toMatchObject({ code: "unreadable", key });
        expect(error.offset).toBeLessThanOrEqual(length);
      }
    },
  );

  it("raises a ShelveError, or gives another value, for whatever was done to its bytes", () => {
    const mutations = Object.entries(mutationsOf(dumps(value, { protocol: 4 }), 80 * CASES, 7));
    const files = filesWith(mutations);
    using shelf = open(PATH, { files });
    let refused = 0;
    for (const [key] of mutations) {
      const error = errorOf(() => shelf.get(key));
      if (error === undefined) continue;
      expect(error, key).toBeInstanceOf(ShelveError);
      expect(error).toMatchObject({ key });
      refused += 1;
    }
    expect(refused).toBeGreaterThan(mutations.length / 2);
    expect(refused).toBeLessThan(mutations.length);
  });

  it("names the key where a walk ends at a value", () => {
    const files = filesWith([
      ["good", dumps(1)],
      ["bad", new TextEncoder().encode("no pickle")],
    ]);
    using shelf = open(PATH, { files });
    for (const walk of [() => [...shelf], () => [...shelf.values()], () => shelf.forEach(() => {})])
      expect(walk).toThrow(expect.objectContaining({ code: "unreadable", key: "bad" }));
    for (const verb of ["pop", "get"] as const)
      expect(() => shelf[verb]("bad")).toThrow(expect.objectContaining({ code: "unreadable", key: "bad" }));
    expect(shelf.has("bad"), "what cannot be read is not taken away").toBe(true);
    shelf.set("bad", 2);
    expect(new Map(shelf)).toEqual(
      new Map([
        ["good", 1],
        ["bad", 2],
      ]),
    );
  });
});

describe("a shelf with values that ask for too much", () => {
  it.for<readonly [string, Uint8Array]>([
    ["bytes of 4 EiB", Uint8Array.of(0x80, 4, 0x8e, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x2e)],
    ["a text of 4 GiB", Uint8Array.of(0x80, 2, 0x58, 0xff, 0xff, 0xff, 0xff, 0x2e)],
    ["an int of 2 GiB", Uint8Array.of(0x80, 2, 0x8b, 0xff, 0xff, 0xff, 0x7f, 0x2e)],
    ["place 4294967295 of the memo", Uint8Array.of(0x80, 2, 0x6a, 0xff, 0xff, 0xff, 0xff, 0x2e)],
  ])("refuses %s at once", ([, bytes]) => {
    using shelf = open(PATH, { files: filesWith([["a", bytes]]) });
    const started = performance.now();
    expect(() => shelf.get("a")).toThrow(expect.objectContaining({ code: "unreadable", key: "a" }));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("reads lists that are 300,000 deep, and lists of lists of lists that are the same one", () => {
    let laughs: unknown[] = [];
    for (let i = 0; i < 100; i++) laughs = [laughs, laughs];
    const depth = 300_000;
    const deep = new Uint8Array(2 * depth).fill(0x5d, 0, depth).fill(0x61, depth, 2 * depth - 1);
    deep[2 * depth - 1] = 0x2e;
    const files = filesWith([
      ["deep", deep],
      ["laughs", dumps(laughs)],
    ]);
    using shelf = open(PATH, { files, writeback: true });
    let count = 0;
    for (let at = shelf.get("deep") as unknown[]; at.length > 0; at = at[0] as unknown[]) count += 1;
    expect(count).toBe(depth - 1);
    const [left, right] = shelf.get("laughs") as unknown[];
    expect(left).toBe(right);
    shelf.sync();
  });
});

describe("a shelf with keys that are none of its own", () => {
  const entries = [
    ["fine", dumps(1)],
    [Uint8Array.of(0x6b, 0xff), dumps(2)],
  ] as const;

  it("raises an error where a walk meets one, and reads the others by their names", () => {
    using shelf = open(PATH, { files: filesWith(entries) });
    expect(() => [...shelf.keys()]).toThrow(
      expect.objectContaining({ name: "ShelveError", code: "bad-key" }),
    );
    expect(() => [...shelf]).toThrow(String.raw`\xff`);
    expect(shelf.get("fine")).toBe(1);
    expect(shelf.size).toBe(2);
  });

  it("reads them in the encoding that they are in", () => {
    using shelf = open(PATH, { files: filesWith(entries), keyencoding: "latin-1" });
    expect(shelf.get("kÿ")).toBe(2);
    expect([...shelf.keys()].sort()).toEqual(["fine", "kÿ"]);
  });

  it.for(["__proto__", "constructor", "toString", "then"])("takes %s for a key like any other", (name) => {
    using shelf = open(PATH, { files: filesWith([]), flag: "c", writeback: true });
    expect(shelf.get(name)).toBeUndefined();
    expect(shelf.has(name)).toBe(false);
    shelf.set(name, { polluted: true });
    expect(shelf.get(name)).toEqual({ polluted: true });
    shelf.sync();
    expect([...shelf]).toEqual([[name, { polluted: true }]]);
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("a shelf whose file is damaged", () => {
  it.for(FORMATS)("raises errors of dbm and of shelve alone, in %s", (format) => {
    const [path, whole] = written(format);
    let refused = 0;
    const mutations = mutationsOf(whole.readFile(path), 30 * CASES, 11);
    for (const [name, bytes] of Object.entries(mutations)) {
      const files = whole.copy();
      files.writeFile(path, bytes);
      const error = errorOf(() => {
        using shelf = open(PATH, { files, format });
        for (const key of shelf.keys()) shelf.get(key);
        shelf.set("new", name);
        shelf.delete("key 3");
      });
      if (error === undefined) continue;
      refused += 1;
      expect(error instanceof DbmError || error instanceof ShelveError, `${name}: ${error}`).toBe(true);
    }
    expect(refused).toBeGreaterThan(0);
  });
});

/** A shelf with fifty values, and the file of it that says where they are. */
function written(format: (typeof FORMATS)[number]): [path: string, files: MemoryFiles] {
  const files = new MemoryFiles();
  using shelf = open(PATH, { flag: "n", files, format });
  for (let i = 0; i < 50; i++) shelf.set(`key ${i}`, { i, text: "x".repeat(i * 10) });
  return [{ gnu: PATH, ndbm: `${PATH}.db`, dumb: `${PATH}.dir` }[format], files];
}
