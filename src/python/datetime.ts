import { kindOf } from "./brand.ts";
import { dateText, timeText } from "./iso-text.ts";
import { brand, PythonObject } from "./python-object.ts";
import { offsetText, TimeZone } from "./timedelta.ts";

/** What `DateTime.toTemporal` gives: a `Temporal.PlainDateTime` or a `Temporal.ZonedDateTime`. */
export interface TemporalDateTime {
  /** The year of the ISO calendar. */
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
  /** From 0 to 59. */
  readonly second: number;
  /** From 0 to 999. */
  readonly millisecond: number;
  /** What comes on top of the milliseconds, from 0 to 999. */
  readonly microsecond: number;
  /** The text of ISO 8601; that of a `ZonedDateTime` ends with its zone in brackets. */
  toString(): string;
}

interface TemporalClasses {
  readonly PlainDateTime: new (
    ...fields: number[]
  ) => TemporalDateTime & {
    toZonedDateTime(zone: string): TemporalDateTime;
  };
}

/**
 * Python's `datetime.datetime`, to the microsecond.
 *
 * ```ts
 * import { DateTime, TimeZone } from "pantry/python";
 *
 * const moment = new DateTime(2024, 1, 2, 3, 4, 5, 6000, TimeZone.utc);
 * if (moment.toDate().toISOString() !== "2024-01-02T03:04:05.006Z") throw new Error("not that moment");
 * ```
 */
export class DateTime extends PythonObject {
  static {
    brand(DateTime.prototype, "DateTime");
  }

  /** From 1 to 9999. */
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
  /** From 0 to 59. */
  readonly second: number;
  /** From 0 to 999999. */
  readonly microsecond: number;
  /** A `TimeZone`, `null` for a naive datetime, or what else stood there (a `zoneinfo.ZoneInfo` as an `Instance`). */
  readonly tzinfo: unknown;
  /** 1 for the second pass of an hour that a clock change repeats. */
  readonly fold: 0 | 1;

  /**
   * A datetime of these fields. The time is midnight and the datetime naive unless more is given.
   *
   * @throws TypeError for a field that is not a number.
   * @throws RangeError for one that is not an integer, or out of range.
   */
  constructor(
    year: number,
    month: number,
    day: number,
    hour: number = 0,
    minute: number = 0,
    second: number = 0,
    microsecond: number = 0,
    tzinfo: unknown = null,
    fold: 0 | 1 = 0,
  ) {
    super();
    checkDate(year, month, day);
    checkTime(hour, minute, second, microsecond, fold);
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /**
   * The same moment in UTC.
   *
   * @throws RangeError for an invalid date, or one outside the years 1 to 9999.
   */
  static fromDate(date: Date): DateTime {
    return new DateTime(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      date.getUTCMilliseconds() * 1000,
      TimeZone.utc,
    );
  }

  /**
   * The same moment, cut to milliseconds. A naive datetime is taken as local time, as Python's `timestamp()`
   * does, but its `fold` is not looked at.
   *
   * @throws TypeError when `tzinfo` is neither a `TimeZone` nor `null`, because its offset is not known.
   */
  toDate(): Date {
    const date = new Date(0);
    const milliseconds = Math.floor(this.microsecond / 1000);
    if (this.tzinfo === null) {
      date.setFullYear(this.year, this.month - 1, this.day);
      date.setHours(this.hour, this.minute, this.second, milliseconds);
      return date;
    }
    const { days, seconds, microseconds } = this.#zone().offset;
    date.setUTCFullYear(this.year, this.month - 1, this.day);
    date.setUTCHours(this.hour, this.minute, this.second);
    const local = date.getTime() - (days * 86_400 + seconds) * 1000;
    return new Date(local + Math.floor((this.microsecond - microseconds) / 1000));
  }

  /**
   * A `Temporal.PlainDateTime` of a naive datetime, or a `Temporal.ZonedDateTime` when there is a `TimeZone`.
   *
   * @throws TypeError where the runtime has no `Temporal`, and when `tzinfo` is something else.
   * @throws RangeError for an offset with seconds.
   */
  toTemporal(): TemporalDateTime {
    const { Temporal } = globalThis as { readonly Temporal?: TemporalClasses };
    if (!Temporal) throw new TypeError("Cannot convert to Temporal: this runtime does not have it");
    const { year, month, day, hour, minute, second, microsecond } = this;
    const millisecond = Math.floor(microsecond / 1000);
    const plain = new Temporal.PlainDateTime(
      year,
      month,
      day,
      hour,
      minute,
      second,
      millisecond,
      microsecond % 1000,
    );
    if (this.tzinfo === null) return plain;
    const { offset } = this.#zone();
    return plain.toZonedDateTime(offset.totalSeconds() === 0 ? "UTC" : offsetText(offset));
  }

  /** What Python's `isoformat()` gives: `2024-01-02T03:04:05.000006+00:00`. */
  override toString(): string {
    return `${dateText(this)}T${timeText(this)}${zoneText(this.tzinfo)}`;
  }

  #zone(): TimeZone {
    if (kindOf(this.tzinfo) !== "TimeZone")
      throw new TypeError("Cannot convert a datetime: the offset of its tzinfo is not known");
    return this.tzinfo as TimeZone;
  }
}

