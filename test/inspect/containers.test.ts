import { deflateSync, gzipSync } from "node:zlib";
import { inspect } from "pantry/inspect";
import { dumps } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { bytesOf, npy, tar, zip } from "./archives.ts";
import { EVIL, EVIL2, GOOD, outline, rules } from "./read.ts";

describe("inspect() of a tar archive", () => {
  it("audits the members, and nothing of links and folders", async () => {
    const archive = tar([
      ["folder/", new Uint8Array(0), "5"],
      ["a.txt", EVIL],
      ["link", new Uint8Array(0), "2"],
      ["b", GOOD, "\0"],
    ]);
    expect(await outline(archive)).toEqual([
      "tar dangerous",
      "  pickle 'a.txt' dangerous",
      "  pickle 'b' safe",
    ]);
    expect(await rules(archive)).toEqual(["dangerous-call"]);
  });

  it("expects no data behind a link that tells of some", async () => {
    const archive = tar([
      ["link", EVIL, "1"],
      ["b", GOOD],
    ]);
    const without = Buffer.concat([archive.subarray(0, 512), archive.subarray(1024)]);
    expect(await outline(without)).toEqual(["tar safe", "  pickle 'b' safe"]);
  });

  it("takes long names from the headers before", async () => {
    const long = `${"d/".repeat(30)}a.pkl`;
    const pax = bytesOf(`${12 + long.length} path=${long}\n`.replace(/^\d+/, String(9 + long.length)));
    for (const header of [
      ["", bytesOf(`${long}\0`), "L"],
      ["", pax, "x"],
    ] as const)
      expect(
        (await inspect(tar([header, ["short", GOOD], ["b", GOOD]]))).root.parts.map(({ name }) => name),
      ).toEqual([long, "b"]);
  });

  it("looks at what readers do not reach", async () => {
    const archive = tar([["a", GOOD]]);
    expect(await rules(Buffer.concat([archive, EVIL]))).toEqual(["dangerous-call", "hidden-data"]);
    const broken = Buffer.from(
      tar([
        ["a", GOOD],
        ["b", EVIL],
      ]),
    );
    broken[1024 + 150] = 0x39;
    expect(await rules(broken)).toEqual(expect.arrayContaining(["hidden-data", "dangerous-call"]));
  });

  it("tells of a member that ends behind the archive", async () => {
    expect(await outline(tar([["a", GOOD]]).subarray(0, 517))).toEqual([
      "tar unknown incomplete",
      "  pickle 'a' unknown incomplete",
    ]);
  });

  it("reads the name of a member as a pickle too", async () => {
    expect(await outline(tar([[text(EVIL), GOOD]]))).toEqual([
      "tar dangerous",
      `  pickle 'cos\\nsystem\\n(S'id'\\ntR.' safe`,
      "  pickle 'as pickle' dangerous",
    ]);
  });
});

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

