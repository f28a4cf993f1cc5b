import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dumps } from "../../src/pickle/index.ts";
import { complaints } from "../pickletools/audit/sarif-shape.ts";
import { pantry, temporaryFile, temporaryFolder } from "./pantry.ts";

const SAFE = dumps({ numbers: [1, 2, 3] });
const DANGEROUS = "cos\nsystem\n(S'echo caught'\ntR.";
const UNKNOWN = "cshop\nOrder\n)\x81.";
const BROKEN = dumps({ numbers: [1, 2, 3] }, { protocol: 2 }).subarray(0, -3);

/** A folder with these files, by their paths. */
function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(
      path.join(folder, name),
      typeof content === "string" ? Buffer.from(content, "latin1") : content,
    );
  }
  return folder;
}

describe("pantry audit", () => {
  it.for<[string, number, string | Uint8Array]>([
    ["safe", 0, SAFE],
    ["dangerous", 1, DANGEROUS],
    ["unknown", 2, BROKEN],
    ["unknown", 2, "neither a pickle nor an archive"],
    ["unknown", 3, UNKNOWN],
    ["dangerous", 1, DANGEROUS.slice(0, -1)],
    ["dangerous", 1, gzipSync(DANGEROUS)],
  ])("says %s and exits %i: %#", async ([verdict, code, content]) => {
    const file = temporaryFile(
      "a.pkl",
      typeof content === "string" ? Buffer.from(content, "latin1") : content,
    );
    const { status, stdout, stderr } = await pantry(["audit", file]);
    expect({ status, stderr }).toEqual({ status: code, stderr: "" });
    expect(stdout.startsWith(`${verdict.padEnd(9)}  ${file}  `)).toBe(true);
    if (code === 0) expect(stdout.split("\n")).toHaveLength(2);
    const isCut = content === BROKEN || content === DANGEROUS.slice(0, -1);
    expect(stdout.includes("not read to its end")).toBe(isCut);
    expect(await pantry(["audit", "--quiet", file])).toMatchObject({ status: code, stdout: "", stderr: "" });
  });

  it("says why, and what the pickle does", async () => {
    const { stdout } = await pantry(["audit", "-"], { stdin: Buffer.from(DANGEROUS) });
    expect(stdout).toMatch(/^dangerous {2}standard input {2}protocol 0, 30 bytes\n/);
    expect(stdout).toMatch(/^ {2}danger {3}.*system.* \(byte \d+\)\n/m);
    expect(stdout).toMatch(/\n\n {4}import os\n {4}\w+ = os\.system\('echo caught'\)\n/);
  });

  it.for<[number, (string | Uint8Array)[]]>([
    [1, [SAFE, BROKEN, DANGEROUS, UNKNOWN]],
    [2, [UNKNOWN, BROKEN, SAFE]],
    [3, [SAFE, UNKNOWN, SAFE]],
    [0, [SAFE, SAFE]],
  ])("exits %i for the worst of several files", async ([code, contents]) => {
    const folder = folderOf(Object.fromEntries(contents.map((content, i) => [`${i}.pkl`, content])));
    const files = contents.map((_, i) => path.join(folder, `${i}.pkl`));
    const { status, stdout } = await pantry(["audit", ...files]);
    expect(status).toBe(code);
    expect(stdout).toMatch(new RegExp(`\n${contents.length} files: `));
    expect((await pantry(["audit", folder])).status).toBe(code);
  });

  it("tells of a file that it cannot read, and goes on", async () => {
    const file = temporaryFile("a.pkl", SAFE);
    const { status, stdout, stderr } = await pantry(["audit", "none.pkl", file]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "pantry: none.pkl: no such file or directory\n",
    });
    expect(stdout).toMatch(/^safe .*\n2 files: 1 not read to the end, 1 safe\n$/);
    const large = await pantry(["audit", "--max-bytes", "10", file]);
    expect(large).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `pantry: ${file}: more than 10 bytes, which --max-bytes can raise\n`,
    });
  });

  it("takes what is unknown for dangerous by the policy strict", async () => {
    const file = temporaryFile("a.pkl", Buffer.from(UNKNOWN, "latin1"));
    expect((await pantry(["audit", "--policy", "strict", file])).status).toBe(1);
  });

  it("allows and denies names", async () => {
    const file = temporaryFile("a.pkl", Buffer.from(UNKNOWN, "latin1"));
    expect((await pantry(["audit", "--allow", "x.y", "--allow", "shop.Order", file])).status).toBe(0);
    expect((await pantry(["audit", "--allow", "shop.*", "--deny", "shop.Order", file])).status).toBe(1);
  });

  it("resolves extension codes that it is told", async () => {
    const file = temporaryFile("a.pkl", Uint8Array.of(0x80, 2, 0x82, 7, 0x2e));
    expect((await pantry(["audit", file])).status).toBe(3);
    expect((await pantry(["audit", "--extension", "7=os.system", file])).status).toBe(1);
  });

  it("shows some findings and some lines, however many there are", async () => {
    const calls = Array.from({ length: 100 }, (_, i) => `cos\nsystem\n(S'echo ${"x".repeat(i * 9)}'\ntR0`);
    const file = temporaryFile("a.pkl", `${calls.join("")}N.`);
    const { stdout } = await pantry(["audit", file]);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => line.startsWith("  danger ")).length).toBe(8);
    expect(stdout).toMatch(/\n {2}… \d+ more, see --json\n\n/);
    expect(lines.length).toBeLessThan(35);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines.at(-3)).toBe("    …");
  });

  it("prints nothing that a terminal would obey", async () => {
    const bad = "\u001b[2J\u202e\u2028\u009b";
    const stdin = Buffer.from(`c${bad}\n${bad}\n(V\\u001b[2J\\u202e${bad.slice(0, 5)}\ntR.`);
    for (const form of [[], ["--json"], ["--sarif"]]) {
      const { stdout, stderr } = await pantry(["audit", "-", `none${bad}`, ...form], { stdin });
      expect(stdout).not.toBe("");
      expect(`${stdout}${stderr}`.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }
  });

  it("has colours for verdicts on a terminal", async () => {
    const folder = folderOf({ a: SAFE, b: DANGEROUS, c: UNKNOWN });
    const { stdout } = await pantry(["audit", folder], { env: { FORCE_COLOR: "1" } });
    expect(stdout).toContain("\u001b[32msafe     \u001b[39m  ");
    expect(stdout).toContain("\u001b[31mdangerous\u001b[39m  ");
    expect(stdout).toContain("\u001b[33munknown  \u001b[39m  ");
  });
});

