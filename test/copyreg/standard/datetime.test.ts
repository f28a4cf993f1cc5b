import { describe, expect, it } from "vitest";
import { INERT } from "../../../src/copyreg/standard/index.ts";
import {
  DateOnly,
  DateTime,
  Global,
  Instance,
  Python2String,
  TimeDelta,
  TimeOnly,
  TimeZone,
  Tuple,
} from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

const { utc } = TimeZone;
const STATE = Uint8Array.of(7, 232, 1, 2, 3, 4, 5, 1, 226, 64);
const MOMENT = new DateTime(2024, 1, 2, 3, 4, 5, 123_456);

describe("datetime", () => {
  it("is made of ten bytes, and a tzinfo", () => {
    const zone = new Instance(new Global("zoneinfo", "ZoneInfo"), { args: new Tuple("Europe/Paris") });
    for (const read of [natural, exact]) {
      expect(read("datetime datetime", STATE)).toEqual(MOMENT);
      expect((read("datetime datetime", STATE, utc) as DateTime).tzinfo).toBe(utc);
      expect((read("datetime datetime", STATE, zone) as DateTime).tzinfo).toBe(zone);
    }
    expect(reduced(MOMENT, 4)).toEqual(["datetime.datetime", [STATE]]);
    expect(reduced(new DateTime(2024, 1, 2, 3, 4, 5, 123_456, zone), 4)).toEqual([
      "datetime.datetime",
      [STATE, zone],
    ]);
  });

  it("has its fold in the month's high bit, from protocol 4 on", () => {
    const folded = STATE.with(2, 0x81);
    const moment = natural("datetime datetime", folded) as DateTime;
    expect([moment.month, moment.fold]).toEqual([1, 1]);
    expect(reduced(moment, 4)).toEqual(["datetime.datetime", [folded]]);
    expect(reduced(moment, 3)).toEqual(["datetime.datetime", [STATE]]);
    expect(reduced(moment, 3, true)).toEqual(["datetime.datetime", [folded]]);
  });

  it("is read from Python 2's text of bytes", () => {
    expect(natural("datetime datetime", String.fromCharCode(...STATE))).toEqual(MOMENT);
    expect(natural("datetime datetime", `\u20ac${String.fromCharCode(...STATE.subarray(1))}`)).toBe(INERT);
    expect(exact("datetime datetime", String.fromCharCode(...STATE))).toBe(INERT);
    expect(exact("datetime datetime", new Python2String(STATE))).toBe(INERT);
  });

  it("is read from numbers in the natural profile", () => {
    expect(natural("datetime datetime", 2024, 1, 2)).toEqual(new DateTime(2024, 1, 2));
    expect(natural("datetime datetime", 2024, 1, 2, 3, 4, 5, 123_456)).toEqual(MOMENT);
    expect(exact("datetime datetime", 2024n, 1n, 2n)).toBe(INERT);
  });

  it("stays a call of what is no datetime", () => {
    expect(natural("datetime datetime", STATE.subarray(1))).toBe(INERT);
    expect(natural("datetime datetime", STATE.with(2, 13))).toBe(INERT);
    expect(natural("datetime datetime", STATE, "UTC")).toBe(INERT);
    expect(natural("datetime datetime", STATE, [])).toBe(INERT);
    expect(natural("datetime datetime", STATE, utc, 1)).toBe(INERT);
    expect(exact("datetime datetime", STATE, null)).toBe(INERT);
    expect(natural("datetime datetime", 2024, 1)).toBe(INERT);
    expect(natural("datetime datetime", 2024, 1, 2.5)).toBe(INERT);
    expect(natural("datetime datetime", 2024, true, 2)).toBe(INERT);
    expect(natural("datetime datetime", 2024, 2, 30)).toBe(INERT);
    expect(natural("datetime datetime")).toBe(INERT);
  });
});

describe("Date", () => {
  it("is a datetime called with numbers and UTC, both ways", () => {
    for (const time of [
      0,
      -1,
      1_704_164_645_006,
      Date.UTC(9999, 11, 31, 23, 59, 59, 999),
      -62_135_596_800_000,
    ]) {
      const date = new Date(time);
      const [name, args] = reduced(date, 4) as [string, unknown[]];
      expect(name).toBe("datetime.datetime");
      expect(args.slice(0, 7).every(Number.isSafeInteger)).toBe(true);
      expect(natural("datetime datetime", ...args)).toEqual(date);
      expect(reduced(date, 4, true)).toEqual([
        name,
        args.map((arg) => (typeof arg === "number" ? BigInt(arg) : arg)),
      ]);
    }
    expect((reduced(new Date(-1), 4) as unknown[])[1]).toEqual([1969, 12, 31, 23, 59, 59, 999_000, utc]);
  });

  it("is no datetime of another zone, or with microseconds, or from Python", () => {
    const [, args] = reduced(new Date(0), 4) as [string, unknown[]];
    expect(natural("datetime datetime", ...args.with(7, null))).toBeInstanceOf(DateTime);
    expect(
      natural("datetime datetime", ...args.with(7, new TimeZone(new TimeDelta(0, 3600)))),
    ).toBeInstanceOf(DateTime);
    expect(natural("datetime datetime", ...args.with(7, new TimeZone(new TimeDelta(), "Z")))).toBeInstanceOf(
      DateTime,
    );
    expect(natural("datetime datetime", ...args.with(6, 1))).toBeInstanceOf(DateTime);
    expect(natural("datetime datetime", STATE.with(9, 0).with(8, 0).with(7, 0), utc)).toBeInstanceOf(
      DateTime,
    );
  });

  it("is not written outside of Python's years", () => {
    expect(reduced(new Date(Number.NaN), 4)).toBeUndefined();
    expect(reduced(new Date(Date.UTC(10_000, 0)), 4)).toBeUndefined();
    expect(reduced(new Date(-62_135_596_800_001), 4)).toBeUndefined();
  });
});

