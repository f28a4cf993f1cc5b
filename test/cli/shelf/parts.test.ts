import { PythonObject } from "pantry/python";
import { describe, expect, it } from "vitest";
import { Arguments } from "../../../src/cli/arguments.ts";
import type { Command } from "../../../src/cli/command.ts";
import { shelf as group } from "../../../src/cli/commands/shelf.ts";
import { asyncBatchesOf, batchesOf } from "../../../src/cli/shelf/batches.ts";
import { clientOf, postgresClient, redisClient } from "../../../src/cli/shelf/clients.ts";
import { Digest } from "../../../src/cli/shelf/digest.ts";
import { KEYENCODING, KeyText } from "../../../src/cli/shelf/key-text.ts";
import { placeOf } from "../../../src/cli/shelf/places.ts";

describe("the helps of pantry shelf", () => {
  it("tell what each verb can do", async () => {
    expect(group.verbs.map(({ name }) => name).join(" ")).toBe("ls get set rm show export import copy check");
    for (const { load, name, summary } of group.verbs) {
      expect(group.usage).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
      const { options, usage } = (await load()) as Command;
      expect(usage).toMatch(
        new RegExp(`^Usage: pantry shelf ${name} \\[OPTION\\]... (FILE\\|URL|FROM TO)`, "m"),
      );
      expect(usage).toMatch(/^Exit codes: 0 /m);
      for (const option of Object.keys(options)) expect(usage).toContain(`--${option}`);
      expect(usage.split("\n").filter((line) => line.length > 120)).toEqual([]);
    }
  });
});

describe("placeOf()", () => {
  it.for([
    ["redis://h:1/2#a", "redis", "redis://h:1/2", "a", "redis://h:1/2#a"],
    ["rediss://u:p%40ss@h#a%20b", "redis", "rediss://u:p%40ss@h", "a b", "rediss://u@h#a%20b"],
    ["valkey://:secret@h:1#a%23b", "redis", "redis://:secret@h:1", "a#b", "valkey://h:1#a%23b"],
    ["redis://h/?db=2#a%40b", "redis", "redis://h/?db=2", "a@b", "redis://h/#a%40b"],
    ["valkeys://h#a", "redis", "rediss://h", "a", "valkeys://h#a"],
    [
      "postgres://u:p@h/db?password=x#a",
      "postgres",
      "postgres://u:p@h/db?password=x",
      "a",
      "postgres://u@h/db#a",
    ],
    ["PostgreSQL://h/db#a", "postgres", "postgres://h/db", "a", "PostgreSQL://h/db#a"],
  ])("takes %s apart, and keeps its password to itself", ([word = "", kind, url, name, shown]) => {
    expect(placeOf(word)).toEqual({ kind, url, name, shown });
  });

  it("takes anything else for a file", () => {
    for (const word of ["state", "C:\\state", "a:b", "./redis:x", "dir/redis://h#a"])
      expect(placeOf(word)).toEqual({ kind: "file", path: word, shown: word });
  });

  it.for([
    "mysql://h#a",
    "redis://h",
    "redis://h#",
    "redis://h#%zz",
    "postgres://h:port/db#a",
    "redis://h/abc#a",
    "redis://h/%zz#a",
    "redis://h/0/1#a",
    "valkey://h?db=abc#a",
    "redis://h#a#b",
    "redis://h#a@b",
  ])("refuses %s", (word) => {
    expect(() => placeOf(word)).toThrow(expect.objectContaining({ exitCode: 64 }));
  });

  it("does not print the password of what it refuses", () => {
    for (const word of [
      "redis://u:secret@h",
      "redis://u:secret@h:port#a",
      "redis://u:secret@h#%zz",
      "redis://u:secret@h/abc#a",
      "redis://u:12#secret@h/0#n",
      "redis://u:12#secret@h/0",
      "redis://u:12/secret@h/0#n",
      "postgres://u:12#secret@h/db#n",
      "postgres://u:12/secret@h/db#n",
    ])
      expect(() => placeOf(word)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("secret") }),
      );
  });
});

