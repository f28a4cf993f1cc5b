import { DateOnly, DateTime, TimeOnly } from "pantry/python";
import { describe, expect, it } from "vitest";
import * as dates from "../../src/sqlite3/dates.ts";
import { DataError } from "../../src/sqlite3/errors.ts";
import { Dice } from "../pickletools/mutants.ts";
import { askLibrary } from "./library.ts";

const SEED = 3;
const encode = (text: string) => new TextEncoder().encode(text);

/** What the converter makes of a text, as `isoformat()` gives it; `null` for an error. */
function convertedBy(convert: (bytes: Uint8Array) => unknown, text: string): string | null {
  try {
    return String(convert(encode(text)));
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return null;
  }
}

const NUMBERS = [
  "1",
  "02",
  "12",
  "29",
  "2024",
  "0001",
  "59",
  "60",
  " 4",
  "+5",
  "1_0",
  "",
  "-3",
  "x",
  "31",
  "1__0",
];

function date(dice: Dice): string {
  return dice.below(3) > 0
    ? `2024-0${1 + dice.below(9)}-1${dice.below(10)}`
    : Array.from({ length: 2 + dice.below(3) }, () => dice.pick(NUMBERS)).join("-");
}

function time(dice: Dice): string {
  const clock = Array.from({ length: dice.pick([3, 3, 3, 3, 2, 4]) }, () =>
    dice.pick(["00", "7", "23", dice.pick(NUMBERS)]),
  );
  const fraction = [
    "",
    "",
    ".5",
    ".000001",
    ".1234567",
    ".",
    ".x",
    ".12 ",
    ". 1",
    ".1.2",
    ".-1",
    ".1_2",
    "+01:00",
  ];
  return clock.join(":") + dice.pick(fraction);
}

describe("the default converters", () => {
  it("read dates as Python does", (context) => {
    const dice = new Dice(SEED);
    const texts = Array.from({ length: 3000 }, () => date(dice));
    const answers = askLibrary(context, "date", texts);
    expect(texts.map((text) => convertedBy(dates.convertDate, text))).toEqual(answers);
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(1000);
  });

  it("read timestamps as Python does", (context) => {
    const dice = new Dice(SEED);
    const blank = () => dice.pick([" ", " ", " ", " ", " ", " ", "T", "  "]);
    const texts = Array.from({ length: 10_000 }, () => `${date(dice)}${blank()}${time(dice)}`);
    const answers = askLibrary(context, "timestamp", texts);
    expect(texts.map((text) => convertedBy(dates.convertTimestamp, text))).toEqual(answers);
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(1000);
  });

  it("pad a fraction to microseconds, and cut what is more", () => {
    const read = (fraction: string) =>
      dates.convertTimestamp(encode(`2024-01-02 03:04:05${fraction}`)).microsecond;
    expect([read(""), read(".5"), read(".1234569"), read(".000001"), read(".1.2")]).toEqual([
      0, 500_000, 123_456, 1, 0,
    ]);
  });

  it("say what they could not read, and why", () => {
    expect(() => dates.convertDate(encode("2024-13-01"))).toThrow(
      'Cannot convert "2024-13-01" to a date: month must be an integer from 1 to 12, not 13',
    );
    expect(() => dates.convertDate(encode("2024-01"))).toThrow('3 numbers between "-" are expected');
    expect(() => dates.convertTimestamp(encode("2024-01-01"))).toThrow("a date and a time are expected");
  });
});

describe("the constructors of PEP 249", () => {
  it("are Python's types", () => {
    expect([dates.Date, dates.Time, dates.Timestamp]).toEqual([DateOnly, TimeOnly, DateTime]);
  });

  it("take ticks as local time, to the second", () => {
    const local = new Date(2024, 1, 29, 23, 58, 59, 999);
    const ticks = local.getTime() / 1000;
    expect(dates.DateFromTicks(ticks)).toEqual(new DateOnly(2024, 2, 29));
    expect(dates.TimeFromTicks(ticks)).toEqual(new TimeOnly(23, 58, 59));
    expect(dates.TimestampFromTicks(ticks)).toEqual(new DateTime(2024, 2, 29, 23, 58, 59));
    expect(dates.TimestampFromTicks(-0.5).second).toBe(59);
    expect(() => dates.DateFromTicks(Number.NaN)).toThrow(RangeError);
  });

  it("see bytes where they are", () => {
    const numbers = Uint16Array.of(1, 2, 3);
    const view = dates.Binary(numbers.subarray(1));
    expect([view.byteLength, view.byteOffset, view.buffer === numbers.buffer]).toEqual([4, 2, true]);
    expect(dates.Binary(new ArrayBuffer(3))).toEqual(new Uint8Array(3));
  });
});
