import { describe, expect, it } from "vitest";
import type { DbmError } from "../../../src/dbm/errors.ts";
import { readDump } from "../../../src/dbm/gnu/dump.ts";
import { dumpAscii } from "../../../src/dbm/gnu/dump-ascii.ts";
import { dumpBinary, type LengthForm } from "../../../src/dbm/gnu/dump-binary.ts";
import { errorOf, raisedBy } from "../code-of.ts";

type Pair = readonly [key: Uint8Array, value: Uint8Array];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const bytes = (length: number, seed = 7) => Uint8Array.from({ length }, (_, i) => (i * seed + length) & 255);

/** Every remainder of three and of a line, what is empty, and what is longer than a chunk. */
const PAIRS: readonly Pair[] = [
  ...[0, 1, 2, 3, 4, 56, 57, 58, 59, 113, 114, 115].map((length): Pair => [bytes(length), bytes(length + 1)]),
  [bytes(5), bytes(0)],
  [bytes(6), bytes(200_000)],
];

const join = (chunks: Iterable<Uint8Array>) => Uint8Array.from([...chunks].flatMap((chunk) => [...chunk]));
const hexOf = (value: Uint8Array) => Buffer.from(value).toString("hex");
const plain = (pairs: Iterable<Pair>) => Array.from(pairs, (pair) => pair.map(hexOf));

function* pieces(all: Uint8Array, length: number): IterableIterator<Uint8Array> {
  for (let start = 0; start < all.length; start += length) yield all.subarray(start, start + length);
}

/** The error that reading all of a dump ends with. */
function failure(dump: Uint8Array | string): DbmError {
  return raisedBy(() => readAll(typeof dump === "string" ? encoder.encode(dump) : dump));
}

function readAll(dump: Uint8Array): void {
  for (const _ of readDump(dump).entries);
}

const HEADER = "# GDBM dump file created by hand\n#:version=1.1\n#:format=standard\n# End of header\n";
const text = (body: string) => encoder.encode(HEADER + body);
const read = (body: string) => plain(readDump(text(body)).entries);

describe("dumpAscii()", () => {
  it("writes the text that gdbm_dump writes", () => {
    const header = {
      file: "a.db",
      uid: 0,
      user: "root",
      gid: 5,
      group: "tty",
      mode: 0o100640,
      format: "numsync",
    } as const;
    expect(
      decoder.decode(
        join(
          dumpAscii(
            [
              [bytes(3), bytes(58)],
              [bytes(0), bytes(1)],
            ],
            header,
          ),
        ),
      ),
    ).toBe(
      [
        "# GDBM dump file created by Pantry",
        "#:version=1.1",
        "#:file=a.db",
        "#:uid=0,user=root,gid=5,group=tty,mode=640",
        "#:format=numsync",
        "# End of header",
        "#:len=3",
        "AwoR",
        "#:len=58",
        "OkFIT1ZdZGtyeYCHjpWco6qxuL/GzdTb4unw9/4FDBMaISgvNj1ES1JZYGdudXyDipGYn6attLvC",
        "yQ==",
        "#:len=0",
        "#:len=1",
        "AQ==",
        "#:count=2",
        "# End of data",
        "",
      ].join("\n"),
    );
  });

  it("is read back, whatever the lengths", () => {
    expect(plain(readDump(dumpAscii(PAIRS)).entries)).toEqual(plain(PAIRS));
  });

  it("writes large values in pieces", () => {
    const chunks = [...dumpAscii([[bytes(1), new Uint8Array(3_000_000)]])];
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(100_000);
  });

  it("quotes what has a comma, and refuses what cannot be said", () => {
    expect(readDump(dumpAscii([], { file: "a,b.db", user: "x,y" })).header).toMatchObject({
      file: "a,b.db",
      user: "x,y",
    });
    for (const file of ["a\nb", '"a', 'a,"b'])
      expect(() => [...dumpAscii([], { file })], file).toThrow(RangeError);
  });
});

describe("dumpBinary()", () => {
  it("writes lengths as a 64-bit little-endian machine does", () => {
    const written = join(dumpBinary([[Uint8Array.of(7), new Uint8Array(258)]]));
    expect(decoder.decode(written.subarray(0, 53))).toBe(
      "!\r\n! GDBM FLAT FILE DUMP -- THIS IS NOT A TEXT FILE\r\n",
    );
    expect([...written.subarray(-276, -258)].slice(1)).toEqual([
      0, 0, 0, 1, 0, 0, 0, 0, 7, 0, 0, 1, 2, 0, 0, 0, 0,
    ]);
  });

  it("is read back, whatever the lengths", () => {
    expect(plain(readDump(dumpBinary(PAIRS)).entries)).toEqual(plain(PAIRS));
  });
});

