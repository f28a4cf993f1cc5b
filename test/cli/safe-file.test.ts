import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { writeFile } from "../../src/cli/safe-file.ts";
import { temporaryFolder } from "./pantry.ts";

describe("writeFile()", () => {
  it("shows no file that is half written", () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "out");
    function* chunks(): Generator<string | Uint8Array> {
      for (let i = 0; i < 3; i += 1) {
        yield `${i}`.repeat(100_000);
        expect(readdirSync(folder)).not.toContain("out");
      }
      yield new Uint8Array([0x21]);
    }
    writeFile(file, chunks());
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(file, "utf8")).toBe(
      `${["0", "1", "2"].map((digit) => digit.repeat(100_000)).join("")}!`,
    );
  });

  it("leaves what was there, and nothing else, when it fails on the way", () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "out");
    writeFileSync(file, "before");
    function* chunks(): Generator<string> {
      yield "half";
      throw new Error("on the way");
    }
    expect(() => writeFile(file, chunks())).toThrow("on the way");
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(file, "utf8")).toBe("before");
  });
});
