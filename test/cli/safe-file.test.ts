import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { writeFile, writeFileInTime } from "../../src/cli/safe-file.ts";
import { temporaryFolder } from "./pantry.ts";

type Chunks = Iterable<string | Uint8Array>;

/** The same chunks, each a little later. */
async function* later(chunks: Chunks): AsyncGenerator<string | Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}

const WRITERS = {
  "writeFile()": async (path: string, chunks: Chunks) => writeFile(path, chunks),
  "writeFileInTime()": (path: string, chunks: Chunks) => writeFileInTime(path, later(chunks)),
};

describe.each(Object.entries(WRITERS))("%s", (_, write) => {
  it("shows no file that is half written", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "out");
    function* chunks(): Generator<string | Uint8Array> {
      for (let i = 0; i < 3; i += 1) {
        yield `${i}`.repeat(100_000);
        expect(readdirSync(folder)).not.toContain("out");
      }
      yield new Uint8Array([0x21]);
    }
    await write(file, chunks());
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(file, "utf8")).toBe(
      `${["0", "1", "2"].map((digit) => digit.repeat(100_000)).join("")}!`,
    );
  });

  it("leaves what was there, and nothing else, when it fails on the way", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "out");
    writeFileSync(file, "before");
    function* chunks(): Generator<string> {
      yield "half";
      throw new Error("on the way");
    }
    await expect(write(file, chunks())).rejects.toThrow("on the way");
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(file, "utf8")).toBe("before");
  });

  it("writes to a device as it is, and says where it cannot write", async () => {
    await write("/dev/null", ["gone"]);
    const folder = temporaryFolder();
    await expect(write(folder, [])).rejects.toThrow(`${folder}: Cannot write: it is a directory`);
    await expect(write(path.join(folder, "none", "out"), [])).rejects.toThrow("Cannot write");
    expect(readdirSync(folder)).toEqual([]);
  });
});
