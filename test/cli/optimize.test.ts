import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findPythons } from "../oracle/oracle.ts";
import { fixture, fixtureBytes, pantry, temporaryFile, temporaryFolder } from "./pantry.ts";

const python = findPythons().find(({ short }) => short === "3.13");
const OPTIMIZE =
  "import pickletools, sys; sys.stdout.buffer.write(pickletools.optimize(sys.stdin.buffer.read()))";

describe("pantry optimize", () => {
  it.skipIf(!python).for([0, 1, 2, 3, 4, 5])(
    `writes the bytes that Python does, protocol %s${python ? "" : " (skipped: there is no Python 3.13 here)"}`,
    async (protocol) => {
      const bytes = fixtureBytes(`3.13/nested.${protocol}`);
      const { stdout: expected } = spawnSync(python?.path ?? "", ["-c", OPTIMIZE], { input: bytes });
      const answer = await pantry(["optimize", "-"], { stdin: bytes });
      expect(answer).toMatchObject({ status: 0, stderr: "" });
      expect(answer.bytes).toEqual(expected);
      expect(answer.bytes.length).toBeLessThan(bytes.length);
    },
  );

  it("optimizes each of several pickles, and what was compressed", async () => {
    const one = fixtureBytes("3.13/nested.2");
    const { bytes: expected } = await pantry(["optimize", fixture("3.13/nested.2")]);
    const two = temporaryFile("two.pkl.gz", gzipSync(Buffer.concat([one, one])));
    expect((await pantry(["optimize", two])).bytes).toEqual(Buffer.concat([expected, expected]));
  });

  it("replaces the very file that it reads", async () => {
    const own = temporaryFile("own.pkl", fixtureBytes("3.13/nested.4"));
    expect(await pantry(["optimize", own, "-o", own])).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const { bytes } = await pantry(["optimize", fixture("3.13/nested.4")]);
    expect(readFileSync(own)).toEqual(bytes);
  });

  it.for([
    ["is cut short", "I1\n.(lp0\n"],
    ["reads what was never stored", "g0\n."],
    ["has other bytes behind it", "I1\n.\xff"],
  ])("leaves the output as it was when a pickle %s", async ([, text = ""]) => {
    const folder = temporaryFolder();
    const output = path.join(folder, "out.pkl");
    writeFileSync(output, "before");
    const bad = temporaryFile("bad.pkl", Buffer.from(text, "latin1"));
    const { status, stdout, stderr } = await pantry(["optimize", bad, "-o", output]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^pantry: .*bad\.pkl: Cannot read [^\n]+ at byte \d: [^\n]+\n$/);
    expect(readFileSync(output, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.pkl"]);
  });

  it("tells the offset in the file, not in the pickle", async () => {
    const { stderr } = await pantry(["optimize", temporaryFile("bad.pkl", "I1\n.g7\n.")]);
    expect(stderr).toContain("at byte 4: ");
  });

  it("prints no pickle on a terminal", async () => {
    const terminal = { preload: "process.stdout.isTTY = true" };
    const { status, stdout, stderr } = await pantry(["optimize", fixture("3.13/nested.4")], terminal);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain("a pickle is nothing for a terminal");
  });
});
