import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { dumps } from "../../src/pickle/index.ts";
import { findPythons, inventory, Oracle } from "../oracle/oracle.ts";
import { fixture, fixtureBytes, pantry, temporaryFile, temporaryFolder } from "./pantry.ts";

const python = findPythons().findLast(({ protocol }) => protocol === 5);
const oracle = python && new Oracle(python);

afterAll(() => oracle?.close());

describe("pantry convert --to pickle", () => {
  it.skipIf(!oracle).for([0, 1, 2, 3, 4, 5])(
    `writes protocol %s that means the same in Python (${inventory(findPythons())})`,
    async (protocol) => {
      const names = [
        "nested.4",
        "records.0",
        "object-many.2",
        "cycle-objects.5",
        "datetime-zones.3",
        "shared-others.5",
      ];
      const pairs = names.map(async (name) => {
        const file = fixture(`3.13/${name}`);
        const { status, bytes } = await pantry([
          "convert",
          file,
          "--to",
          "pickle",
          "--protocol",
          String(protocol),
        ]);
        expect(status).toBe(0);
        if (protocol >= 2) expect([...bytes.subarray(0, 2)]).toEqual([0x80, protocol]);
        return [fixtureBytes(`3.13/${name}`), bytes] as const;
      });
      expect(await oracle?.compare(await Promise.all(pairs))).toEqual(names.map(() => null));
    },
  );

  it("writes the highest protocol by default, and what was compressed as it is", async () => {
    const file = temporaryFile("a.pkl", gzipSync(fixtureBytes("3.13/nested.2")));
    const { bytes } = await pantry(["convert", file, "--to", "pickle"]);
    expect(new Uint8Array(bytes)).toEqual(fixtureBytes("3.13/nested.5"));
  });

  it("converts each of several pickles", async () => {
    const { bytes } = await pantry([
      "convert",
      fixture("3.13/several.0"),
      "--to",
      "pickle",
      "--protocol",
      "4",
    ]);
    expect(new Uint8Array(bytes)).toEqual(fixtureBytes("3.13/several.4"));
  });

  it("keeps Python 2's str apart from unicode, unless it is told an encoding", async () => {
    const stdin = Uint8Array.from("\x80\x02U\x04caf\xe9.", (character) => character.charCodeAt(0));
    const kept = await pantry(["convert", "-", "--to", "pickle", "--protocol", "2"], { stdin });
    expect(kept.bytes.includes(Buffer.from("U\x04caf\xe9", "latin1"))).toBe(true);
    const decoded = await pantry(["convert", "-", "--to", "pickle", "--encoding", "latin1"], { stdin });
    expect(decoded.bytes.includes(Buffer.from("\x8c\x05caf\xc3\xa9", "latin1"))).toBe(true);
  });

  it("prints no pickle on a terminal", async () => {
    const file = fixture("3.13/nested.4");
    const terminal = { preload: "process.stdout.isTTY = true" };
    const refused = await pantry(["convert", file, "--to", "pickle"], terminal);
    expect(refused).toMatchObject({
      status: 64,
      stdout: "",
      stderr:
        "pantry: a pickle is nothing for a terminal: name a file with --output (see pantry convert --help)\n",
    });
    expect((await pantry(["convert", file, "--to", "json"], terminal)).status).toBe(0);
    const output = path.join(temporaryFolder(), "out.pkl");
    expect((await pantry(["convert", file, "--to", "pickle", "-o", output], terminal)).status).toBe(0);
  });
});

describe("pantry convert --to json", () => {
  it("keeps every distinction, on a line for each pickle", async () => {
    const stdin = Buffer.concat([dumps([1, 1.5]), dumps(new Map([[1, "one"]]))]);
    const { status, stdout } = await pantry(["convert", "-", "--to", "json"], { stdin });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '[1,1.5]\n{"$dict":[[1,"one"]]}\n' });
  });
});

describe("pantry convert --output", () => {
  const file = fixture("3.13/nested.4");

  it("writes a file, and nothing else", async () => {
    const folder = temporaryFolder();
    const output = path.join(folder, "out of order.pkl");
    const answer = await pantry(["convert", file, "--to", "pickle", "--output", output]);
    expect(answer).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(new Uint8Array(readFileSync(output))).toEqual(fixtureBytes("3.13/nested.5"));
    expect(readdirSync(folder)).toEqual(["out of order.pkl"]);
  });

  it("replaces the very file that it reads", async () => {
    const own = temporaryFile("own.pkl", fixtureBytes("3.13/nested.0"));
    expect((await pantry(["convert", own, "--to", "pickle", "-o", own])).status).toBe(0);
    expect(new Uint8Array(readFileSync(own))).toEqual(fixtureBytes("3.13/nested.5"));
  });

  it.skipIf(process.platform === "win32")(
    "keeps the permissions of a file, and follows a link to it",
    async () => {
      const folder = temporaryFolder();
      const output = path.join(folder, "out.json");
      writeFileSync(output, "before", { mode: 0o600 });
      symlinkSync("out.json", path.join(folder, "link"));
      expect((await pantry(["convert", file, "--to", "json", "-o", path.join(folder, "link")])).status).toBe(
        0,
      );
      expect(readFileSync(output, "utf8")).toMatch(/^\{"list"/);
      expect(statSync(output).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).sort()).toEqual(["link", "out.json"]);
    },
  );

  it("leaves the file as it was when a pickle cannot be read to its end", async () => {
    const folder = temporaryFolder();
    const output = path.join(folder, "out.json");
    writeFileSync(output, "before");
    const bad = temporaryFile("bad.pkl", Buffer.concat([dumps("good"), Buffer.from("\x80\x04X", "latin1")]));
    const { status, stdout, stderr } = await pantry(["convert", bad, "--to", "json", "-o", output]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^pantry: .*bad\.pkl: Cannot read BINUNICODE at byte \d+: [^\n]+\n$/);
    expect(readFileSync(output, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  it("tells where it cannot write", async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "sub"));
    writeFileSync(path.join(folder, "file"), "");
    const cases: [string, string][] = [
      ["none/out.json", "no such file or directory"],
      ["sub", "it is a directory"],
      [
        "file/out.json",
        process.platform === "win32" ? "no such file or directory" : "a part of the path is no directory",
      ],
    ];
    for (const [name, reason] of cases) {
      const output = path.join(folder, name);
      const { status, stderr } = await pantry(["convert", file, "--to", "json", "-o", output]);
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: `pantry: ${output}: Cannot write: ${reason}\n`,
      });
    }
    expect(readdirSync(folder).sort()).toEqual(["file", "sub"]);
  });

  it.skipIf(process.platform === "win32")("writes into a pipe and does not replace it", async () => {
    const pipe = path.join(temporaryFolder(), "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(end));
    expect((await pantry(["convert", file, "--to", "json", "-o", pipe])).status).toBe(0);
    expect(statSync(pipe).isFIFO()).toBe(true);
    const bytes = Buffer.alloc(1000);
    expect(bytes.toString("utf8", 0, readSync(end, bytes))).toMatch(/^\{"list".*\}\n$/);
  });
});
