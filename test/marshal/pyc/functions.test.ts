import { Code, dumps as dumpsValue, MarshalEOFError, MarshalError, MarshalTypeError } from "pantry/marshal";
import { dumps, loads, MAGIC_NUMBERS, type PycFields, readHeader, sourceHash } from "pantry/marshal/pyc";
import { describe, expect, it } from "vitest";
import { SAMPLES, SOURCE, sampleOf } from "./samples.ts";

const code = new Code({ python: "3.12", name: "<module>" });

function failure(bytes: Uint8Array): MarshalError {
  try {
    loads(bytes);
  } catch (error) {
    if (error instanceof MarshalError) return error;
    throw error;
  }
  throw new Error("was read");
}

/** A `.pyc` of 3.12 whose header is followed by these bytes. */
function withBody(...body: readonly number[]): Uint8Array {
  return Uint8Array.of(...dumps({ code }).subarray(0, 16), ...body);
}

describe("loads()", () => {
  it.for(SAMPLES)("reads what Python $python wrote, $kind", ({ python, bytes }) => {
    const { header, code } = loads(bytes);
    expect(header).toEqual(readHeader(bytes));
    expect(code).toBeInstanceOf(Code);
    expect([code.python, code.name, code.filename]).toEqual([python, "<module>", "sample.py"]);
  });

  it("copies bytes, or gives views of the file where that is asked for", () => {
    const bytes = dumps({ code: code.replace({ code: Uint8Array.of(9, 0) }) });
    expect(loads(bytes).code.code.buffer).not.toBe(bytes.buffer);
    expect(loads(bytes, { bytes: "view" }).code.code.buffer).toBe(bytes.buffer);
  });

  it("ignores what follows the code", () => {
    const bytes = dumps({ code });
    expect(loads(Uint8Array.of(...bytes, 1, 2, 3))).toEqual(loads(bytes));
  });

  it("counts offsets of errors from the beginning of the file", () => {
    // A tuple of None and of no type code.
    const bad = failure(withBody(0x28, 2, 0, 0, 0, 0x4e, 0x01));
    expect([bad.code, bad.offset]).toEqual(["bad-type", 16 + 6]);
    expect(bad.message).toContain(" at byte 22: ");
    const bytes = sampleOf("3.13").bytes;
    const short = failure(bytes.subarray(0, 100));
    expect(short).toBeInstanceOf(MarshalEOFError);
    expect([short.code, short.offset > 16]).toEqual(["truncated", true]);
  });

  it("refuses a header with nothing behind it", () => {
    const error = failure(withBody());
    expect(error).toBeInstanceOf(MarshalEOFError);
    expect([error.code, error.offset]).toEqual(["truncated", 16]);
  });

  it("refuses what is no code object", () => {
    const error = failure(withBody(0x4e));
    expect(error).toBeInstanceOf(MarshalTypeError);
    expect([error.code, error.offset]).toEqual(["bad-code", 16]);
    expect(error.message).toBe("Cannot read the code at byte 16: it is no code object");
  });

  it("keeps to the limits", () => {
    const { bytes } = sampleOf("3.12");
    expect(() => loads(bytes, { limits: { maxMemory: 100 } })).toThrow(/the limit of 100 bytes/);
    expect(() => loads(bytes, { limits: { maxMemory: -1 } })).toThrow(RangeError);
  });

  it("throws nothing but errors of its own, wherever a file is cut or damaged", () => {
    const { bytes } = sampleOf("3.12");
    for (let length = 0; length < bytes.length; length += 1) {
      expect(failure(bytes.subarray(0, length)).code).toBe("truncated");
    }
    for (let i = 0; i < bytes.length; i += 1) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] as number) ^ 0xff;
      try {
        loads(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(MarshalError);
      }
    }
  });
});