describe("the clients", () => {
  it("are of the packages that are installed", async () => {
    for (const { client, close } of [
      redisClient("redis://127.0.0.1:1"),
      postgresClient("postgres://127.0.0.1:1/db"),
    ]) {
      expect(typeof client).toMatch(/object|function/);
      await close();
    }
  });

  it("are of the first package that there is", () => {
    const close = () => {};
    const make = (exported: { sep: string }, url: string) => ({ client: exported.sep + url, close });
    const makers = { "no-such-package": make, "node:path": make };
    expect(clientOf("Redis", makers, "url").client).toMatch(/^[/\\]url$/);
  });

  it("say what to install where there is none", () => {
    const makers = { "no-such-a": PythonObject, "no-such-b": PythonObject, "no-such-c": PythonObject };
    expect(() => clientOf("Redis", makers as never, "url")).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: "Redis needs no-such-a, no-such-b or no-such-c beside pantry: npm install no-such-a",
      }),
    );
  });
});

describe("Digest", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it("does not depend on the order, and on everything else", () => {
    const digests = [
      [
        ["a", "1"],
        ["b", "2"],
      ],
      [
        ["b", "2"],
        ["a", "1"],
      ],
      [
        ["a", "2"],
        ["b", "1"],
      ],
      [
        ["a1", ""],
        ["b", "2"],
      ],
      [["a", "1"]],
      [
        ["a", "1"],
        ["b", "2"],
        ["b", "2"],
      ],
    ].map((entries) => {
      const digest = new Digest();
      for (const [key = "", value = ""] of entries) digest.add(bytes(key), bytes(value));
      return digest;
    });
    const [first, second, ...others] = digests as [Digest, Digest, ...Digest[]];
    expect(first.equals(second)).toBe(true);
    expect(String(first)).toBe(String(second));
    expect(String(first)).toMatch(/^[\da-f]{64}$/);
    for (const other of others) expect(first.equals(other)).toBe(false);
    expect(new Set(digests.map(String)).size).toBe(digests.length - 1);
  });

  it("is what the help says", () => {
    const digest = new Digest();
    digest.add(bytes("key"), bytes("value"));
    // hashlib.sha256((3).to_bytes(8) + b"key" + b"value")
    expect(String(digest)).toBe("038cf63109a3e1d5dba1ce00338986757171c1b40d50cab41168b147273b8902");
  });
});

describe("batchesOf()", () => {
  const entries = [1, 2, 3, 4, 5].map((size) => [new Uint8Array(size), new Uint8Array()] as const);
  const sizes = (batches: (readonly (readonly [Uint8Array, Uint8Array])[])[]) =>
    batches.map((batch) => batch.map(([key]) => key.length));

  it("fills batches up to one of their bounds", async () => {
    expect(sizes([...batchesOf(entries, { keys: 2, bytes: 100 })])).toEqual([[1, 2], [3, 4], [5]]);
    expect(sizes([...batchesOf(entries, { keys: 9, bytes: 5 })])).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(sizes([...batchesOf([], { keys: 9, bytes: 5 })])).toEqual([]);
    const later = (async function* () {
      yield* entries;
    })();
    const batches: (readonly (readonly [Uint8Array, Uint8Array])[])[] = [];
    for await (const batch of asyncBatchesOf(later, { keys: 2, bytes: 7 })) batches.push(batch);
    expect(sizes(batches)).toEqual([[1, 2], [3, 4], [5]]);
  });
});

describe("KeyText", () => {
  const keysIn = (encoding: string) => new KeyText(new Arguments(["--keyencoding", encoding], KEYENCODING));

  it("tells keys that are none, and gives them back from JSON", () => {
    const keys = keysIn("utf-8");
    const none = Uint8Array.of(0xff);
    expect(keys.shown(none)).toBe("b'\\xff'");
    expect(keys.json(none)).toBe('{"$bytes":"/w=="}');
    expect(keys.ofJson(JSON.parse(keys.json(none)))).toEqual(none);
    expect(keys.shown(keys.parsed("a\nb"))).toBe("b'a\\nb'");
    expect(keys.ofJson("\ud800")).toBeUndefined();
    expect(keys.ofJson(1)).toBeUndefined();
  });

  it("knows the encodings that shelves have", () => {
    const keys = keysIn("iso-8859-1");
    expect(keys.parsed("é")).toEqual(Uint8Array.of(0xe9));
    expect(keys.shown(Uint8Array.of(0xe9))).toBe("é");
    expect(keys.json(Uint8Array.of(0xe9))).toBe('"é"');
    for (const work of [() => keys.parsed("€"), () => keysIn("ascii").parsed("é"), () => keysIn("utf-16")])
      expect(work).toThrow(expect.objectContaining({ exitCode: 64 }));
  });
});