describe("inspect() of an array", () => {
  it("audits the pickle behind a header that tells of objects", async () => {
    for (const descr of [
      "'|O'",
      "'O'",
      "[('a', '<f8'), ('b', '|O', (2,))]",
      "('O', (3,))",
      '"|O"',
      "'|\\x4f'",
    ])
      for (const version of [1, 2, 3]) {
        const { root } = await inspect(npy(descr, "(2,)", EVIL, version));
        expect([descr, root.verdict, root.parts[0]?.name]).toEqual([descr, "dangerous", "objects"]);
      }
    expect(await outline(npy("'|O'", "(2,)", GOOD))).toEqual(["npy safe", "  pickle 'objects' safe"]);
  });

  it("takes other arrays for numbers", async () => {
    expect(await outline(npy("'<f8'", "(2,)", Buffer.alloc(16)))).toEqual([
      "npy safe",
      "  data 'numbers' safe",
    ]);
    const fields = "[('Objects', '<f8', (2,)), ('b', [('O', '<U4')])]";
    expect(await outline(npy(fields, "(1,)", Buffer.alloc(32)))).toEqual([
      "npy safe",
      "  data 'numbers' safe",
    ]);
    expect(await outline(npy("('<f8', (2,))", "(1,)", Buffer.alloc(16)))).toEqual([
      "npy safe",
      "  data 'numbers' safe",
    ]);
    // Numbers that look like the beginning of a pickle.
    expect(await outline(npy("'|u1'", "(4,)", bytesOf("\x80\x04NN")))).toEqual([
      "npy safe",
      "  data 'numbers' safe",
    ]);
  });

  it("takes random numbers for numbers", async () => {
    let state = 7;
    const numbers = new Uint8Array(2 ** 22).map(() => {
      state = (state * 48_271) % 0x7fffffff;
      return state >> 11;
    });
    expect(await outline(npy("'|u1'", `(${numbers.length},)`, numbers))).toEqual([
      "npy safe",
      "  data 'numbers' safe",
    ]);
  });

  it("reads arrays one after the other", async () => {
    const arrays = [npy("'<u2'", "(2, 2)", Buffer.alloc(8)), npy("'|O'", "()", EVIL)];
    expect(await outline(Buffer.concat(arrays))).toEqual([
      "npy dangerous",
      "  data 'numbers' safe",
      "  pickle 'objects' dangerous",
    ]);
  });

  it("looks behind the numbers", async () => {
    const array = Buffer.concat([npy("'<U2'", "(2,)", Buffer.alloc(16)), EVIL]);
    expect(await outline(array)).toContain(`  pickle 'bytes at ${array.length - EVIL.length}' dangerous`);
  });

  it("does not trust a header that it cannot read", async () => {
    for (const descr of ["'<f8' + ''", "__import__", "{", "'<f8"]) {
      const { findings, verdict } = await inspect(npy(descr, "(2,)", EVIL));
      expect([descr, findings.some(({ rule }) => rule === "malformed"), verdict]).toEqual([
        descr,
        true,
        "dangerous",
      ]);
    }
    expect((await inspect(npy(`${"(".repeat(5000)}`, "(2,)", GOOD))).status).toBe("error");
    expect((await inspect(npy("'<f8'", "(2,)", Buffer.alloc(15)))).status).toBe("incomplete");
    expect(await outline(npy("'|O'", "(2,)", bytesOf("no")))).toEqual([
      "npy unknown error",
      "  pickle 'objects' unknown error",
    ]);
  });

  it("knows an archive of arrays", async () => {
    const members = ["a.npy", "b.npy"].map((name) => ({ name, data: npy("'<f8'", "(1,)", Buffer.alloc(8)) }));
    expect((await inspect(zip(members))).root.kind).toBe("npz");
    expect((await inspect(zip([...members, { name: "c", data: GOOD }]))).root.kind).toBe("zip");
  });
});

describe("inspect() of PyTorch's old format", () => {
  const magic = Buffer.concat([bytesOf("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.")]);
  const rest = [1001, { little_endian: true }, { w: 1 }, ["0"]].map((value) => dumps(value, { protocol: 2 }));

  it("tells the pickles from the numbers behind them", async () => {
    const numbers = Buffer.from(Float64Array.from({ length: 64 }, (_, i) => Math.sin(i)).buffer);
    expect(await outline(Buffer.concat([magic, ...rest, numbers]))).toEqual([
      "torch-legacy safe",
      "  data 'storages' safe",
    ]);
  });

  it("finds pickles at every place", async () => {
    for (const index of [0, 2, 4, 5]) {
      const pickles: Uint8Array[] = [magic, ...rest];
      pickles.splice(index, index === 5 ? 0 : 1, EVIL2);
      expect((await inspect(Buffer.concat([...pickles, Buffer.alloc(40, 0xff)]))).verdict).toBe("dangerous");
      expect((await inspect(Buffer.concat([magic, ...rest, Buffer.alloc(40, 0xff), EVIL2]))).verdict).toBe(
        "dangerous",
      );
    }
  });
});