describe("readDump()", () => {
  /** A binary dump as another machine writes it. */
  const foreign = (pairs: readonly Pair[], form: LengthForm) => {
    const parts: Uint8Array[] = [
      encoder.encode("!\r\n! GDBM FLAT FILE DUMP -- THIS IS NOT A TEXT FILE\r\n! x\r\n!\r\n"),
    ];
    for (const value of pairs.flat()) {
      const length = new DataView(new ArrayBuffer(form === "short" ? 4 : 8));
      length.setUint32(form === "big" ? 4 : 0, value.length);
      parts.push(new Uint8Array(length.buffer), value);
    }
    return join(parts);
  };

  it.each(["little", "big", "short"] as const)("finds that lengths are %s", (form) => {
    for (const pairs of [PAIRS, PAIRS.slice(0, 1), PAIRS.slice(1, 2), PAIRS.slice(-1), []])
      expect(plain(readDump(foreign(pairs, form)).entries)).toEqual(plain(pairs));
  });

  it.each(["little", "big", "short"] as const)("is told that lengths are %s", (lengths) => {
    const empty: readonly Pair[] = [[bytes(0), bytes(0)]];
    expect(plain(readDump(foreign(empty, lengths), { lengths }).entries)).toEqual(plain(empty));
  });

  it.each([1, 2, 7, 1000])("takes a dump in chunks of %d bytes", (length) => {
    const pairs = PAIRS.slice(0, -1);
    for (const dump of [dumpAscii(pairs, { file: "a.db" }), dumpBinary(pairs)])
      expect(plain(readDump(pieces(join(dump), length)).entries)).toEqual(plain(pairs));
  });

  it("asks for no more chunks than the entries need", () => {
    let asked = 0;
    function* chunks() {
      for (const chunk of dumpAscii(
        Array.from({ length: 100 }, (_, i): Pair => [Uint8Array.of(i), bytes(100_000)]),
      )) {
        asked += 1;
        yield chunk;
      }
    }
    readDump(chunks()).entries.next();
    expect(asked).toBeLessThan(10);
  });

  it("knows the header of a text dump", () => {
    const dump =
      '# GDBM dump file created by GDBM version 1.10.\n#:version=1.0\n#:file=a,b.db\n#:uid=1000,user="gray, j",gid=10,group=wheel,mode=600\n# End of header\n#:count=0\n';
    expect(readDump(encoder.encode(dump)).header).toEqual({
      version: "1.0",
      file: "a,b.db",
      uid: 1000,
      user: "gray, j",
      gid: 10,
      group: "wheel",
      mode: 0o600,
    });
  });

  it("takes what is empty as old and new versions write it", () => {
    const pairs = [
      ["", "66"],
      ["67", ""],
    ];
    expect(read("#:len=0\n#:len=1\nZg==\n#:len=1\nZw==\n#:len=0\n#:count=2\n# End of data\n")).toEqual(pairs);
    expect(read("#:len=0\n#\n#:len=1\nZg==\n#:len=1\nZw==\n#:len=0\n#\n#:count=2\n# End of data\n")).toEqual(
      pairs,
    );
    expect(read("#:len=0\n#:len=1\nZg==\n#:len=1\nZw==\n#:len=0\n# End of data\n")).toEqual(pairs);
  });

  it("takes lines of any length, and those that end as in DOS", () => {
    expect(read("#:len=6\r\nAAEC\r\nAwQF\r\n#:len=6\r\nAAECAwQF\r\n#:count=1\r\n")).toEqual([
      ["000102030405", "000102030405"],
    ]);
  });

  it("says where a text dump is wrong", () => {
    const at = HEADER.length;
    for (const [body, offset, reason] of [
      ["#:len=1\nZg=\n", 12, "base64 that is cut short"],
      ["#:len=1\nZ*==\n", 9, "no base64"],
      ["#:len=1\nZ===\n", 11, "no base64"],
      ["#:len=1\nZg==Zg==\n", 12, "no base64"],
      ["#:len=2\nZg==\n#:len=1\n", 13, "2 bytes expected, 1 found"],
      ["#:len=1\nZmY=\n", 11, "1 bytes expected, more found"],
      ["#:len=x\n", 0, "no length in line 5"],
      ["#:len=4000000000\n", 0, "no length in line 5"],
      ["#:len\n", 0, "line 5 says nothing that is known"],
      ["Zg==\n", 0, "a length was expected in line 5"],
      ["#:len=0\n#:count=0\n", 8, "a value was expected in line 6"],
      ["#:len=0\n#:len=0\n#:count=3\n", 16, "line 7 counts 3, not 1"],
      ["#:len=0\n#:len=0\n", 16, "it ends without its count"],
      ["#:len=2147483647\nZg==\n", 22, "2147483647 bytes expected, 1 found"],
    ] as const) {
      const error = failure(text(body));
      expect([error.message, error.offset], body).toEqual([
        `Cannot read dump at byte ${at + offset}: ${reason}`,
        at + offset,
      ]);
    }
    expect(failure("hello").message).toBe("Cannot read dump at byte 0: neither a text dump nor a binary one");
    expect(failure("# only a comment\n").message).toBe("Cannot read dump at byte 17: it has no header");
  });

  it("says where a binary dump is wrong", () => {
    const dump = join(dumpBinary([[bytes(3), bytes(4)]]));
    const at = dump.length - 23;
    expect(failure(dump.subarray(0, -1)).message).toBe(
      `Cannot read value at byte ${at + 19}: 4 bytes expected, 3 left`,
    );
    expect(failure(dump.subarray(0, at + 11)).code).toBe("truncated");
    expect(failure(dump.subarray(0, 3)).message).toMatch(/exclamation mark/);
    const lie = Uint8Array.from(dump);
    lie.fill(255, at, at + 4);
    expect(failure(lie).code).toBe("malformed");
  });

  it("ends with an error wherever a dump of text is cut, and a binary one but between its pairs", () => {
    const endings = (dump: Uint8Array) =>
      Array.from(
        { length: dump.length },
        (_, end) => errorOf(() => readAll(dump.subarray(0, end))) !== undefined,
      );
    const text = join(dumpAscii(PAIRS.slice(0, 4)));
    // Behind the count there is nothing but a remark.
    const counted = new TextDecoder().decode(text).indexOf("#:count=") + "#:count=4".length;
    expect(endings(text).indexOf(false)).toBe(counted);
    const whole = endings(join(dumpBinary(PAIRS.slice(1, 5)))).filter((failed) => !failed);
    expect(whole.length).toBeLessThanOrEqual(5);
  });
});
