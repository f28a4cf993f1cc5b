import * as tools from "pantry/pickletools";
import {
  type Argument,
  type ArgumentReader,
  ByteReader,
  opcodes,
  PickletoolsError,
  type ReadOptions,
} from "pantry/pickletools";
import { ByteArray, CodePointString } from "pantry/python";
import { describe, expect, it } from "vitest";
import { Operand } from "../../src/pickle/operand.ts";

const READERS = new Map(Object.entries(tools));

/** What a reader makes of bytes (a character each), and where it stops. */
function read(reader: ArgumentReader<Argument>, text: string, options?: ReadOptions): [Argument, number] {
  const bytes = new ByteReader(new Uint8Array(Buffer.from(text, "latin1")));
  return [reader(bytes, options), bytes.offset];
}

function refusal(reader: ArgumentReader<Argument>, text: string, options?: ReadOptions): PickletoolsError {
  try {
    read(reader, text, options);
  } catch (error) {
    if (error instanceof PickletoolsError) return error;
    throw error;
  }
  throw new Error("was read");
}

/** The examples of CPython's own documentation, and their edges. */
const READ: readonly (readonly [keyof typeof tools, string, Argument, rest?: string])[] = [
  ["readUint1", "\xff", 255],
  ["readUint2", "\xff\x00", 255],
  ["readUint2", "\xff\xff", 65535],
  ["readInt4", "\xff\0\0\0", 255],
  ["readInt4", "\0\0\0\x80", -(2 ** 31)],
  ["readUint4", "\0\0\0\x80", 2 ** 31],
  ["readUint8", "\xff\0\0\0\0\0\0\0", 255],
  ["readUint8", "\xff\xff\xff\xff\xff\xff\x1f\0", Number.MAX_SAFE_INTEGER],
  ["readUint8", "\x01\0\0\0\0\0\x20\0", 2n ** 53n + 1n],
  ["readUint8", "\xff".repeat(8), 2n ** 64n - 1n],
  ["readFloat8", "\xbf\xf4\0\0\0\0\0\0", -1.25, "\n"],
  ["readStringnl", "'abcd'\n", "abcd", "efg\n"],
  ["readStringnl", "''\n", ""],
  ["readStringnl", "'a\\n\\\\b\\x00c\\td'\n", "a\n\\b\0c\td", "'e'"],
  ["readStringnlNoescape", "a b\n", "a b"],
  ["readStringnlNoescape", "\\x41\n", "A"],
  ["readStringnlNoescapePair", "Queue\nEmpty\n", "Queue Empty", "junk"],
  ["readString1", "\0", ""],
  ["readString1", "\x03a\xffc", "aÿc", "def"],
  ["readString4", "\x03\0\0\0abc", "abc", "def"],
  ["readBytes1", "\x03abc", Uint8Array.of(97, 98, 99), "def"],
  ["readBytes4", "\0\0\0\0", new Uint8Array(), "abc"],
  ["readBytes8", "\x01\0\0\0\0\0\0\0a", Uint8Array.of(97), "bc"],
  ["readBytearray8", "\x01\0\0\0\0\0\0\0a", new ByteArray([97]), "bc"],
  ["readUnicodestringnl", "abc\\uabcd\n", "abc\uabcd", "junk"],
  ["readUnicodestringnl", "\\ud83d\\ude00\n", new CodePointString([0xd83d, 0xde00])],
  ["readUnicodestring1", "\x03\xea\xaf\x8d", "\uabcd"],
  ["readUnicodestring4", "\x03\0\0\0\xed\xa0\x80", "\ud800"],
  ["readUnicodestring8", "\x06\0\0\0\0\0\0\0\xed\xa0\xbd\xed\xb8\x80", new CodePointString([0xd83d, 0xde00])],
  ["readDecimalnlShort", "1234\n", 1234, "56"],
  ["readDecimalnlShort", "00\n", false],
  ["readDecimalnlShort", "01\n", true],
  ["readDecimalnlShort", "-0\n", 0],
  ["readDecimalnlShort", "001\n", 1],
  ["readDecimalnlShort", "-999999999999999\n", -999999999999999],
  ["readDecimalnlShort", "9007199254740993\n", 9007199254740993n],
  ["readDecimalnlShort", "-9007199254740993\n", -9007199254740993n],
  ["readDecimalnlShort", "1_0\n", 10],
  ["readDecimalnlLong", "1234L\n", 1234, "56"],
  ["readDecimalnlLong", "01\n", 1],
  ["readDecimalnlLong", "123456789012345678901234L\n", 123456789012345678901234n, "6"],
  ["readFloatnl", "-1.25\n", -1.25, "6"],
  ["readFloatnl", "1e400\n", Number.POSITIVE_INFINITY],
  ["readLong1", "\0", 0],
  ["readLong1", "\x02\xff\0", 255],
  ["readLong1", "\x02\0\xff", -256],
  ["readLong1", "\x02\0\x80", -32768],
  ["readLong4", "\x02\0\0\0\xff\x7f", 32767],
  ["readLong4", "\x08\0\0\0\0\0\0\0\0\0\0\x80", -(2n ** 63n)],
];

