import { kindOf } from "./brand.ts";
import type { CodeObject } from "./code-object.ts";
import type { DateOnly, DateTime, TimeOnly } from "./datetime.ts";
import { floatText } from "./float-text.ts";
import type { Fraction } from "./fraction.ts";
import type { Global } from "./global.ts";
import { classNameOf, isBytes, nameOf } from "./javascript.ts";
import type { Complex, Float, Int, Long } from "./numbers.ts";
import type { PurePath } from "./path.ts";
import { printable as onOneLine } from "./printable.ts";
import type { Range } from "./range.ts";
import type { Extension } from "./references.ts";
import type { CodePointString, Python2String } from "./strings.ts";
import { byteArrayRepr, bytesRepr, codePointsRepr, strRepr } from "./text-repr.ts";
import type { TimeDelta, TimeZone } from "./timedelta.ts";

/** How leaves are shown. */
export interface LeafSettings {
  /** Whether every number is a float. */
  readonly exact: boolean;
  /** About how many characters are of use: what is longer need not be worked out. */
  readonly limit: number;
}

/** The built-in names that are classes, so that Python shows them as such; most exceptions are told by their names. */
const BUILTIN_CLASSES: ReadonlySet<string> = new Set(
  (
    "bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map memoryview object " +
    "property range reversed set slice staticmethod str super tuple type zip BaseException Exception " +
    "GeneratorExit KeyboardInterrupt StopAsyncIteration StopIteration SystemExit Warning " +
    "BaseExceptionGroup ExceptionGroup"
  ).split(" "),
);
const EXCEPTION_NAME = /^[A-Z][A-Za-z]*(?:Error|Warning)$/;

/** The `repr()` of a value that has no others within it; `undefined` for every other. */
export function leafRepr(value: unknown, settings: LeafSettings): string | undefined {
  switch (typeof value) {
    case "string":
      return strRepr(value.length > settings.limit ? value.slice(0, settings.limit) : value);
    case "number":
      return numberRepr(value, settings.exact);
    case "bigint":
      return integerRepr(value, settings.limit);
    case "boolean":
      return value ? "True" : "False";
    case "undefined":
      return "None";
    case "symbol":
      return `<${String(value)}>`;
    case "function":
      return `<function ${nameOf(value)}>`;
    default:
      return value === null ? "None" : objectRepr(value as object, settings);
  }
}

/** An integer is shown as an `int` where it may be one, else as a `float`. */
function numberRepr(value: number, exact: boolean): string {
  return exact || !Number.isSafeInteger(value) || Object.is(value, -0) ? floatText(value) : String(value);
}

