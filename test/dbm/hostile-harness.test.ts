import { describe, expect, it } from "vitest";
import { DbmError, malformed } from "../../src/dbm/errors.ts";
import { MemoryFiles } from "../../src/files/index.ts";
import { secondsSince } from "../growth.ts";
import { type Assault, assault, type Outcome, type Step } from "./hostile-harness.ts";

const SEED = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

function assaulted(step: Step, options: Assault = {}): Outcome {
  const files = new MemoryFiles();
  files.writeFile("/a.db", SEED);
  return assault(files, [step], options);
}

const RIGHT: Step = (files, path) => {
  const file = files.open(path);
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0);
  file.close();
  const wrong = SEED.findIndex((byte, index) => bytes[index] !== byte);
  if (wrong >= 0) throw malformed("a seed", wrong, "it changed");
};

describe("assault()", () => {
  it("flips each bit, tells each lie, cuts at each byte", () => {
    const { cases, refused, done, failures } = assaulted(RIGHT);
    expect({ cases, refused, done, failures }).toEqual({
      cases: 64 + 2 * 6 + 8,
      refused: { malformed: 84 },
      done: 0,
      failures: [],
    });
    expect(assaulted(RIGHT, { bits: [[2, 4]], lies: [], truncate: 3 }).cases).toBe(16 + 3);
    expect(assaulted(RIGHT, { cases: 10 }).cases).toBe(10);
    expect(assaulted(RIGHT, { cases: 1, crafted: { "no damage": SEED } })).toMatchObject({
      cases: 2,
      done: 1,
    });
  });

  it.each<[string, Step, RegExp]>([
    ["an error that is no DbmError", () => [].at(0 as never) ?? new Array(-1), /RangeError/],
    ["an error without an offset", () => fail(new DbmError("?", "malformed")), /without an offset/],
    ["a file left open", (files, path) => files.open(path), /left open/],
    ["another file", (files) => files.open("/b.db", { create: "new" }), /not its file/],
    ["the removal of another", (files) => files.remove("/b"), /not its file/],
    ["growth", (files, path) => files.open(path, { writable: true }).truncate(2 ** 30), /1073741824 bytes/],
    ["a huge buffer", (files, path) => files.open(path).read(new Uint8Array(2 ** 21), 0), /2097152 bytes/],
    ["a trespass that was caught", (files) => caught(() => files.remove("/b")), /not its file/],
    ["calls without end", (files, path) => forever(() => files.status(path)), /without end/],
    ["a case that takes long", () => work(0.03), /seconds/],
  ])("notices %s", (_, step, message) => {
    const { failures } = assaulted(step, { cases: 1, seconds: 0.02 });
    expect(failures.join("\n")).toMatch(message);
  });

  it("lets a step write beside the file for a moment", () => {
    const step: Step = (files, path) => {
      files.open(`${path}.x.tmp`, { writable: true, create: "new" }).close();
      files.rename(`${path}.x.tmp`, path);
    };
    expect(assaulted(step, { cases: 1 }).failures).toEqual([]);
  });
});

function fail(error: Error): never {
  throw error;
}

function caught(work: () => void): void {
  try {
    work();
  } catch {}
}

function forever(work: () => void): never {
  for (;;) work();
}

function work(seconds: number): void {
  const start = process.cpuUsage();
  while (secondsSince(start) < seconds);
}
