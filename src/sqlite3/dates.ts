import { DateOnly, DateTime, kindOf, TimeOnly } from "../python/index.ts";
import { DataError } from "./errors.ts";

export { DateOnly as Date, DateTime as Timestamp, TimeOnly as Time } from "../python/index.ts";

const UTF8 = new TextDecoder();

/** The local date at that moment, in seconds since 1970. */
export function DateFromTicks(seconds: number): DateOnly {
  const date = atSecond(seconds);
  return new DateOnly(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

/** The local time of day at that moment, in seconds since 1970; to the second. */
export function TimeFromTicks(seconds: number): TimeOnly {
  const date = atSecond(seconds);
  return new TimeOnly(date.getHours(), date.getMinutes(), date.getSeconds());
}

/** The local date and time at that moment, in seconds since 1970; to the second. */
export function TimestampFromTicks(seconds: number): DateTime {
  const date = atSecond(seconds);
  return new DateTime(
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  );
}

function atSecond(seconds: number): Date {
  return new Date(Math.floor(seconds) * 1000);
}

/** Bytes as they are bound: a view of the same memory. */
export function Binary<T extends ArrayBufferLike>(bytes: T | ArrayBufferView<T>): Uint8Array<T> {
  if (!ArrayBuffer.isView(bytes)) return new Uint8Array(bytes);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The default adapter of `DateOnly`: as in `2024-01-02`. */
export function adaptDate(value: DateOnly): string {
  return value.toString();
}

/** The default adapter of `DateTime`: as in `2024-01-02 03:04:05.000006+00:00`. */
export function adaptTimestamp(value: DateTime): string {
  if (value.tzinfo !== null && kindOf(value.tzinfo) !== "TimeZone")
    throw new TypeError("Cannot adapt a datetime: the offset of its tzinfo is not known");
  return value.toString().replace("T", " ");
}

/** The default converter of the type `date`. */
export function convertDate(bytes: Uint8Array): DateOnly {
  const text = UTF8.decode(bytes);
  return converted("a date", text, () => new DateOnly(...integers(text, "-", 3)));
}

/** The default converter of the type `timestamp`, which knows no offset. */
export function convertTimestamp(bytes: Uint8Array): DateTime {
  const text = UTF8.decode(bytes);
  return converted("a timestamp", text, () => {
    const [date = "", time, ...rest] = text.split(" ");
    if (time === undefined || rest.length > 0) throw new RangeError("a date and a time are expected");
    const [clock = "", fraction, ...ignored] = time.split(".");
    // A second point, and Python does not look at the fraction.
    const microsecond =
      fraction === undefined || ignored.length > 0 ? 0 : integer(fraction.slice(0, 6).padEnd(6, "0"));
    return new DateTime(...integers(date, "-", 3), ...integers(clock, ":", 3), microsecond);
  });
}

function converted<T>(kind: string, text: string, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw new DataError(`Cannot convert ${JSON.stringify(text)} to ${kind}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function integers(text: string, separator: string, count: 3): [number, number, number] {
  const parts = text.split(separator);
  if (parts.length !== count) throw new RangeError(`${count} numbers between "${separator}" are expected`);
  return parts.map(integer) as [number, number, number];
}

/** What Python's `int()` makes of bytes. */
function integer(text: string): number {
  if (!/^[\t-\r ]*[+-]?\d+(_\d+)*[\t-\r ]*$/.test(text)) throw new RangeError(`"${text}" is no integer`);
  return Number(text.replaceAll("_", ""));
}
