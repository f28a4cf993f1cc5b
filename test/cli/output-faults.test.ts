import fs, {
  chmodSync,
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { dumps } from "pantry/pickle";
import { open as openShelf } from "pantry/shelve";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Failure } from "../../src/cli/failure.ts";
import { writeFile, writeFileInTime } from "../../src/cli/safe-file.ts";
import { smallDisk } from "../files/small-disk.ts";
import { openFiles } from "../leaks/samples.ts";
import { pantry, start, temporaryFile, temporaryFolder } from "./pantry.ts";

const CHUNKS = ["half ", "and half"];
const CALLS = ["openSync", "writeSync", "fsyncSync", "closeSync", "renameSync"] as const;

afterEach(() => vi.restoreAllMocks());

/** A file that is to be replaced, alone in its folder. */
function before(): string {
  const file = path.join(temporaryFolder(), "out");
  writeFileSync(file, "before");
  return file;
}

/** Lets the so many-th call of a function of the system fail, once. */
function failOnce(name: (typeof CALLS)[number], time: number, code: string): void {
  const real = fs[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  vi.spyOn(fs, name as "openSync").mockImplementation((...args: unknown[]) => {
    if (++calls !== time) return real(...args) as number;
    // A file is closed, though that tells of an error.
    if (name === "closeSync") real(...args);
    throw Object.assign(new Error(`${code}: on purpose`), { code });
  });
}

describe("an output of the command, where a call of the system fails", () => {
  it.for(CALLS.flatMap((name) => ["ENOSPC", "EIO"].map((code) => [name, code] as const)))(
    "is as before, with nothing beside it and nothing left open: %s, %s",
    async ([name, code]) => {
      const wanted = code === "ENOSPC" ? "no space left on the device" : "EIO: on purpose";
      for (const time of [1, 2]) {
        for (const write of [
          async (file: string) => writeFile(file, CHUNKS),
          (file: string) => writeFileInTime(file, inTime(CHUNKS)),
        ]) {
          const file = before();
          const descriptors = openFiles();
          failOnce(name, time, code);
          const error = await write(file).catch((thrown: unknown) => thrown);
          vi.restoreAllMocks();
          // The folder is opened and closed last: the new name is there, though perhaps not on the disk yet.
          const isFolder = time === 2 && /open|close|fsync/.test(name);
          const isNever = time === 2 && name === "renameSync";
          expect(readFileSync(file, "utf8")).toBe(isFolder || isNever ? CHUNKS.join("") : "before");
          if (!isFolder && !isNever) {
            expect(error).toBeInstanceOf(Failure);
            expect((error as Failure).message).toBe(`${file}: Cannot write: ${wanted}`);
          }
          expect(readdirSync(path.dirname(file))).toEqual(["out"]);
          expect(openFiles()).toBe(descriptors);
        }
      }
    },
  );
});

async function* inTime(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

describe("two that write one output at the same time", () => {
  it("each write it whole: the later one stays", async () => {
    const file = before();
    await Promise.all(["a", "b"].map((letter) => writeFileInTime(file, inTime(Array(50).fill(letter)))));
    expect(readFileSync(file, "utf8")).toMatch(/^(?:a{50}|b{50})$/);
    expect(readdirSync(path.dirname(file))).toEqual(["out"]);
  });
});

/** Kills the process before the so many-th of the calls that change something. */
const KILLED = (time: number) => `
  const fs = process.getBuiltinModule("node:fs");
  let calls = 0;
  for (const name of ["writeSync", "fsyncSync", "renameSync"]) {
    const real = fs[name];
    fs[name] = (...args) => {
      if (name !== "writeSync" || args[0] > 2) if (++calls === ${time}) process.kill(process.pid, "SIGKILL");
      return real(...args);
    };
  }`;

describe.skipIf(process.platform === "win32")("a command that is killed as it writes its output", () => {
  it("leaves the old file or the new one, and at most a file beside it whose name ends with .tmp", async () => {
    const pickle = temporaryFile("in.pkl", dumps([1, 2]));
    const seen: string[] = [];
    for (let time = 1; ; time += 1) {
      const file = before();
      const child = start(["convert", pickle, "--to", "json", "-o", file], { preload: KILLED(time) });
      const status = await new Promise((resolve) =>
        child.on("close", (code, signal) => resolve(signal ?? code)),
      );
      seen.push(readFileSync(file, "utf8"));
      const beside = readdirSync(path.dirname(file)).filter((name) => name !== "out");
      expect(beside.length).toBeLessThanOrEqual(1);
      for (const name of beside) expect(name).toMatch(/^\.out\..*\.tmp$/);
      if (status !== "SIGKILL") break;
    }
    expect(new Set(seen)).toEqual(new Set(["before", "[1,2]\n"]));
    expect(seen.length).toBeGreaterThan(3);
  });
});

/** Every command that writes a file of one's own choice. */
function outputs(file: string): string[][] {
  const pickle = temporaryFile("in.pkl", dumps(Array.from({ length: 5000 }, (_, i) => `item ${i}`)));
  const shelf = path.join(temporaryFolder(), "shelf");
  {
    using made = openShelf(shelf, { flag: "n", format: "gnu" });
    made.set(
      "key",
      Array.from({ length: 5000 }, (_, i) => `item ${i}`),
    );
  }
  return [
    ["convert", pickle, "--to", "json", "-o", file],
    ["optimize", pickle, "-o", file],
    ["dis", pickle, "-o", file],
    ["dbm", "dump", "-o", file, shelf],
    ["shelf", "export", "-o", file, shelf],
  ];
}

const disk = smallDisk("64k");
const skipped = disk ? "" : ", which cannot be mounted here";

describe.skipIf(!disk)(`a command that writes to a full disk${skipped}`, { timeout: 60_000 }, () => {
  it("says so, and leaves the file that was there", async () => {
    const file = path.join(disk ?? "", "out");
    for (const args of outputs(file)) {
      writeFileSync(file, "before");
      fill(path.join(disk ?? "", "ballast"));
      const { status, stdout, stderr } = await pantry(args);
      expect([args[0], status, stdout, stderr]).toEqual([
        args[0],
        2,
        "",
        `pantry: ${file}: Cannot write: no space left on the device\n`,
      ]);
      expect(readFileSync(file, "utf8")).toBe("before");
      expect(readdirSync(disk ?? "").sort()).toEqual(["ballast", "out"]);
    }
  });
});

/** Takes all of the space that is left. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  onTestFinished(() => rmSync(file, { force: true }));
  try {
    for (;;) writeSync(descriptor, new Uint8Array(4096));
  } catch {
    closeSync(descriptor);
  }
}

describe.skipIf(process.getuid === undefined)("a command that may not write where it should", () => {
  it("says so, and leaves the file that was there", { timeout: 60_000 }, async () => {
    const file = before();
    chmodSync(path.dirname(file), 0o555);
    onTestFinished(() => chmodSync(path.dirname(file), 0o755));
    // Root may write everywhere.
    const preload = "if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }";
    const pickle = path.join(os.tmpdir(), `pantry-readable-${process.pid}.pkl`);
    writeFileSync(pickle, dumps([1]), { mode: 0o644 });
    onTestFinished(() => rmSync(pickle));
    const { status, stderr } = await pantry(["optimize", pickle, "-o", file], {
      preload,
      env: { NODE_COMPILE_CACHE: "" },
    });
    expect([status, stderr]).toEqual([2, `pantry: ${file}: Cannot write: permission denied\n`]);
    expect(readFileSync(file, "utf8")).toBe("before");
    expect(readdirSync(path.dirname(file))).toEqual(["out"]);
  });
});
