import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dis } from "../../src/marshal/dis/index.ts";
import { Code, dumps as marshal } from "../../src/marshal/index.ts";
import { dumps, loads } from "../../src/marshal/pyc/index.ts";
import { dumps as pickle } from "../../src/pickle/index.ts";
import { Python2String, Tuple } from "../../src/python/index.ts";
import { FIXTURES, SAMPLES } from "../marshal/pyc/samples.ts";
import { type Outcome, pantry, temporaryFile } from "./pantry.ts";

/** Two functions in a module, for a Python whose every field is known. */
const INNER = new Code({
  python: "3.12",
  name: "total",
  qualname: "Shelf.total",
  filename: "shop.py",
  firstlineno: 24,
  argcount: 2,
  posonlyargcount: 1,
  kwonlyargcount: 1,
  flags: 0x7,
  varnames: new Tuple("self", "tax", "items"),
  cellvars: new Tuple("tax"),
  freevars: new Tuple("shop"),
  names: new Tuple("sum"),
  consts: new Tuple<unknown>("Adds up.", 2n, 0.5),
  code: Uint8Array.of(151, 0, 100, 1, 83, 0),
});
const MODULE = new Code({
  python: "3.12",
  name: "<module>",
  filename: "shop.py",
  consts: new Tuple<unknown>(INNER, null),
});
const TREE = `code, <module>
├─ .name: '<module>'
├─ .filename: 'shop.py'
├─ .firstlineno: 1
└─ .consts: tuple, 2 items
   ├─ 0: code, Shelf.total
   │  ├─ .name: 'total'
   │  ├─ .qualname: 'Shelf.total'
   │  ├─ .filename: 'shop.py'
   │  ├─ .firstlineno: 24
   │  ├─ .argcount: 2
   │  ├─ .posonlyargcount: 1
   │  ├─ .kwonlyargcount: 1
   │  ├─ .flags: OPTIMIZED | NEWLOCALS | VARARGS
   │  ├─ .names: tuple ('sum',)
   │  ├─ .varnames: tuple ('self', 'tax', 'items')
   │  ├─ .cellvars: tuple ('tax',)
   │  ├─ .freevars: tuple ('shop',)
   │  └─ .consts: tuple ('Adds up.', 2, 0.5)
   └─ 1: None
`;

function pyc(code: Code, mtime = 1_700_000_000): Uint8Array<ArrayBuffer> {
  return dumps({ code, mtime, size: 2021 });
}

function sample(name: string): string {
  return path.join(FIXTURES, `${name}.pyc`);
}

/** One of each Python, and one of each kind. */
const FEW = SAMPLES.filter(({ kind, python }) => kind === "timestamp" || python === "3.12");

/** What the command says of these bytes from its standard input. */
function shown(stdin: Uint8Array, ...options: string[]): Promise<Outcome> {
  return pantry(["show", "-", ...options], { stdin });
}