describe("pantry audit of a folder", () => {
  it("looks into all that is in it, in order", async () => {
    const folder = folderOf({ "b/2.txt": SAFE, "b/.hidden": SAFE, "c.pkl": SAFE, "a/b/c/1": SAFE });
    const { status, stdout } = await pantry(["audit", folder]);
    expect(status).toBe(0);
    const names = ["a/b/c/1", "b/.hidden", "b/2.txt", "c.pkl"].map((name) => path.join(folder, name));
    expect(stdout.match(/(?<=^safe {7}).*?(?= {2})/gm)).toEqual(names);
    expect(stdout).toMatch(/\n4 files: 4 safe\n$/);
  });

  it("only counts what is no pickle, which has a verdict by its own name", async () => {
    const folder = folderOf({ "README.md": "# A model\n\nText.\n", "a.pkl": SAFE });
    const { status, stdout } = await pantry(["audit", folder]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^safe .*a\.pkl .*\n2 files: 1 safe, 1 no pickle\n$/),
    });
    expect((await pantry(["audit", path.join(folder, "README.md")])).status).toBe(2);
  });

  it.skipIf(process.platform === "win32")("follows no links in it, and skips what is no file", async () => {
    const outside = temporaryFile("outside.pkl", DANGEROUS);
    const folder = folderOf({ "a.pkl": SAFE });
    symlinkSync(outside, path.join(folder, "link.pkl"));
    symlinkSync(folder, path.join(folder, "loop"));
    const pipe = path.join(folder, "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    const { status, stdout, stderr } = await pantry(["audit", folder]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `pantry: ${pipe}: skipped, it is no regular file\n`,
    });
    expect(stdout).toMatch(/\n1 file: 1 safe, 2 links not followed\n$/);
    expect((await pantry(["audit", path.join(folder, "link.pkl")])).status).toBe(1);
  });

  it("cannot be without files", async () => {
    const folder = temporaryFolder();
    const { status, stderr } = await pantry(["audit", folder]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `pantry: ${folder}: there is no file in it\n` });
  });

  it("tells of folders it may not read", async () => {
    const folder = folderOf({ "a.pkl": SAFE, "b/b.pkl": SAFE });
    const preload = `const fs = process.getBuiltinModule("node:fs");
      const { readdirSync } = fs;
      fs.readdirSync = (path, options) => {
        if (path === ${JSON.stringify(path.join(folder, "b"))}) throw Object.assign(new Error(), { code: "EACCES" });
        return readdirSync(path, options);
      };`;
    const { status, stdout, stderr } = await pantry(["audit", folder], { preload });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `pantry: ${path.join(folder, "b")}: permission denied\n`,
    });
    expect(stdout).toMatch(/\n2 files: 1 not read to the end, 1 safe\n$/);
  });

  it.skipIf(process.platform !== "linux")(
    "tells of names that it cannot open by what they look like",
    async () => {
      const folder = folderOf({ "a.pkl": SAFE, "\ufffd.pkl": SAFE });
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xff), Buffer.from(".pkl")]),
        DANGEROUS,
      );
      const { status, stderr } = await pantry(["audit", folder]);
      expect({ status, lines: stderr.split("\n").length }).toEqual({ status: 2, lines: 3 });
      expect(stderr).toContain("its name is no UTF-8\n");
    },
  );

  it("tells a terminal how far it is, and leaves nothing of that", async () => {
    const folder = folderOf(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.pkl`, SAFE])));
    const preload = `process.stderr.isTTY = true; process.stderr.columns = 30;
      let now = 0; Date.now = () => (now += 1000);`;
    const { stderr } = await pantry(["audit", folder], { preload, env: { TERM: "xterm" } });
    const [before, first, ...others] = stderr.split("\r\u001b[K");
    expect(before).toBe("");
    expect(first).toMatch(/^1 of 30: .*…$/);
    expect(others.at(-1)).toBe("");
    for (const line of [first, ...others]) expect(line?.length).toBeLessThan(30);
    expect((await pantry(["audit", "--quiet", folder], { preload })).stderr).toBe("");
    expect((await pantry(["audit", folder])).stderr).toBe("");
  });
});

describe("pantry audit --json", () => {
  it("writes an object for each file", async () => {
    const folder = folderOf({ "a.pkl": DANGEROUS, "b.pkl": SAFE });
    const { status, stdout } = await pantry(["audit", "--json", folder, "none.pkl"]);
    expect(status).toBe(1);
    const entries = JSON.parse(stdout);
    expect(entries).toMatchObject([
      {
        file: path.join(folder, "a.pkl"),
        format: "pantry.inspection/1",
        status: "complete",
        verdict: "dangerous",
        root: { kind: "pickle", report: { format: "pantry.audit/1" } },
      },
      { file: path.join(folder, "b.pkl"), status: "complete", verdict: "safe", findings: [] },
      {
        file: "none.pkl",
        status: "error",
        verdict: "unknown",
        findings: [],
        error: "no such file or directory",
      },
    ]);
    expect(entries[0].findings[0]).toMatchObject({
      severity: "danger",
      offset: expect.any(Number),
      count: 1,
    });
  });
});

describe("pantry audit --sarif", () => {
  it("writes one log, with the paths from where it runs", async () => {
    const folder = folderOf({ "a b.pkl": DANGEROUS, "b.pkl": BROKEN, README: "Text." });
    const cwd = `process.chdir(${JSON.stringify(folder)})`;
    const outside = temporaryFile("c.pkl", UNKNOWN);
    const { status, stdout } = await pantry(["audit", "--sarif", ".", outside], { preload: cwd });
    expect(status).toBe(1);
    const log = JSON.parse(stdout);
    expect(complaints(log)).toEqual([]);
    const [run] = log.runs;
    const uris = run.artifacts.map(({ location }: { location: { uri: string } }) => location.uri);
    expect(uris).toEqual(["a%20b.pkl", "b.pkl", expect.stringMatching(/^file:\/\/\/.*c\.pkl$/)]);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.results[0]).toMatchObject({
      level: "error",
      locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b.pkl" } } }],
    });
  });
});
