import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { inspect } from "pantry/inspect";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/bytes/crc32.ts";
import { adler32 } from "../../src/inspect/compression/adler32.ts";
import { bunzip2 } from "../../src/inspect/compression/bunzip2.ts";
import { inflate } from "../../src/inspect/compression/inflate.ts";
import { Output, Stopped } from "../../src/inspect/compression/output.ts";
import { unxz } from "../../src/inspect/compression/xz.ts";
import { bytesOf } from "./archives.ts";
import { EVIL, EVIL2, GOOD, outline, rules } from "./read.ts";
import { BZ2, LZMA, SAMPLE, XZ } from "./samples.ts";

type Decoder = (input: Uint8Array, start: number, output: Output) => Generator<void, number>;

const unbz2: Decoder = (input, start, output) =>
  bunzip2(input, start, output, () => {
    throw new Error("a sum");
  });

function run(decoder: Decoder, input: Uint8Array, start = 0, limit = 2 ** 26) {
  const output = new Output(limit);
  const steps = decoder(input, start, output);
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return { bytes: Buffer.from(output.decoded()), end: value, reason: undefined };
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { bytes: Buffer.from(output.decoded()), end: undefined, reason: error.reason };
  }
}

/** Bytes that no compressor makes shorter. */
function noise(length: number): Buffer {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 0x7fffffff;
    return state >> 8;
  };
  return Buffer.from(Uint8Array.from({ length }, next));
}

const TEXT = Buffer.from(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => [i, i % 7, `item ${i}`])));

describe("inflate()", () => {
  const inputs: [string, Buffer][] = [
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from("a")],
    ["every byte", Buffer.from(SAMPLE)],
    ["zeros", Buffer.alloc(3_000_000)],
    ["noise", noise(200_000)],
    ["text", TEXT],
  ];
  for (const [name, input] of inputs) {
    it(`decodes ${name} at every level and with every strategy`, () => {
      for (const level of [0, 1, 6, 9])
        for (const strategy of [0, 2, 3, 4]) {
          const packed = deflateRawSync(input, { level, strategy });
          const { bytes, end } = run(inflate, Buffer.concat([bytesOf("xx"), packed, bytesOf("tail")]), 2);
          expect(end).toBe(2 + packed.length);
          expect(bytes.equals(input)).toBe(true);
        }
    });
  }

  it("stops at the limit with what it has", () => {
    const { bytes, reason } = run(inflate, deflateRawSync(TEXT), 0, 100_000);
    expect(reason).toBe("limit");
    expect(bytes.equals(TEXT.subarray(0, bytes.length))).toBe(true);
    expect(bytes.length).toBeGreaterThan(99_000);
  });

  it("refuses what deflate cannot mean", () => {
    const damaged = [
      ["a block of no kind", [7]],
      ["stored lengths that differ", [1, 1, 0, 1, 0]],
      ["a match before the beginning", [0x4b, 0x04, 0x12, 0, 0]],
      ["too many codes", [0x05, 0xe0, 0x93, 0x24, 0x49, 0x92, 0x24, 0x49, 0x92, 0x24]],
    ] as const;
    for (const [name, bytes] of damaged)
      expect([name, run(inflate, Uint8Array.from(bytes)).reason]).toEqual([name, "damaged"]);
  });
});

describe("the other decoders", () => {
  it.for([
    ["bzip2", unbz2, BZ2],
    ["xz", unxz, XZ],
    ["lzma", unxz, LZMA],
  ] as const)("%s gives what Python packed", ([, decoder, packed]) => {
    const { bytes, end } = run(decoder, Buffer.concat([bytesOf("xx"), packed]), 2);
    expect(end).toBe(2 + packed.length);
    expect(bytes.equals(SAMPLE)).toBe(true);
  });

  it("reads streams one after the other", () => {
    expect(run(unbz2, Buffer.concat([BZ2, BZ2])).bytes.equals(Buffer.concat([SAMPLE, SAMPLE]))).toBe(true);
    const padded = Buffer.concat([XZ, Buffer.alloc(8), XZ, bytesOf("end")]);
    const { bytes, end } = run(unxz, padded);
    expect(bytes.equals(Buffer.concat([SAMPLE, SAMPLE]))).toBe(true);
    expect(end).toBe(padded.length - 3);
  });
});

