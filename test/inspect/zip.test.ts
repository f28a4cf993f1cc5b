import { deflateRawSync } from "node:zlib";
import { inspect } from "pantry/inspect";
import { describe, expect, it } from "vitest";
import { bytesOf, type ZipMember, zip } from "./archives.ts";
import { EVIL, GOOD, outline, rules } from "./read.ts";

const good: ZipMember = { name: "a.pkl", data: GOOD };
const evil: ZipMember = { name: "b.txt", data: EVIL };

function descriptor(member: ZipMember, hasSignature: boolean): Uint8Array {
  const fields = Buffer.alloc(16);
  fields.writeUInt32LE(0x08074b50, 0);
  const { crc, compressed, size } = fieldsOf(member);
  fields.writeUInt32LE(crc, 4);
  fields.writeUInt32LE(compressed, 8);
  fields.writeUInt32LE(size, 12);
  return hasSignature ? fields : fields.subarray(4);
}

function fieldsOf({ data, name }: ZipMember) {
  const header = Buffer.from(zip([{ name, data }]));
  return {
    crc: header.readUInt32LE(14),
    compressed: header.readUInt32LE(18),
    size: header.readUInt32LE(22),
  };
}

describe("inspect() of a zip archive", () => {
  it("audits what is stored and what is deflated", async () => {
    expect(await outline(zip([good, { ...evil, isStored: true }]))).toEqual([
      "zip dangerous",
      "  pickle 'a.pkl' safe",
      "  pickle 'b.txt' dangerous",
    ]);
    expect(await rules(zip([good]))).toEqual([]);
  });

  it("tells where a member is", async () => {
    const { findings, root } = await inspect(zip([good, evil]));
    expect(root.parts[1]).toMatchObject({ offset: 84, length: deflateRawSync(EVIL).length });
    expect(findings[0]).toMatchObject({ rule: "dangerous-call", within: ["b.txt"], code: "os.system('id')" });
  });

  it("reads zip64", async () => {
    expect(await outline(zip([good, evil], { isZip64: true }))).toEqual([
      "zip dangerous",
      "  pickle 'a.pkl' safe",
      "  pickle 'b.txt' dangerous",
    ]);
  });

  it("takes what is no pickle for data, and passes over folders", async () => {
    const texts = [
      "Copyright notices\ncan be\nlong",
      "N.B. this is a text",
      '{"a": 1}',
      "import os\nimport sys\n",
    ];
    const members = texts.map((text, i) => ({ name: `${i}`, data: bytesOf(text) }));
    const folder = { name: "folder/", data: new Uint8Array(0), isStored: true };
    expect(await outline(zip([folder, ...members, good]))).toEqual([
      "zip safe",
      ...members.map(({ name }) => `  data '${name}' safe`),
      "  pickle 'a.pkl' safe",
    ]);
  });

  it("takes a pickle that breaks for one", async () => {
    const cut = { name: "cut", data: GOOD.subarray(0, -3) };
    expect(await outline(zip([cut]))).toEqual([
      "zip unknown incomplete",
      "  pickle 'cut' unknown incomplete",
    ]);
  });

  it("knows archives of arrays and of PyTorch by what is in them", async () => {
    const version = { name: "m/version", data: bytesOf("3\n") };
    const numbers = { name: "m/data/0", data: new Uint8Array(64), isStored: true };
    expect((await inspect(zip([{ ...good, name: "m/data.pkl" }, numbers, version]))).root.kind).toBe(
      "torch-zip",
    );
    expect((await inspect(zip([{ ...good, name: "m/data.pkl" }]))).root.kind).toBe("zip");
  });

  it("accepts descriptors behind the data", async () => {
    for (const hasSignature of [true, false]) {
      const local = { flags: 8, crc: 0, compressed: 0, size: 0 };
      const behind = descriptor(good, hasSignature);
      const member = { ...good, local, central: { flags: 8 }, behind };
      const next = { ...good, name: "next" };
      expect(await rules(zip([member, next]))).toEqual([]);
    }
  });
});