describe("inspect() of two things at once", () => {
  it("reads a pickle and the archive behind it", async () => {
    expect(await outline(Buffer.concat([GOOD, zip([{ name: "a", data: EVIL }])]))).toEqual([
      "pickle dangerous",
      `  zip 'bytes at ${GOOD.length}' dangerous`,
      "    pickle 'a' dangerous",
    ]);
    expect(await outline(Buffer.concat([GOOD, gzipSync(EVIL)]))).toEqual([
      "pickle dangerous",
      `  gzip 'bytes at ${GOOD.length}' dangerous`,
      "    pickle 'contents' dangerous",
    ]);
  });

  it("reads an archive and the pickle behind it", async () => {
    const archive = zip([{ name: "a", data: GOOD }]);
    expect(await outline(Buffer.concat([archive, EVIL2]))).toEqual([
      "zip dangerous",
      "  pickle 'a' safe",
      `  pickle 'bytes at ${archive.length}' dangerous`,
    ]);
  });

  it("opens what a pickle holds as bytes", async () => {
    for (const [kind, name, packed] of [
      ["zip", "a", zip([{ name: "a", data: EVIL }])],
      ["gzip", "contents", gzipSync(EVIL)],
    ] as const) {
      const lines = await outline(dumps({ packed }));
      expect(lines).toEqual([
        "pickle dangerous",
        expect.stringMatching(`^  ${kind} 'bytes at \\d+' dangerous$`),
        `    pickle '${name}' dangerous`,
      ]);
    }
    expect(await outline(dumps({ packed: zip([{ name: "a", data: GOOD }]) }))).toContain("pickle safe");
  });

  it.for([1, 6, 9])("opens zlib data of level %i that a pickle holds", async (level) => {
    expect(await outline(dumps([1, new Uint8Array(deflateSync(EVIL, { level }))]))).toEqual([
      "pickle dangerous",
      expect.stringMatching(/^ {2}zlib 'bytes at \d+' dangerous$/),
      "    pickle 'contents' dangerous",
    ]);
  });

  it("takes an extension code for an import, whatever comes behind its STOP", async () => {
    const archive = zip([{ name: "a", data: bytesOf("\x82\x01.and so on") }]);
    expect(await inspect(archive)).toMatchObject({ verdict: "unknown", status: "complete" });
  });

  it("does not know what is in a format that it cannot open, in a pickle too", async () => {
    const archive = bytesOf(`7z\xbc\xaf\x27\x1c${"\0".repeat(40)}`);
    expect((await inspect(dumps({ archive }))).verdict).toBe("unknown");
  });

  it("reads the archive that ends a file of numbers", async () => {
    const data = Buffer.concat([npy("'|u1'", "(999,)", Buffer.alloc(0)), zip([{ name: "a", data: EVIL }])]);
    const { root } = await inspect(data);
    expect(root.findings.map(({ rule }) => rule)).toContain("polyglot");
    expect(root).toMatchObject({ kind: "npy", verdict: "dangerous" });
    expect(root.parts.at(-1)).toMatchObject({ kind: "zip", name: "as zip" });
  });

  it("reads PK as the persistent id that it is", async () => {
    const { root, verdict } = await inspect(zip([{ name: `x\n${text(EVIL)}`, data: GOOD }]));
    expect(verdict).toBe("dangerous");
    expect(root.parts.at(-1)).toMatchObject({ kind: "pickle", name: "as pickle" });
  });

  it("finds pickles behind other bytes and in a row", async () => {
    expect((await inspect(Buffer.concat([Buffer.alloc(300, 0xff), EVIL2]))).verdict).toBe("dangerous");
    expect((await inspect(Buffer.concat([GOOD, Buffer.alloc(300, 0xff), EVIL2]))).verdict).toBe("dangerous");
    expect(await outline(Buffer.concat([GOOD, GOOD, EVIL2]))).toEqual(["pickle dangerous"]);
    expect(await outline(Buffer.concat([GOOD, GOOD]))).toEqual(["pickle safe"]);
  });
});

describe("inspect() of neither a pickle nor a container", () => {
  it.for(["", "plain text", "N.B. text", "\0\0\0", "class Foo\nbar\nbaz"])(
    "is never safe: %j",
    async (data) => {
      const { findings, status, verdict } = await inspect(bytesOf(data));
      expect({ status, verdict }).toEqual({ status: "error", verdict: "unknown" });
      expect(findings.map(({ rule }) => rule)).toContain("no-pickle");
    },
  );
});