describe("every decoder", () => {
  const packed: [string, Decoder, Uint8Array][] = [
    ["deflate", inflate, deflateRawSync(SAMPLE)],
    ["bzip2", (input, start, output) => bunzip2(input, start, output, () => {}), BZ2],
    ["xz", unxz, XZ],
    ["lzma", unxz, LZMA],
  ];

  it.for(packed)("%s tells where its input is cut off, and keeps what came before", ([, decoder, bytes]) => {
    for (let length = 14; length < bytes.length; length += 1) {
      const cut = run(decoder, bytes.subarray(0, length));
      // The mark of the end of lzma is six bytes that give nothing.
      if (cut.reason !== undefined) expect([length, cut.reason]).toEqual([length, "truncated"]);
      expect(cut.bytes.equals(SAMPLE.subarray(0, cut.bytes.length))).toBe(true);
    }
  });

  it.for(packed)("%s survives every flipped bit", ([, decoder, bytes]) => {
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(run(decoder, flipped, 0, 2 ** 20).bytes.length).toBeLessThanOrEqual(2 ** 20);
    }
  });
});

describe("checksums", () => {
  it("are those of zlib", () => {
    for (const input of [Buffer.alloc(0), Buffer.from("a"), Buffer.from(SAMPLE), noise(100_001)]) {
      expect(crc32(input)).toBe(gzipSync(input).readUInt32LE(gzipSync(input).length - 8));
      expect(adler32(input)).toBe(deflateSync(input).readUInt32BE(deflateSync(input).length - 4));
    }
  });
});

describe("inspect() of compressed data", () => {
  it("finds the pickle in gzip, zlib and joblib's ZF", async () => {
    expect(await outline(gzipSync(EVIL))).toEqual(["gzip dangerous", "  pickle 'contents' dangerous"]);
    expect(await outline(deflateSync(EVIL))).toEqual(["zlib dangerous", "  pickle 'contents' dangerous"]);
    const length = `0x${EVIL.length.toString(16)}`.padEnd(19);
    const zfile = Buffer.concat([bytesOf(`ZF${length}`), deflateSync(EVIL)]);
    expect(await outline(zfile)).toEqual(["joblib dangerous", "  pickle 'contents' dangerous"]);
  });

  it("joins the members of a gzip file, whose headers may hold more than they must", async () => {
    const [head, tail] = [gzipSync(EVIL.subarray(0, 10)), gzipSync(EVIL.subarray(10))];
    const header = Buffer.concat([
      bytesOf("\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x02\0xxname\0comment\0ss"),
      tail.subarray(10),
    ]);
    expect(await outline(Buffer.concat([head, header]))).toEqual([
      "gzip dangerous",
      "  pickle 'contents' dangerous",
    ]);
  });

  it("joins them across zeros, and streams of xz with those of before it", async () => {
    const [first, second] = [EVIL2.subarray(0, 3), EVIL2.subarray(3)];
    const zeros = Buffer.alloc(7);
    expect(await outline(Buffer.concat([gzipSync(first), zeros, gzipSync(second)]))).toEqual([
      "gzip dangerous",
      "  pickle 'contents' dangerous",
    ]);
    expect(run(unxz, Buffer.concat([XZ, LZMA, XZ])).bytes).toEqual(Buffer.concat([SAMPLE, SAMPLE, SAMPLE]));
    expect(run(unxz, Buffer.concat([LZMA, LZMA])).bytes).toEqual(Buffer.concat([SAMPLE, SAMPLE]));
  });

  it("looks at what comes behind", async () => {
    expect(await outline(Buffer.concat([gzipSync(GOOD), Buffer.alloc(9), EVIL]))).toEqual([
      "gzip dangerous",
      "  pickle 'contents' safe",
      `  pickle 'bytes at ${gzipSync(GOOD).length + 9}' dangerous`,
    ]);
  });

  it("audits what came out before a fault", async () => {
    const packed = gzipSync(Buffer.concat([EVIL, noise(5000)]));
    const { findings, status, verdict } = await inspect(packed.subarray(0, 3000));
    expect({ status, verdict }).toEqual({ status: "incomplete", verdict: "dangerous" });
    expect(findings.map(({ rule }) => rule)).toContain("truncated");
  });

  it("does not call sums right that are wrong", async () => {
    const packed = gzipSync(GOOD);
    for (const [offset, expected] of [
      [packed.length - 8, ["bad-checksum"]],
      [packed.length - 4, ["bad-checksum"]],
    ] as const) {
      const wrong = Buffer.from(packed);
      wrong[offset] = (wrong[offset] as number) ^ 1;
      expect(await rules(wrong)).toEqual(expected);
      expect((await inspect(wrong)).verdict).toBe("unknown");
    }
  });

  it("says of what it cannot unpack that it cannot", async () => {
    for (const magic of ["\x28\xb5\x2f\xfd", "\x04\x22\x4d\x18", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07"]) {
      expect(await rules(bytesOf(`${magic}rest`))).toEqual(["unread-format"]);
      expect((await inspect(bytesOf(`${magic}rest`))).status).toBe("incomplete");
    }
  });

  it("takes a text that begins like zlib for a text", async () => {
    expect(await outline(bytesOf("x^2 + y^2 = z^2 has no end of solutions."))).toEqual([
      "data unknown error",
    ]);
  });
});