describe("inspect() of a zip archive that contradicts itself", () => {
  const lies: [string, Partial<ZipMember>][] = [
    ["the name", { local: { name: "x.txt" } }],
    ["the method", { local: { method: 0 } }],
    ["the encryption in one header", { central: { flags: 1 } }],
    ["the encryption in both", { local: { flags: 1 }, central: { flags: 1 } }],
  ];
  it.for(lies)("calls it dangerous to lie about %s, and audits the member", async ([, lie]) => {
    for (const member of [good, evil]) {
      const { findings, verdict } = await inspect(zip([{ ...member, ...lie }]));
      expect(verdict).toBe("dangerous");
      expect(findings.some(({ rule }) => rule === "container-disagreement")).toBe(true);
      expect(findings.some(({ rule }) => rule === "dangerous-call")).toBe(member === evil);
    }
  });

  it("reads a member both ways where the sizes or the methods differ", async () => {
    const short = { ...evil, isStored: true, central: { compressed: 2, size: 2 } };
    expect(await outline(zip([short]))).toContain("  pickle 'b.txt (by its own header)' dangerous");
    const other = { ...evil, isStored: true, central: { method: 8 } };
    expect(await outline(zip([other]))).toContain("  pickle 'b.txt (by its own header)' dangerous");
    expect(await rules(zip([{ ...good, central: { size: 5 } }]))).toEqual(["container-disagreement"]);
  });

  it("does not stop at a wrong sum", async () => {
    const wrong = { local: { crc: 5 }, central: { crc: 5 } };
    expect((await inspect(zip([{ ...good, ...wrong }]))).verdict).toBe("unknown");
    expect(await rules(zip([{ ...good, ...wrong }]))).toEqual(["bad-checksum"]);
    expect((await inspect(zip([{ ...evil, ...wrong }]))).verdict).toBe("dangerous");
  });

  it("is not sure of what is encrypted, or packed as it cannot read", async () => {
    const secret = { flags: 1, crc: 1 };
    const encrypted = { ...good, data: new Uint8Array(50).fill(0x99), local: secret, central: secret };
    expect(await outline(zip([encrypted]))).toEqual(["zip unknown incomplete", "  data 'a.pkl' safe"]);
    expect(await rules(zip([encrypted]))).toEqual(["encrypted-member"]);
    const method = { method: 98 };
    expect(await rules(zip([{ ...good, local: method, central: method }]))).toContain("unread-format");
    const lie = { ...evil, isStored: true, local: method, central: method };
    expect((await inspect(zip([lie]))).verdict).toBe("dangerous");
  });

  it("finds members that the directory does not list", async () => {
    expect(await outline(zip([good, { ...evil, isUnlisted: true }, { ...good, name: "c" }]))).toEqual([
      "zip dangerous",
      "  pickle 'a.pkl' safe",
      "  pickle 'c' safe",
      "  pickle 'b.txt' dangerous",
    ]);
    expect(await rules(zip([good, { ...good, name: "h", isUnlisted: true }]))).toEqual(["unlisted-member"]);
  });

  it("looks between the members, before them and at the comment", async () => {
    expect(await rules(zip([good, { ...good, name: "c", before: EVIL }]))).toContain("dangerous-call");
    expect(await rules(zip([good, { ...good, name: "c", before: bytesOf("#!sh") }]))).toEqual([
      "hidden-data",
    ]);
    expect(await rules(zip([good, { ...good, name: "c", before: new Uint8Array(99) }]))).toEqual([]);
    expect(await rules(zip([good], { comment: EVIL }))).toEqual(["dangerous-call"]);
    for (const isPrefixCounted of [true, false]) {
      expect(await rules(zip([good], { prefix: bytesOf("#!/bin/sh\n"), isPrefixCounted }))).toEqual([
        "hidden-data",
      ]);
      expect(await outline(zip([good], { prefix: EVIL, isPrefixCounted }))).toEqual([
        "pickle dangerous",
        "  zip 'bytes at 21' safe",
        "    pickle 'a.pkl' safe",
      ]);
    }
  });

  it("looks at extra fields and comments of members", async () => {
    const field = Buffer.concat([bytesOf("xx"), Buffer.from([EVIL.length, 0]), EVIL]);
    for (const place of ["localExtra", "centralExtra", "comment"] as const) {
      const note = place === "comment" ? EVIL : field;
      expect([place, await rules(zip([{ ...good, [place]: note }]))]).toEqual([place, ["dangerous-call"]]);
      expect(
        (await inspect(zip([{ ...good, [place]: bytesOf("UT\x05\0\x03abcd") }]))).root.parts.length,
      ).toBe(1);
    }
  });

  it("reads every directory", async () => {
    const two = Buffer.concat([zip([evil]), zip([good])]);
    expect(await outline(two)).toEqual([
      "zip dangerous",
      "  pickle 'a.pkl' safe",
      "  pickle 'b.txt' dangerous",
    ]);
    expect(await rules(two)).toEqual(["dangerous-call", "several-directories"]);
    expect(await rules(zip([good], { comment: zip([evil]) }))).toContain("dangerous-call");
    expect(await rules(zip([{ name: "inner", data: zip([good]), isStored: true }]))).toEqual([]);
  });

  it("reads what is left of an archive without its end", async () => {
    const whole = zip([evil, good]);
    expect(await outline(whole.subarray(0, 58))).toEqual([
      "zip dangerous incomplete",
      "  pickle 'b.txt' dangerous",
    ]);
  });

  it("tells of members that share bytes", async () => {
    const twice = Buffer.from(zip([good, { ...good, name: "b.pkl" }]));
    const second = twice.lastIndexOf(bytesOf("PK\x01\x02"));
    twice.writeUInt32LE(0, second + 42);
    expect(await rules(twice)).toContain("overlapping-members");
  });

  it("counts members of the same name without telling of each", async () => {
    const { findings } = await inspect(zip(Array.from({ length: 200 }, () => good)));
    const told = findings.filter(({ rule }) => rule === "duplicate-member");
    expect(told.length).toBe(50);
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(199);
  });
});