describe("pantry show, of a .pyc file", () => {
  it("tells what the header says, and draws the code below", async () => {
    const bytes = pyc(MODULE);
    const file = temporaryFile("no-name-of-a-pyc", bytes);
    const { status, stdout, stderr } = await pantry(["show", file]);
    const facts = `Python 3.12, magic number 3531, source of 2,021 bytes at 2023-11-14T22:13:20Z, ${bytes.length} bytes`;
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${file}  ${facts}: code, <module>\n${TREE}`,
      stderr: "",
    });
  });

  it.for(FEW.map(({ python, kind, expected }) => [python, kind, expected] as const))(
    "reads that of Python %s with a %s",
    async ([python, kind, { hash, magic, size, tree }]) => {
      const { status, stdout, stderr } = await pantry(["show", sample(`${python}/${kind}`), "--depth", "20"]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const source = python === "2.7" ? "source" : `source of ${size.toLocaleString("en")} bytes`;
      const fact =
        kind === "timestamp" ? `${source} at 2023-11-14T22:13:20Z` : `${kind.replace("-", " ")} ${hash}`;
      expect(stdout).toContain(`  Python ${python}, magic number ${magic}, ${fact}, `);
      // Each code object, its first line, and how deep it is: two levels for the constants that it is one of.
      const drawn = stdout.matchAll(
        /^([│├└─ ]*).*code, .*\n[│├└─ ]*\.name: '(.*)'\n(?:[│├└─ ]*\.\w*name: .*\n)+.*\.firstlineno: (\d+)$/gm,
      );
      const lines = Array.from(
        drawn,
        ([, start = "", name, line]) => `${"  ".repeat(start.length / 6)}${name} ${line}`,
      );
      expect(lines).toEqual(tree);
    },
  );

  it("decompresses it", async () => {
    const { status, stdout } = await shown(gzipSync(pyc(MODULE)));
    expect(status).toBe(0);
    expect(stdout).toContain("standard input  gzip, Python 3.12, ");
    expect(stdout.endsWith(TREE)).toBe(true);
  });

  it("draws no more levels than asked for", async () => {
    const { stdout } = await shown(pyc(MODULE), "--depth", "1", "--width", "40");
    expect(stdout.split("\n").slice(1)).toEqual([
      ...TREE.split("\n").slice(0, 4),
      "└─ .consts: tuple, 2 items …",
      "",
    ]);
  });

  it("draws every field with --exact", async () => {
    const { stdout } = await shown(pyc(MODULE), "--exact");
    expect(stdout).toContain("\n├─ .flags: 0x0\n├─ .names: tuple ()\n├─ .varnames: tuple ()\n");
    expect(stdout).toContain("│  │  ├─ .stacksize: 0\n│  │  ├─ .code: b'\\x97\\x00d\\x01S\\x00'\n");
  });

  it("tells what is behind the code", async () => {
    const { stdout } = await shown(Buffer.concat([pyc(MODULE), pickle("hidden")]));
    expect(stdout).toContain(` bytes, ${pickle("hidden").length} bytes behind it: code, <module>\n`);
  });

  it("does not say that --encoding decodes the str of Python 2 in code, which it does not", async () => {
    const consts = new Tuple(new Python2String(Uint8Array.of(0x63, 0xe9)));
    const code = new Code({ python: "2.7", name: "f", consts });
    const { stdout } = await shown(pyc(code), "--encoding", "latin1");
    expect(stdout).toMatch(/\n└─ \.consts: tuple \(b'c\\xe9' \(Python 2 str\),\)\n$/);
  });

  it("names flags as each Python does, and numbers what has no name", async () => {
    const drawn = async (python: string, flags: number) =>
      /\.flags: (.*)\n/.exec((await shown(pyc(new Code({ python, flags })))).stdout)?.[1];
    expect(await drawn("3.7", 0x120020)).toBe("GENERATOR | FUTURE_UNICODE_LITERALS | FUTURE_ANNOTATIONS");
    expect(await drawn("3.8", 0x1020080)).toBe("COROUTINE | FUTURE_DIVISION | FUTURE_ANNOTATIONS");
    expect(await drawn("3.14", 0x8000003)).toBe("OPTIMIZED | NEWLOCALS | METHOD");
    expect(await drawn("3.14", 0x40000200)).toBe("ASYNC_GENERATOR | 0x40000000");
  });
});

describe("pantry show --json and --repr, of a .pyc file", () => {
  it("prints the header and the code in one line of tagged JSON", async () => {
    const { status, stdout } = await shown(pyc(MODULE), "--json");
    expect(status).toBe(0);
    expect(stdout.indexOf("\n")).toBe(stdout.length - 1);
    const { header, code } = JSON.parse(stdout);
    const facts = {
      python: "3.12",
      magic: 3531,
      invalidation: "timestamp",
      mtime: 1_700_000_000,
      size: 2021,
    };
    expect(header).toEqual({ ...facts, length: 16 });
    expect(code.$code).toMatchObject({ name: "<module>", filename: "shop.py" });
    expect(code.$code.consts.$tuple[0].$code.consts).toEqual({ $tuple: ["Adds up.", 2, 0.5] });
  });

  it("says the same with --exact", async () => {
    const natural = await shown(pyc(MODULE), "--json");
    const exact = await shown(pyc(MODULE), "--json", "--exact");
    expect(exact.stdout).toBe(natural.stdout);
  });

  it("prints what Python's repr() gives, without the address", async () => {
    const { stdout } = await shown(pyc(MODULE), "--repr");
    expect(stdout).toBe('<code object <module>, file "shop.py", line 1>\n');
  });
});

describe("pantry show --dis", () => {
  it.for(FEW.map(({ python, kind }) => `${python}/${kind}`))(
    "prints nothing but the instructions of %s",
    async (name) => {
      const { status, stdout, stderr } = await pantry(["show", sample(name), "--dis"]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toBe(dis(loads(new Uint8Array(readFileSync(sample(name)))).code));
      expect(stdout).toContain("(functools)\n");
      expect(stdout).toMatch(/^Disassembly of <code object results, file "sample\.py", line 54>:$/m);
    },
  );

  it.for([
    ["a pickle", pickle([1]), "it is no .pyc file, which --dis is for"],
    ["a text", new TextEncoder().encode("hello, world"), "it is no .pyc file, which --dis is for"],
    [
      "code of a Python that is not known",
      pyc(new Code({ python: "3.4" })),
      "Cannot show it: the instructions of Python 3.4 are not known",
    ],
  ] as const)("refuses %s", async ([, bytes, reason]) => {
    const { status, stdout, stderr } = await shown(bytes, "--dis");
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: `pantry: standard input: ${reason}\n`,
    });
  });
});

describe("pantry show --marshal", () => {
  const row = Buffer.concat([marshal([1, 2.5]), marshal("second")]);

  it("reads values in a row", async () => {
    const { status, stdout } = await shown(row, "--marshal");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `standard input, value 1  marshal of Python 3.14, 19 bytes: list, 2 items
list [1, 2.5]

standard input, value 2  marshal of Python 3.14, 8 bytes at 19: str
'second'
`,
    });
    expect((await shown(row, "--marshal", "--json")).stdout).toBe('[1,2.5]\n"second"\n');
    expect((await shown(row, "--marshal", "--repr")).stdout).toBe("[1, 2.5]\n'second'\n");
  });

  it("reads them as the Python that wrote them", async () => {
    const bytes = marshal(new Code({ python: "3.7", name: "f", argcount: 1 }), { python: "3.7" });
    expect((await shown(bytes, "--marshal", "--python", "3.7.4")).stdout).toMatch(
      / {2}marshal of Python 3\.7, .*: code, f\n/,
    );
    expect((await shown(bytes, "--marshal")).status).toBe(2);
  });

  it("disassembles code, and says that other values are none", async () => {
    const { stdout } = await shown(marshal(INNER), "--marshal", "--python", "3.12", "--dis");
    expect(stdout).toBe(dis(INNER));
    const { status, stderr } = await shown(row, "--marshal", "--dis");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "pantry: standard input: Cannot show it: it is no code object\n",
    });
  });

  it("shows the values before a broken one", async () => {
    const { status, stdout, stderr } = await shown(
      Buffer.concat([row, Buffer.from("?")]),
      "--marshal",
      "--repr",
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "[1, 2.5]\n'second'\n" });
    expect(stderr).toMatch(/^pantry: standard input: Cannot read .* at byte 27: .*\n$/);
  });
});

describe("pantry, of a .pyc file that is no good", () => {
  const good = pyc(MODULE);

  function spoilt(at: number, ...bytes: number[]): Uint8Array {
    const copy = Uint8Array.from(good);
    copy.set(bytes, at);
    return copy;
  }

  it.for([
    [
      "ends within the header",
      good.subarray(0, 10),
      /^Cannot read the header at byte 0: 16 bytes expected, 10 left$/,
    ],
    [
      "ends within the code",
      good.subarray(0, -9),
      /^Cannot read .* at byte \d+: \d+ bytes? expected, \d+ left$/,
    ],
    ["has flags that there are not", spoilt(4, 8), /^Cannot read the header at byte 4: unknown flags 0x8$/],
    [
      "is of a Python that is not known",
      spoilt(0, 0x74, 0x0e),
      /^Cannot read the header at byte 0: magic number 3700 is that of no known Python$/,
    ],
    [
      "is of a pre-release",
      spoilt(0, 0xac, 0x0d),
      /^Cannot read the header at byte 0: magic number 3500 is that of a pre-release of Python 3\.12$/,
    ],
    [
      "holds no code",
      Buffer.concat([good.subarray(0, 16), marshal("text")]),
      /^Cannot read the code at byte 16: it is no code object$/,
    ],
  ] as const)("says that it %s", async ([, bytes, reason]) => {
    for (const form of ["--depth=2", "--json", "--dis"]) {
      const { status, stdout, stderr } = await shown(bytes, form);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr.replace("pantry: standard input: ", "").trimEnd()).toMatch(reason);
    }
  });

  it.for(["--depth=8", "--exact", "--json", "--repr", "--dis"])(
    "sends a terminal nothing to obey (%s)",
    async (form) => {
      const escapes = "\u001b[2J\u009b31m\u202e\u0007\r\n\u2028";
      const names = new Tuple(escapes);
      const fields = {
        name: escapes,
        qualname: escapes,
        filename: escapes,
        names,
        varnames: names,
        cellvars: names,
      };
      // LOAD_NAME, LOAD_CONST
      const code = new Code({
        ...fields,
        python: "3.12",
        code: Uint8Array.of(101, 0, 100, 0),
        consts: names,
      });
      const outer = new Code({ ...fields, python: "3.12", consts: new Tuple<unknown>(code) });
      const { status, stdout, stderr } = await shown(pyc(outer), form);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(form === "--json" ? "\\u202e" : "\\u202e\\x07");
      for (const line of stdout.trimEnd().split("\n")) expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    },
  );

  it.for(["dis", "optimize", "convert --to json"])("%s says that it is no pickle", async (verb) => {
    const { status, stderr } = await pantry([...verb.split(" "), "-"], { stdin: good });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "pantry: standard input: it is a .pyc file, no pickle: see pantry show\n",
    });
  });

  it("takes a name for nothing", async () => {
    const file = temporaryFile("module.pyc", pickle([1, 2]));
    expect((await pantry(["show", file, "--repr"])).stdout).toBe("[1, 2]\n");
  });
});

describe("pantry audit, of a .pyc file", () => {
  it("never calls it safe", async () => {
    const file = temporaryFile("module.pyc", pyc(MODULE));
    const { status, stdout } = await pantry(["audit", file]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/^unknown .*module\.pyc {2}pyc, /);
    expect(stdout).toContain(
      "It is a .pyc file, a program and no data: pantry show --dis shows its instructions",
    );
    expect((await pantry(["audit", path.dirname(file)])).status).toBe(3);
  });
});