/** Decimal digits take longer the more there are, so what is cut short anyway is shown in hexadecimal. */
function integerRepr(value: bigint, limit: number): string {
  const bits = Math.min(4 * limit + 8, Number.MAX_SAFE_INTEGER);
  if (limit === Number.POSITIVE_INFINITY || BigInt.asIntN(bits, value) === value) return String(value);
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

function objectRepr(value: object, settings: LeafSettings): string | undefined {
  switch (kindOf(value)) {
    case "ByteArray":
      return byteArrayRepr(shortened(value as Uint8Array, settings.limit));
    case "Code":
      return codeRepr(value as CodeObject, settings.limit);
    case "CodePointString":
      return codePointsRepr((value as CodePointString).codePoints.slice(0, settings.limit));
    case "Complex":
      return complexRepr(value as Complex);
    case "DateOnly": {
      const { year, month, day } = value as DateOnly;
      return `datetime.date(${year}, ${month}, ${day})`;
    }
    case "Decimal":
      return `Decimal('${value}')`;
    case "Ellipsis":
      return "Ellipsis";
    case "Extension":
      return `<extension ${(value as Extension).code}>`;
    case "Float":
      return floatText((value as Float).value);
    case "Fraction": {
      const { numerator, denominator } = value as Fraction;
      return `Fraction(${integerRepr(numerator, settings.limit)}, ${integerRepr(denominator, settings.limit)})`;
    }
    case "Global":
      return globalRepr(value as Global);
    case "Int":
    case "Long":
      return integerRepr((value as Int | Long).value, settings.limit);
    case "NotImplemented":
      return "NotImplemented";
    case "PurePath": {
      const text = String(value);
      const { flavour } = value as PurePath;
      return `${flavour}(${strRepr(flavour.includes("Windows") ? text.replaceAll("\\", "/") : text)})`;
    }
    case "Python2String":
      return bytesRepr(shortened((value as Python2String).bytes, settings.limit));
    case "Range":
      return rangeRepr(value as Range, settings.limit);
    case "TimeDelta":
      return timeDeltaRepr(value as TimeDelta);
    case "TimeZone":
      return timeZoneRepr(value as TimeZone);
    case "UUID":
      return `UUID('${value}')`;
    case undefined:
      return hostRepr(value, settings.limit);
    default:
      return undefined;
  }
}

/** JavaScript's own objects. */
function hostRepr(value: object, limit: number): string | undefined {
  if (isBytes(value)) return bytesRepr(shortened(value, limit));
  if (value instanceof Date) return dateRepr(value);
  const size = value instanceof ArrayBuffer || value instanceof DataView ? value.byteLength : undefined;
  return size === undefined ? undefined : `<${classNameOf(value)} of ${size} bytes>`;
}

function shortened(bytes: Uint8Array, limit: number): Uint8Array {
  return bytes.length > limit ? bytes.subarray(0, limit) : bytes;
}

/** As Python has it, without the address. What a name or path holds is never escaped, but for what a terminal would obey. */
function codeRepr({ name, filename, firstlineno }: CodeObject, limit: number): string {
  const [shown, file] = [name, filename].map((text) => onOneLine(text.slice(0, limit)));
  return `<code object ${shown}, file "${file}", line ${firstlineno}>`;
}

function complexRepr({ real, imag }: Complex): string {
  const text = `${partText(imag)}j`;
  if (Object.is(real, 0)) return text;
  return `(${partText(real)}${text.startsWith("-") ? "" : "+"}${text})`;
}

/** The parts of a complex have no `.0`. */
function partText(part: number): string {
  return floatText(part).replace(/\.0$/, "");
}

function globalRepr({ module, name }: Global): string {
  if (module !== "builtins" || !(BUILTIN_CLASSES.has(name) || EXCEPTION_NAME.test(name)))
    return printable(`${module}.${name}`);
  return `<class '${name}'>`;
}

/** A name as it is, or with escapes where it holds what could confuse a terminal. */
export function printable(name: string): string {
  return strRepr(name).slice(1, -1);
}

function rangeRepr({ start, stop, step }: Range, limit: number): string {
  const parts = step === 1 ? [start, stop] : [start, stop, step];
  return `range(${parts.map((part) => integerRepr(BigInt(part), limit)).join(", ")})`;
}

function timeDeltaRepr({ days, seconds, microseconds }: TimeDelta): string {
  const parts = Object.entries({ days, seconds, microseconds }).filter(([, count]) => count !== 0);
  return `datetime.timedelta(${parts.map(([name, count]) => `${name}=${count}`).join(", ") || "0"})`;
}

function timeZoneRepr({ offset, name }: TimeZone): string {
  if (name !== undefined) return `datetime.timezone(${timeDeltaRepr(offset)}, ${strRepr(name)})`;
  const isUtc = offset.days === 0 && offset.seconds === 0 && offset.microseconds === 0;
  return isUtc ? "datetime.timezone.utc" : `datetime.timezone(${timeDeltaRepr(offset)})`;
}

/** The moment as a `datetime` in UTC where Python has such years. */
function dateRepr(date: Date): string {
  const time = date.getTime();
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return `<Date ${time}>`;
  const day = [year, date.getUTCMonth() + 1, date.getUTCDate()];
  const clock = clockArguments({
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond: date.getUTCMilliseconds() * 1000,
  });
  return `datetime.datetime(${[...day, ...clock].join(", ")}, tzinfo=datetime.timezone.utc)`;
}

/** What stands before and after the time zone in the `repr()` of a datetime or time; `fold` moves from one to the other. */
export function momentEnds(moment: DateTime | TimeOnly): [before: string, after: string] {
  const fold = moment.fold === 1 ? ", fold=1" : "";
  const clock = clockArguments(moment).join(", ");
  if (!("year" in moment)) return [`datetime.time(${clock}`, `${fold})`];
  return [`datetime.datetime(${moment.year}, ${moment.month}, ${moment.day}, ${clock}${fold}`, ")"];
}

/** The hour and minute always, then what is needed. */
function clockArguments(time: Pick<TimeOnly, "hour" | "minute" | "second" | "microsecond">): number[] {
  const { hour, minute, second, microsecond } = time;
  if (microsecond !== 0) return [hour, minute, second, microsecond];
  return second === 0 ? [hour, minute] : [hour, minute, second];
}