describe("dumps()", () => {
  it.for(SAMPLES)("writes the header and the code of Python $python again, $kind", ({ bytes }) => {
    const { header, code } = loads(bytes);
    const written = dumps({ ...header, code });
    expect(written.subarray(0, header.length)).toEqual(Uint8Array.from(bytes.subarray(0, header.length)));
    expect(loads(written)).toEqual({ header, code });
  });

  it("writes a header of the version whose bytecode it is", () => {
    for (const [python, magic] of MAGIC_NUMBERS) {
      const bytes = dumps({ code: new Code({ python }), mtime: 5, size: 6 });
      expect(readHeader(bytes)).toMatchObject({ python, magic, mtime: 5 });
      expect(loads(bytes).code.python).toBe(python);
    }
  });

  it("writes the code as marshal's dumps() does, with its options", () => {
    const { code } = loads(sampleOf("3.12").bytes);
    const header = dumps({ code }).subarray(0, 16);
    for (const options of [{}, { refs: "none" }, { refs: "all" }, { version: 2 }] as const) {
      expect(dumps({ code }, options)).toEqual(Uint8Array.of(...header, ...dumpsValue(code, options)));
    }
    expect(dumps({ code }, { refs: "none" })).not.toEqual(dumps({ code }, { refs: "all" }));
  });

  it("makes the size and the hash of the source, whatever else is said", () => {
    const hash = sourceHash(SOURCE, "3.12");
    expect(readHeader(dumps({ code, source: SOURCE, size: 1 })).size).toBe(SOURCE.length);
    for (const invalidation of ["checked-hash", "unchecked-hash"] as const) {
      const header = readHeader(dumps({ code, invalidation, source: SOURCE, hash: new Uint8Array(8) }));
      expect(header).toMatchObject({ invalidation, hash, mtime: undefined, size: undefined });
    }
  });

  it("takes a hash as it is", () => {
    const hash = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(readHeader(dumps({ code, invalidation: "checked-hash", hash })).hash).toEqual(hash);
  });

  it("takes times in seconds or as a Date, cuts off fractions, and keeps 32 bits as Python does", () => {
    const times = [
      [undefined, 0],
      [1.9, 1],
      [new Date(1_700_000_000_999), 1_700_000_000],
      [-1, 0xffff_ffff],
      [2 ** 32 + 5, 5],
    ] as const;
    for (const [mtime, expected] of times) expect(readHeader(dumps({ code, mtime })).mtime).toBe(expected);
    expect(readHeader(dumps({ code, size: 2 ** 32 + 6 })).size).toBe(6);
  });

  it("writes another magic number of the same version", () => {
    expect(readHeader(dumps({ code: new Code({ python: "3.5" }), magic: 3350 })).magic).toBe(3350);
    expect(readHeader(dumps({ code: new Code({ python: "3.15" }), magic: 3657 })).magic).toBe(3657);
  });

  it("refuses what cannot be", () => {
    const old = new Code({ python: "3.6" });
    const hash = new Uint8Array(8);
    const wrong: readonly (readonly [unknown, typeof RangeError | typeof TypeError, string])[] = [
      [{}, TypeError, "code: a Code expected"],
      [{ code: { python: "3.12" } }, TypeError, "code: a Code expected"],
      [{ code, hash }, TypeError, "hash: invalidation must say whether it is checked"],
      [{ code, invalidation: "hash" }, RangeError, 'invalidation: unknown "hash"'],
      [{ code, invalidation: "toString" }, RangeError, 'invalidation: unknown "toString"'],
      [{ code, invalidation: "checked-hash" }, TypeError, "hash: a hash-based file needs it, or the source"],
      [
        { code, invalidation: "checked-hash", hash: hash.subarray(1) },
        RangeError,
        "hash: 8 bytes expected, not 7",
      ],
      [
        { code: old, invalidation: "checked-hash", hash },
        RangeError,
        'invalidation: Python 3.6 knows "timestamp" only; hashes came with 3.7',
      ],
      [{ code, magic: 3495 }, RangeError, "magic: 3495 is not that of Python 3.12"],
      [{ code: old, magic: 3378 }, RangeError, "magic: 3378 is not that of Python 3.6"],
      [
        { code: new Code({ python: "3.15" }) },
        RangeError,
        "the magic number of Python 3.15 is not known: give it as a number",
      ],
      [{ code, mtime: Number.NaN }, RangeError, "mtime: a number of seconds or a valid Date expected"],
      [
        { code, mtime: new Date(Number.NaN) },
        RangeError,
        "mtime: a number of seconds or a valid Date expected",
      ],
      [{ code, size: -1 }, RangeError, "size: a number of bytes expected"],
      [{ code, size: 1.5 }, RangeError, "size: a number of bytes expected"],
    ];
    for (const [fields, Kind, message] of wrong) {
      expect(() => dumps(fields as PycFields)).toThrow(Kind);
      expect(() => dumps(fields as PycFields)).toThrow(new Kind(message));
    }
  });
});
