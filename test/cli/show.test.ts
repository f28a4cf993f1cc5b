import { writeFileSync } from "node:fs";
import path from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dumps } from "../../src/pickle/index.ts";
import { Global } from "../../src/python/index.ts";
import { fixture, fixtureBytes, pantry, temporaryFile, temporaryFolder } from "./pantry.ts";

const NESTED = `  protocol 4, 96 bytes: dict, 3 keys
dict, 3 keys
├─ 'list': list, 2 items …
├─ 'tuple': tuple, 2 items …
└─ 'both': list, 1 item …
`;

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

describe("pantry show", () => {
  it("draws a tree below a line about the pickle", async () => {
    const file = fixture("3.13/nested.4");
    const { status, stdout, stderr } = await pantry(["show", file, "--depth", "1"]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${file}${NESTED}`, stderr: "" });
  });

  it("draws no more levels, branches and columns than asked for", async () => {
    const file = temporaryFile("lists.pkl", dumps([[1, [2, [3]]], "a", "b", "x".repeat(200)]));
    const { stdout } = await pantry(["show", file, "--depth", "1", "--items", "2", "--width", "40"]);
    expect(stdout.split("\n").slice(1)).toEqual([
      "list, 4 items",
      "├─ 0: list, 2 items …",
      "├─ 1: 'a'",
      "└─ … 2 more",
      "",
    ]);
    const { stdout: narrow } = await pantry(["show", file, "--width", "40"]);
    const last = narrow.trimEnd().split("\n").at(-1) ?? "";
    expect(last).toMatch(/^└─ 3: 'x+'… 200 characters$/);
    expect(last.length).toBeLessThanOrEqual(40);
    expect((await pantry(["show", file, "--depth", "0"])).stdout).toMatch(/\nlist, 4 items …\n$/);
  });

  it("reads the standard input", async () => {
    const { status, stdout } = await pantry(["show", "-", "--depth", "1"], {
      stdin: fixtureBytes("3.13/nested.4"),
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `standard input${NESTED}` });
  });

  it("numbers several pickles in a file, and tells where each begins", async () => {
    const { status, stdout } = await pantry(["show", fixture("3.13/several.4")]);
    expect(status).toBe(0);
    expect(
      stdout.replaceAll(fixture("3.13/several.4"), "FILE"),
    ).toBe(`FILE, pickle 1  protocol 4, 30 bytes: list, 2 items
list, 2 items
├─ 0: &1 list ['shared']
└─ 1: *1 the same list

FILE, pickle 2  protocol 4, 21 bytes at 30: str
'second'

FILE, pickle 3  protocol 4, 25 bytes at 51: dict, 1 key
dict {'third': 3}
`);
  });

  it("reads several files", async () => {
    const files = [fixture("3.13/int-alone.0"), fixture("3.13/several.2")];
    const { status, stdout } = await pantry(["show", "--json", ...files]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '7\n[{"$id":1,"$value":["shared"]},{"$ref":1}]\n"second"\n{"third":3}\n',
    });
  });

  it("goes on with the next file after one that is not there, and says so in the end", async () => {
    const missing = path.join(temporaryFolder(), "missing.pkl");
    const { status, stdout, stderr } = await pantry(["show", missing, fixture("3.13/int-alone.4"), "--repr"]);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "7\n",
      stderr: `pantry: ${missing}: no such file or directory\n`,
    });
  });

  it("tells that a folder is no file", async () => {
    const folder = temporaryFolder();
    const { status, stderr } = await pantry(["show", folder]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `pantry: ${folder}: it is a directory\n` });
  });
});

describe("pantry show, of compressed pickles", () => {
  it.for([
    ["gzip", gzipSync(fixtureBytes("3.13/nested.4"))],
    ["zlib", deflateSync(fixtureBytes("3.13/nested.4"))],
    ["zlib", deflateSync(fixtureBytes("3.13/nested.4"), { level: 0 })],
  ] as const)("decompresses %s whatever the file is called", async ([format, bytes]) => {
    const file = temporaryFile("data.txt", bytes);
    const { status, stdout } = await pantry(["show", file, "--depth", "1"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${file}${NESTED.replace("  ", `  ${format}, `)}`,
    });
  });

  it("decompresses the members of one gzip file as one", async () => {
    const [one, two] = [gzipSync(dumps(1)), gzipSync(dumps(2))];
    const { stdout } = await pantry(["show", "-", "--repr"], { stdin: joined(one, two) });
    expect(stdout).toBe("1\n2\n");
  });

  it("takes a name for nothing", async () => {
    const file = temporaryFile("plain.gz", fixtureBytes("3.13/int-alone.4"));
    expect((await pantry(["show", file, "--repr"])).stdout).toBe("7\n");
  });

  it("stops a bomb", async () => {
    const file = temporaryFile("bomb.pkl", gzipSync(new Uint8Array(50_000_000)));
    const { status, stdout, stderr } = await pantry(["show", file, "--max-bytes", "1000000"]);
    const message = `pantry: ${file}: more than 1000000 bytes, which --max-bytes can raise\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: message });
  });

  it("stops reading plain bytes at the same limit", async () => {
    const args = ["show", "-", "--repr", "--max-bytes"];
    const stdin = fixtureBytes("3.13/int-alone.4");
    expect((await pantry([...args, String(stdin.length)], { stdin })).stdout).toBe("7\n");
    expect((await pantry([...args, String(stdin.length - 1)], { stdin })).status).toBe(2);
  });

  it("tells that compressed data is cut short", async () => {
    const { status, stderr } = await pantry(["show", "-"], {
      stdin: gzipSync(fixtureBytes("3.13/nested.4")).subarray(0, 40),
    });
    const message = "pantry: standard input: Cannot decompress gzip: unexpected end of file\n";
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
  });

  it("tells what else a file is", async () => {
    const { status, stderr } = await pantry(["show", "-"], { stdin: ascii("PK\x03\x04...") });
    const message = "pantry: standard input: it is a zip archive, no pickle: unpack it first\n";
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
  });
});

describe("pantry show, of what is no good pickle", () => {
  it("tells in one line where it is wrong", async () => {
    const file = temporaryFile("cut.pkl", ascii("\x80\x02X\x09\x00\x00\x00four"));
    const { status, stdout, stderr } = await pantry(["show", file]);
    const message = `pantry: ${file}: Cannot read BINUNICODE at byte 2: 9 bytes expected, 4 left\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: message });
  });

  it("shows the pickles before a broken one, and counts its offset from the beginning of the file", async () => {
    const file = temporaryFile(
      "two.pkl",
      joined(fixtureBytes("3.13/int-alone.4"), ascii("\x80\x02X\x09\x00")),
    );
    const { status, stdout, stderr } = await pantry(["show", file]);
    expect(status).toBe(2);
    expect(stdout).toBe(`${file}, pickle 1  protocol 4, 5 bytes: int\n7\n`);
    expect(stderr).toMatch(/: Cannot read BINUNICODE at byte 7: [^\n]+\n$/);
  });

  it.for(["", "--json", "--repr"])("tells that a file is empty (%s)", async (form) => {
    const file = temporaryFile("empty.pkl", "");
    const { status, stdout, stderr } = await pantry(["show", file, ...(form ? [form] : [])]);
    const message = `pantry: ${file}: it is empty, so there is no pickle in it\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: message });
  });

  it("tells that buffers are kept elsewhere", async () => {
    const { status, stderr } = await pantry(["show", fixture("3.13/buffers-out-of-band.5")]);
    expect(status).toBe(2);
    expect(stderr).toContain("an out-of-band buffer expected, which is kept outside of this file\n");
  });
});

describe("pantry show --json", () => {
  const pickle = dumps({ n: 1.5, list: [1, null] });

  it("prints tagged JSON, natural or exact", async () => {
    const stdin = ascii("\x80\x02(K\x01G\x3f\xf0\x00\x00\x00\x00\x00\x00t.");
    expect((await pantry(["show", "-", "--json"], { stdin })).stdout).toBe('{"$tuple":[1,1]}\n');
    const exact = await pantry(["show", "-", "--json", "--exact"], { stdin });
    expect(exact.stdout).toBe('{"$tuple":[1,{"$float":"1.0"}]}\n');
  });

  it("prints what JSON.parse takes, a line for each pickle", async () => {
    const { stdout } = await pantry(["show", "-", "--json"], { stdin: joined(pickle, pickle) });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { n: 1.5, list: [1, null] },
      { n: 1.5, list: [1, null] },
    ]);
  });
});

describe("pantry show --repr", () => {
  it("prints what Python would, floats as floats", async () => {
    const stdin = ascii("\x80\x02(K\x01G\x3f\xf0\x00\x00\x00\x00\x00\x00X\x01\x00\x00\x00at.");
    expect((await pantry(["show", "-", "--repr"], { stdin })).stdout).toBe("(1, 1.0, 'a')\n");
  });

  it("tells when that would have no end", async () => {
    let list: unknown[] = [];
    for (let i = 0; i < 60; i += 1) list = [list, list];
    const { status, stdout, stderr } = await pantry(["show", "-", "--repr"], { stdin: dumps(list) });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      "pantry: standard input: Cannot show it: its repr has more than 33,554,432 characters, use --json\n",
    );
  });
});

describe("pantry show, of the str of Python 2", () => {
  const stdin = ascii("\x80\x02U\x04caf\xe9.");

  it("shows its bytes in the tree, and text where it is ASCII", async () => {
    const { stdout } = await pantry(["show", "-"], { stdin: joined(stdin, ascii("\x80\x02U\x02ok.")) });
    expect(stdout).toContain("\nb'caf\\xe9' (Python 2 str, --encoding decodes it)\n");
    expect(stdout).toMatch(/\n'ok'\n$/);
  });

  it("keeps it apart with --exact", async () => {
    const { stdout } = await pantry(["show", "-", "--exact"], { stdin: ascii("\x80\x02U\x02ok.") });
    expect(stdout).toMatch(/\nb'ok' \(Python 2 str\)\n$/);
  });

  it("decodes it with --encoding", async () => {
    expect((await pantry(["show", "-", "--encoding", "latin1"], { stdin })).stdout).toMatch(/\n'café'\n$/);
    expect((await pantry(["show", "-", "--json", "--encoding", "latin1"], { stdin })).stdout).toBe(
      '"café"\n',
    );
    expect((await pantry(["show", "-", "--repr", "--encoding", "bytes"], { stdin })).stdout).toBe(
      "b'caf\\xe9'\n",
    );
  });

  it.for(["--json", "--repr"])("tells which option it needs (%s)", async (form) => {
    const { status, stdout, stderr } = await pantry(["show", "-", form], { stdin });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/a Python 2 str that is not ASCII: use --encoding latin1, utf-8 or bytes\n$/);
  });
});

describe("pantry show, of data that means harm", () => {
  const ESCAPES = "\u001b[2J\u009b31m\u202e\u2066\u200b\u0007\r\n\u2028";
  const DEPTH = 300_000;
  const DEEP = ascii(`\x80\x02${"]".repeat(DEPTH)}${"a".repeat(DEPTH - 1)}.`);
  const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;

  it.for(["--depth=8", "--exact", "--json", "--repr"])(
    "sends a terminal nothing to obey (%s)",
    async (form) => {
      const value = {
        [ESCAPES]: ESCAPES,
        name: new Global(`m${ESCAPES}`, `n${ESCAPES}`),
        bytes: ascii("\x1b[2J"),
      };
      const folder = temporaryFolder();
      const file = path.join(folder, process.platform === "win32" ? "file" : "\u001b[2J\u202efile");
      writeFileSync(file, joined(dumps(value), ascii("cos\x1b[2J\u0085\nsystem\n")));
      const { status, stdout, stderr } = await pantry(["show", file, form]);
      expect(status).toBe(2);
      expect(stdout.length).toBeGreaterThan(50);
      for (const line of `${stdout}${stderr}`.trimEnd().split("\n")) expect(line).not.toMatch(UNSAFE);
      expect(stderr.split("\n")).toHaveLength(2);
    },
  );

  it("draws nesting of any depth as far as asked", async () => {
    const { status, stdout } = await pantry(["show", "-", "--depth", "1000"], { stdin: DEEP });
    expect(status).toBe(0);
    expect(stdout.split("\n")).toHaveLength(1003);
  });

  it.for(["--json", "--repr"])("writes nesting of any depth (%s)", async (form) => {
    const { status, stdout, stderr } = await pantry(["show", "-", form], { stdin: DEEP });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout === `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}\n`).toBe(true);
  });

  it("draws shared values once", async () => {
    let list: unknown[] = [];
    for (let i = 0; i < 100; i += 1) list = [list, list];
    const { status, stdout } = await pantry(["show", "-", "--depth", "1000"], { stdin: dumps(list) });
    expect(status).toBe(0);
    expect(stdout.split("\n")).toHaveLength(203);
  });
});