/** Python's `datetime.date`. */
export class DateOnly extends PythonObject {
  static {
    brand(DateOnly.prototype, "DateOnly");
  }

  /** From 1 to 9999. */
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;

  /**
   * A date of these fields.
   *
   * @throws TypeError for a field that is not a number.
   * @throws RangeError for one that is not an integer, or out of range.
   */
  constructor(year: number, month: number, day: number) {
    super();
    checkDate(year, month, day);
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** What Python's `isoformat()` gives: `2024-01-02`. */
  override toString(): string {
    return dateText(this);
  }
}

/** Python's `datetime.time`, to the microsecond. */
export class TimeOnly extends PythonObject {
  static {
    brand(TimeOnly.prototype, "TimeOnly");
  }

  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
  /** From 0 to 59. */
  readonly second: number;
  /** From 0 to 999999. */
  readonly microsecond: number;
  /** A `TimeZone`, `null` for a naive time, or what else stood there. */
  readonly tzinfo: unknown;
  /** 1 for the second pass of an hour that a clock change repeats. */
  readonly fold: 0 | 1;

  /**
   * A time of these fields: midnight, and naive, unless more is given.
   *
   * @throws TypeError for a field that is not a number.
   * @throws RangeError for one that is not an integer, or out of range.
   */
  constructor(
    hour: number = 0,
    minute: number = 0,
    second: number = 0,
    microsecond: number = 0,
    tzinfo: unknown = null,
    fold: 0 | 1 = 0,
  ) {
    super();
    checkTime(hour, minute, second, microsecond, fold);
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }

  /** What Python's `isoformat()` gives: `03:04:05.000006+00:00`. */
  override toString(): string {
    return `${timeText(this)}${zoneText(this.tzinfo)}`;
  }
}

/** The offset where it is known; Python would ask the tzinfo itself, which here is data. */
function zoneText(tzinfo: unknown): string {
  return kindOf(tzinfo) === "TimeZone" ? offsetText((tzinfo as TimeZone).offset) : "";
}

function checkDate(year: number, month: number, day: number): void {
  check(year, "year", 1, 9999);
  check(month, "month", 1, 12);
  check(day, "day", 1, daysInMonth(year, month));
}

function checkTime(hour: number, minute: number, second: number, microsecond: number, fold: number): void {
  check(hour, "hour", 0, 23);
  check(minute, "minute", 0, 59);
  check(second, "second", 0, 59);
  check(microsecond, "microsecond", 0, 999_999);
  check(fold, "fold", 0, 1);
}

function check(value: number, name: string, lowest: number, highest: number): void {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number, not ${typeof value}`);
  if (!(Number.isInteger(value) && value >= lowest && value <= highest)) {
    throw new RangeError(`${name} must be an integer from ${lowest} to ${highest}, not ${value}`);
  }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