describe("date and time", () => {
  it("are made of bytes", () => {
    const day = Uint8Array.of(7, 232, 2, 29);
    const noon = Uint8Array.of(12, 0, 1, 0, 0, 6);
    for (const read of [natural, exact]) {
      expect(read("datetime date", day)).toEqual(new DateOnly(2024, 2, 29));
      expect(read("datetime time", noon)).toEqual(new TimeOnly(12, 0, 1, 6));
      expect(read("datetime time", noon, utc)).toEqual(new TimeOnly(12, 0, 1, 6, utc));
    }
    expect(reduced(new DateOnly(2024, 2, 29), 0)).toEqual(["datetime.date", [day]]);
    expect(reduced(new TimeOnly(12, 0, 1, 6), 0)).toEqual(["datetime.time", [noon]]);
    expect(reduced(new TimeOnly(12, 0, 1, 6, utc), 0)).toEqual(["datetime.time", [noon, utc]]);
  });

  it("have the fold of a time in the hour's high bit", () => {
    const folded = new TimeOnly(1, 0, 0, 0, null, 1);
    const state = Uint8Array.of(0x81, 0, 0, 0, 0, 0);
    expect(exact("datetime time", state)).toEqual(folded);
    expect(reduced(folded, 4)).toEqual(["datetime.time", [state]]);
    expect(reduced(folded, 2)).toEqual(["datetime.time", [state.with(0, 1)]]);
  });

  it("are read from numbers in the natural profile", () => {
    expect(natural("datetime date", 2024, 2, 29)).toEqual(new DateOnly(2024, 2, 29));
    expect(natural("datetime date", 2023, 2, 29)).toBe(INERT);
    expect(natural("datetime date", 2024, 2)).toBe(INERT);
    expect(natural("datetime time", 12, 30)).toEqual(new TimeOnly(12, 30));
    expect(natural("datetime time", 12, 30, 0, 0, utc)).toEqual(new TimeOnly(12, 30, 0, 0, utc));
    expect(natural("datetime time", 24)).toBe(INERT);
    expect(exact("datetime date", 2024n, 2n, 29n)).toBe(INERT);
    expect(exact("datetime time")).toBe(INERT);
  });
});

describe("timedelta", () => {
  it("is made of three ints", () => {
    expect(natural("datetime timedelta", -1, 5, 7)).toEqual(new TimeDelta(-1, 5, 7));
    expect(exact("datetime timedelta", -1n, 5n, 7n)).toEqual(new TimeDelta(-1, 5, 7));
    expect(reduced(new TimeDelta(-1, 5, 7), 2)).toEqual(["datetime.timedelta", [-1, 5, 7]]);
    expect(reduced(new TimeDelta(-1, 5, 7), 2, true)).toEqual(["datetime.timedelta", [-1n, 5n, 7n]]);
  });

  it("is exact only as Python writes it", () => {
    expect(natural("datetime timedelta", 1)).toEqual(new TimeDelta(1));
    expect(natural("datetime timedelta", 0, -1)).toEqual(new TimeDelta(0, -1));
    expect(exact("datetime timedelta", 1n)).toBe(INERT);
    expect(exact("datetime timedelta", 0n, -1n, 0n)).toBe(INERT);
    expect(exact("datetime timedelta", 0n, 86_400n, 0n)).toBe(INERT);
    expect(exact("datetime timedelta", 1, 0n, 0n)).toBe(INERT);
    expect(exact("datetime timedelta", true, 0n, 0n)).toBe(INERT);
  });

  it("stays a call of what is none", () => {
    expect(natural("datetime timedelta", 1.5, 0, 0)).toBe(INERT);
    expect(natural("datetime timedelta", 10 ** 9, 0, 0)).toBe(INERT);
    expect(natural("datetime timedelta", 0, 0, 0, 1)).toBe(INERT);
  });
});

describe("timezone", () => {
  const hour = new TimeDelta(0, 3600);

  it("is made of an offset, and a name", () => {
    for (const read of [natural, exact]) {
      expect(read("datetime timezone", hour)).toEqual(new TimeZone(hour));
      expect(read("datetime timezone", hour, "Paris")).toEqual(new TimeZone(hour, "Paris"));
      expect(read("datetime timezone", new TimeDelta())).toBe(utc);
      expect(read("datetime timezone", new TimeDelta(), "Z")).toEqual(new TimeZone(new TimeDelta(), "Z"));
    }
    expect(reduced(utc, 4)).toEqual(["datetime.timezone", [new TimeDelta()]]);
    expect(reduced(new TimeZone(hour, "Paris"), 4)).toEqual(["datetime.timezone", [hour, "Paris"]]);
  });

  it("stays a call of what is none", () => {
    expect(natural("datetime timezone", new TimeDelta(1))).toBe(INERT);
    expect(natural("datetime timezone", 3600)).toBe(INERT);
    expect(natural("datetime timezone", hour, null)).toBe(INERT);
    expect(natural("datetime timezone")).toBe(INERT);
  });
});
