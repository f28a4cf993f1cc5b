import { spawnSync } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dumps } from "../../src/pickle/index.ts";
import { genops } from "../../src/pickletools/index.ts";
import { findPythons } from "../oracle/oracle.ts";
import { fixture, fixtureBytes, pantry, temporaryFile, temporaryFolder } from "./pantry.ts";

const python = findPythons().find(({ short }) => short === "3.13");
const skipped = python ? "" : " (skipped: there is no Python 3.13 here)";

/** What the command of Python's own prints. Its standard input is a file, because in a pipe it knows no offsets. */
function pickletools(args: readonly string[], stdin = fixture("3.13/nested.0")): string {
  const { stdout } = spawnSync(python?.path ?? "", ["-m", "pickletools", ...args], {
    stdio: [openSync(stdin, "r"), "pipe", "pipe"],
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  return stdout.toString();
}

const files = [
  ...[0, 1, 2, 3, 4, 5].map((protocol) => fixture(`3.13/nested.${protocol}`)),
  fixture("3.13/bytes-plain.0"),
  fixture("3.13/datetime-zones.4"),
  fixture("3.13/chainmap.2"),
];

describe("pantry dis", () => {
  it.skipIf(!python).for<[string, string[]]>([
    ["one file", [fixture("3.13/nested.4")]],
    ["several files", files],
    ["annotations", ["-a", ...files]],
    ["indentation", ["-l", "0", ...files]],
    ["a wide indentation", ["--indentlevel", "9", "--annotate", ...files]],
    ["a preamble", ["-p", "{{{name}}} follows", ...files]],
    ["an empty preamble", ["--preamble", "", ...files]],
    ["only the first of several pickles", [fixture("3.13/several.4")]],
  ])(`prints what Python prints: %s${skipped}`, async ([, args]) => {
    const { status, stdout } = await pantry(["dis", ...args]);
    expect(stdout).toBe(pickletools(args));
    expect(stdout.length).toBeGreaterThan(100);
    expect(status).toBe(0);
  });

  it.skipIf(!python)(`keeps the memo from one file to the next${skipped}`, async () => {
    const first = temporaryFile("first.pkl", "(lp0\n.");
    const second = temporaryFile("second.pkl", "g0\n.");
    const kept = await pantry(["dis", "-m", first, second]);
    expect(kept).toMatchObject({ status: 0, stdout: pickletools(["-m", first, second]) });
    const { status, stdout, stderr } = await pantry(["dis", first, second]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: pickletools([first, second]) });
    expect(stderr).toBe(
      `pantry: ${second}: Cannot read GET at byte 0: memo key 0 has never been stored into\n`,
    );
  });

  it.skipIf(!python)(`reads the standard input${skipped}`, async () => {
    const args = ["-", fixture("3.13/nested.0")];
    const { stdout } = await pantry(["dis", ...args], { stdin: fixtureBytes("3.13/nested.3") });
    expect(stdout).toBe(pickletools(args, fixture("3.13/nested.3")));
    expect(stdout).toMatch(/^==> <stdin> <==\n/);
  });

  it.skipIf(!python).for([
    ["a missing STOP", "(lp0\n"],
    ["an unknown opcode", "(lp0\n\xff."],
    ["an argument cut short", "\x80\x04X\x05\0\0\0ab"],
    ["a stack that is not empty", "NN."],
    ["a MARK that is not there", "(lp0\nte."],
    ["text", "hello"],
  ])(`prints what Python does before it meets %s${skipped}`, async ([, text = ""]) => {
    const file = temporaryFile("broken.pkl", Buffer.from(text, "latin1"));
    const { status, stdout, stderr } = await pantry(["dis", file]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: pickletools([file]) });
    expect(stderr).toMatch(/^pantry: [^\n]*broken\.pkl: Cannot read [^\n]+ at byte \d+: [^\n]+\n$/);
  });

  it("goes on with the next file after one that it cannot read", async () => {
    const { status, stdout, stderr } = await pantry(["dis", "none.pkl", fixture("3.13/nested.0")]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^==> none\.pkl <==\n==> .*nested\.0\.pickle <==\n {4}0: \(/);
    expect(stderr).toBe("pantry: none.pkl: no such file or directory\n");
  });

  it("tells of what follows the STOP, and shows it if asked", async () => {
    const file = temporaryFile("two.pkl", Buffer.from("I1\n.I2\n."));
    const first = await pantry(["dis", file]);
    expect(first).toMatchObject({
      status: 0,
      stderr: `pantry: ${file}: 4 bytes after the STOP, which --all shows\n`,
    });
    const all = await pantry(["dis", "--all", file]);
    expect(all).toMatchObject({ status: 0, stderr: "" });
    expect(all.stdout).toBe(`${first.stdout}    4: I    INT        2
    7: .    STOP
highest protocol among opcodes = 0
`);
  });

  it("decompresses", async () => {
    const file = temporaryFile("a.pkl.gz", gzipSync(fixtureBytes("3.13/nested.2")));
    const { stdout } = await pantry(["dis", fixture("3.13/nested.2")]);
    expect((await pantry(["dis", file])).stdout).toBe(stdout);
  });

  it("prints nothing that a terminal would obey", async () => {
    const text = "\u001b[2J\u202e\u2028\u{e0041}\u0007";
    const folder = temporaryFolder();
    const file = path.join(folder, "a.pkl");
    const stdin = Buffer.concat([
      dumps([text, new TextEncoder().encode(text)]).subarray(0, -1),
      Buffer.from(`cos\u001b[2J\u202e\nx\n0P\u001b]0;x\u0007\n0U\u0002\u001b\u009bS'\u001b\\x1b'\n.`),
    ]);
    const { stdout, stderr } = await pantry(["dis", "-", `${file}\u001b[2J`, "-p", "\u001b[2J{name}"], {
      stdin,
    });
    expect(`${stdout}${stderr}`.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(stdout).toContain("\\x1b[2J\\u202e\\u2028");
  });
});

describe("pantry dis --output", () => {
  it("writes a file, also of what breaks", async () => {
    const good = fixture("3.13/nested.4");
    const bad = temporaryFile("bad.pkl", "I1\n");
    const output = path.join(temporaryFolder(), "out.txt");
    const { stdout: expected } = await pantry(["dis", good, bad]);
    const { status, stdout, stderr } = await pantry(["dis", good, bad, "-o", output]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^pantry: .*bad\.pkl: Cannot read an opcode at byte 3: [^\n]+\n$/);
    expect(readFileSync(output, "utf8")).toBe(expected);
  });
});

describe("pantry dis --json", () => {
  it("writes each opcode with its argument", async () => {
    const stdin = Buffer.concat([dumps([2n ** 70n, "é", Uint8Array.of(255), -0.5]), dumps(null)]);
    const { status, stdout } = await pantry(["dis", "--json", "-"], { stdin });
    expect(status).toBe(0);
    const opcodes = JSON.parse(stdout);
    expect(opcodes.map(({ opcode }: { opcode: string }) => opcode)).toEqual(
      Array.from(genops(stdin), ({ opcode }) => opcode.name),
    );
    expect(opcodes[0]).toEqual({ offset: 0, length: 2, opcode: "PROTO", code: "\x80", arg: 5 });
    const args = opcodes.filter((one: { opcode: string }) => /LONG1|UNI|BYTES|FLOAT/.test(one.opcode));
    expect(args.map(({ arg }: { arg: unknown }) => arg)).toEqual([
      { $int: String(2n ** 70n) },
      "é",
      { $bytes: "/w==" },
      -0.5,
    ]);
    expect(opcodes.at(-1)).toEqual({ offset: expect.any(Number), length: 1, opcode: "STOP", code: "." });
  });

  it("writes an array for each file, complete also where the file breaks", async () => {
    const bad = temporaryFile("bad.pkl", "I1\n");
    const empty = temporaryFile("text.pkl", "\xff");
    const two = temporaryFile("two.pkl", "N.N.");
    const { status, stdout } = await pantry(["dis", "--json", "--all", bad, empty, two]);
    expect(status).toBe(2);
    const [first, second, third] = stdout.trimEnd().split(/(?<=\])\n/);
    expect(JSON.parse(first ?? "")).toEqual([{ offset: 0, length: 3, opcode: "INT", code: "I", arg: 1 }]);
    expect(second).toBe("[]");
    expect(JSON.parse(third ?? "")).toHaveLength(4);
  });
});