describe("the readers of arguments", () => {
  it.for(READ.map(([name, text], row) => [name, text, row] as const))("%s takes %j", ([name, text, row]) => {
    const [, , value, rest = ""] = READ[row] as (typeof READ)[number];
    expect(read(READERS.get(name) as ArgumentReader<Argument>, text + rest)).toEqual([value, text.length]);
  });

  it("are those that the table names, under names of their own", () => {
    const descriptors = new Set(opcodes.flatMap(({ arg }) => (arg ? [arg] : [])));
    expect(descriptors.size).toBe(24);
    for (const { name, reader } of descriptors) {
      const humps = name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
      expect(Object.entries(tools)).toContainEqual([`read${humps}`, reader]);
    }
  });

  it("read as much as the decoder does that loads() has", () => {
    const data = new Uint8Array(Buffer.from("5\n5\n\x01\0\0\0\0\0\0\0a.", "latin1"));
    for (const { name, code, arg } of opcodes) {
      const [ours, its] = [new ByteReader(data), new ByteReader(data)];
      const attempts = [() => arg?.reader(ours), () => new Operand().read(code.charCodeAt(0), its)].map(
        succeeds,
      );
      if (attempts[0] && attempts[1]) expect([name, ours.offset]).toEqual([name, its.offset]);
    }
  });

  it("say what is missing, and where", () => {
    const { message, reason, offset, code, what } = refusal(tools.readUint2, "1");
    expect([reason, offset, code, what]).toEqual([
      "not enough data in stream to read uint2",
      0,
      "truncated",
      "uint2",
    ]);
    expect(message).toBe("Cannot read uint2 at byte 0: not enough data in stream to read uint2");
  });

  it("keep long quotes out of messages, and whole in the reason", () => {
    const { message, reason } = refusal(tools.readFloatnl, `${"x".repeat(1000)}\n`);
    expect(message).toMatch(/^Cannot read floatnl at byte 0: could not .*x…$/);
    expect(message).toHaveLength(300);
    expect(reason).toBe(`could not convert string to float: b'${"x".repeat(1000)}'`);
  });

  it("follow Python 3.14 where it takes more", () => {
    const later: ReadOptions = { version: "3.14" };
    expect(read(tools.readStringnl, "'\xe9'\n", later)[0]).toBe("é");
    expect(read(tools.readStringnlNoescape, "\xc3\xa9\n", later)[0]).toBe("é");
    expect(refusal(tools.readStringnl, "'\xe9'\n").reason).toMatch(/^'ascii' codec can't decode byte 0xe9/);
    expect(refusal(tools.readStringnlNoescape, "\xed\xa0\x80\n", later).reason).toBe(
      "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
    );
    expect(refusal(tools.readStringnl, "'a\n", later).reason).toMatch(/^string quote /);
  });

  it("count digits before they convert them", () => {
    const text = `${"9".repeat(5000)}\n`;
    expect(refusal(tools.readDecimalnlShort, text).code).toBe("limit");
    expect(read(tools.readDecimalnlShort, text, { maxDigits: 5000 })[0]).toBe(10n ** 5000n - 1n);
    expect(refusal(tools.readDecimalnlShort, "123\n", { maxDigits: 2 }).code).toBe("limit");
    expect(read(tools.readDecimalnlShort, "-12\n", { maxDigits: 2 })[0]).toBe(-12);
  });
});

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
