import { describe, expect, it } from "vitest";
import { ByteReader } from "../../src/bytes/index.ts";
import { Arguments } from "../../src/pickle/arguments.ts";
import { ShortLines } from "../../src/pickle/short-lines.ts";
import { floatText } from "../../src/python/float-text.ts";
import { bytesOf } from "./literals.ts";

const NOTHING = 0;
/** Stands behind each line, so that there are bytes enough for any look ahead. */
const MORE = "aaaaaaaa";

function argumentsWith(maxDigits: number): Arguments {
  return new Arguments(
    { exact: false, encoding: "latin1", errors: "strict", copyBytes: true, maxDigits },
    (reason) => new Error(reason),
    () => NOTHING,
  );
}

const args = argumentsWith(1000);

/** What is made of a line, and whether the one behind it is where it should be. */
function read(line: string, how: (lines: ShortLines, reader: ByteReader) => unknown): unknown {
  const lines = new ShortLines(args);
  const value = how(lines, new ByteReader(bytesOf(`?${line}\n${MORE}`)));
  if (value === undefined || Number.isNaN(value)) return undefined;
  if (lines.next !== line.length + 2) throw new Error(`the next line is not at ${lines.next}`);
  return value;
}

const index = (line: string): unknown =>
  read(line, (lines, { bytes }) => {
    const found = lines.index(bytes, 1, bytes.length);
    return found === -1 ? undefined : found;
  });
const int = (line: string): unknown =>
  read(line, (lines, { bytes }) => lines.integer(bytes, 1, bytes.length, false));
const long = (line: string): unknown =>
  read(line, (lines, { bytes }) => lines.integer(bytes, 1, bytes.length, true));
const boolean = (line: string): unknown => read(line, (lines, { bytes }) => lines.boolean(bytes, 1));
const float = (line: string): unknown =>
  read(line, (lines, reader) => lines.float(reader, 1, reader.bytes.length));
const text = (line: string): unknown =>
  read(line, (lines, reader) => lines.text(reader, 1, reader.bytes.length));

describe("ShortLines", () => {
  it("reads indices of up to nine digits", () => {
    for (const line of ["0", "7", "10", "007", "123456789"]) {
      expect(index(line)).toBe(args.index(bytesOf(line)));
      expect(index(line)).toBe(Number(line));
    }
    for (const line of ["", "-1", "+1", "1 ", "1L", "1234567890", "x", "1/", "1:"])
      expect(index(line), line).toBeUndefined();
  });

  it("reads integers of up to fifteen digits", () => {
    for (const line of ["0", "9", "-9", "10", "2147483648", "999999999999999", "-999999999999999"]) {
      expect(int(line)).toBe(args.int(bytesOf(line)));
      expect(long(`${line}L`)).toBe(args.longText(bytesOf(`${line}L`)));
      expect(long(line)).toBe(Number(line) + 0);
    }
    for (const line of [
      "",
      "-",
      "+1",
      "-0",
      "01",
      "-01",
      "00",
      "1_0",
      " 1",
      "1 ",
      "1000000000000000",
      "1/",
      "1:",
      "x",
    ])
      for (const read of [int, long]) expect(read(line), line).toBeUndefined();
    for (const line of ["1L", "L", "1l"]) expect(int(line), line).toBeUndefined();
    for (const line of ["L", "-L", "1LL", "1l"]) expect(long(line), line).toBeUndefined();
  });

  it("leaves integers of more digits than are allowed to be refused", () => {
    const lines = new ShortLines(argumentsWith(3));
    expect(lines.integer(bytesOf("999\n"), 0, 4, false)).toBe(999);
    expect(lines.integer(bytesOf("-999\n"), 0, 5, false)).toBe(-999);
    expect(lines.integer(bytesOf("1000\n"), 0, 5, false)).toBeNaN();
  });

  it("reads booleans", () => {
    expect(boolean("00")).toBe(false);
    expect(boolean("01")).toBe(true);
    for (const line of ["02", "10", "11", "0", "1", "0/", "001", "01 "])
      expect(boolean(line), line).toBeUndefined();
  });

  it("reads floats with a point as they are written", () => {
    const values = [0, 1, 12.5, 0.1, 0.3, 1 / 3, 2 / 3, 123456.789, 2 ** 53 - 1, 2 ** 53, 1e15, 5e-4, 0.007];
    for (let i = 1; i < 2000; i += 1) values.push(Math.sin(i), Math.sin(i) * 10 ** (i % 19));
    for (const value of values) {
      for (const number of [value, -value]) {
        const line = floatText(number);
        if (!/^-?\d+\.\d+$/.test(line)) continue;
        expect(float(line), line).toBe(number);
      }
    }
    // Digits enough that rounding them twice shows.
    for (const line of ["9007199254740993.0", "0.1000000000000000055", "9007199254740992.99999"])
      expect(float(line)).toBe(args.float(bytesOf(line)));
    for (const line of [
      "",
      "1",
      ".5",
      "1.",
      "-.5",
      "+1.5",
      "1.5.5",
      "1e5",
      "1.5e5",
      "inf",
      "nan",
      "1_0.0",
      "1.5 ",
    ])
      expect(float(line), line).toBeUndefined();
    expect(float("0.0000000000000000000000001")).toBeUndefined();
  });

  it("reads texts of up to 255 bytes", () => {
    const lines = [
      "",
      "a",
      "a text",
      "x".repeat(24),
      "x".repeat(25),
      "x".repeat(255),
      "\xe9",
      "caf\xe9\x80\xff",
    ];
    lines.push(
      "\\u20ac",
      "\\U0001f40d",
      "\xe9".repeat(255),
      "\\u005cn\\u000a",
      "\\u0141\xf3d\\u017a".repeat(12),
    );
    for (const line of lines) expect(text(line), line).toBe(args.unicode(bytesOf(line)));
    for (const line of ["x".repeat(256), "\\", "a\\n", "\\\\", "\\ud800", "\\u12", "\\U00110000", "\\uzzzz"])
      expect(text(line), line).toBeUndefined();
  });

  it("never looks for more than there is", () => {
    const bytes = bytesOf("12\n");
    const lines = new ShortLines(args);
    expect(lines.index(bytes, 0, 2)).toBe(-1);
    expect(lines.integer(bytes, 0, 2, true)).toBeNaN();
    expect(lines.float(new ByteReader(bytesOf("1.5\n")), 0, 3)).toBeUndefined();
    expect(lines.text(new ByteReader(bytes), 0, 2)).toBeUndefined();
  });
});
