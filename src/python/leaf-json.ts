import { decodeLatin1 } from "../bytes/text.ts";
import { kindOf } from "./brand.ts";
import type { DateTime, TimeOnly } from "./datetime.ts";
import { floatText } from "./float-text.ts";
import type { Global } from "./global.ts";
import { dateText, timeText } from "./iso-text.ts";
import { classNameOf, isBytes, nameOf } from "./javascript.ts";
import type { Json } from "./json.ts";
import { leafRepr } from "./leaf-repr.ts";
import type { Complex, Float, Int, Long } from "./numbers.ts";
import type { PurePath } from "./path.ts";
import type { Range } from "./range.ts";
import type { Extension } from "./references.ts";
import type { CodePointString, Python2String } from "./strings.ts";
import type { TimeDelta, TimeZone } from "./timedelta.ts";

/** The tagged JSON of a value that is one by its contents alone; `undefined` for what has others within it, or can be changed. */
export function leafJson(value: unknown, exact: boolean): Json | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return !exact && Number.isSafeInteger(value) && !Object.is(value, -0) ? value : floatJson(value);
    case "bigint":
      return exact ? integerJson(value) : { $int: String(value) };
    case "undefined":
      return exact ? null : { $undefined: true };
    case "symbol":
      return { $javascript: String(value) };
    case "function":
      return { $javascript: nameOf(value) };
    default:
      return value === null ? null : objectJson(value as object);
  }
}

/** A float whose text as JSON could not be one of an integer, or else its text in Python. */
export function floatJson(value: number): Json {
  return Number.isFinite(value) && !Number.isInteger(value) ? value : { $float: floatText(value) };
}

/** An integer as a number where that is exact, else as its digits. */
export function integerJson(value: number | bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { $int: String(value) };
}

export function base64(bytes: Uint8Array): string {
  return btoa(decodeLatin1(bytes));
}

/** The local date and time of a datetime or time. */
export function localText(moment: DateTime | TimeOnly): string {
  return "year" in moment ? `${dateText(moment)}T${timeText(moment)}` : timeText(moment);
}

function objectJson(value: object): Json | undefined {
  switch (kindOf(value)) {
    case "CodePointString":
      return { $str: Array.from((value as CodePointString).codePoints) };
    case "Complex":
      return { $complex: leafRepr(value as Complex, { exact: true, limit: Number.POSITIVE_INFINITY }) ?? "" };
    case "DateOnly":
      return { $date: String(value) };
    case "DateTime":
    case "TimeOnly":
      return momentJson(value as DateTime | TimeOnly);
    case "Decimal":
      return { $decimal: String(value) };
    case "Ellipsis":
      return { $ellipsis: true };
    case "Extension":
      return { $extension: (value as Extension).code };
    case "Float":
      return { $float: floatText((value as Float).value) };
    case "Fraction":
      return { $fraction: String(value) };
    case "Global":
      return { $global: [(value as Global).module, (value as Global).name] };
    case "Int":
      return { $int2: String((value as Int).value) };
    case "Long":
      return { $long: String((value as Long).value) };
    case "NotImplemented":
      return { $notimplemented: true };
    case "PurePath":
      return { $path: [(value as PurePath).flavour, String(value)] };
    case "Python2String":
      return { $str2: decodeLatin1((value as Python2String).bytes) };
    case "Range": {
      const { start, stop, step } = value as Range;
      return { $range: [start, stop, step].map(integerJson) };
    }
    case "TimeDelta":
      return { $timedelta: deltaJson(value as TimeDelta) };
    case "TimeZone": {
      const { offset, name } = value as TimeZone;
      return { $timezone: name === undefined ? [deltaJson(offset)] : [deltaJson(offset), name] };
    }
    case "Tuple":
      return (value as unknown[]).length === 0 ? { $tuple: [] } : undefined;
    case "UUID":
      return { $uuid: String(value) };
    case undefined:
      return hostJson(value);
    default:
      return undefined;
  }
}

/** JavaScript's own objects. */
function hostJson(value: object): Json | undefined {
  if (isBytes(value)) return { $bytes: base64(value) };
  if (value instanceof Date) {
    const time = value.getTime();
    return { $jsdate: Number.isNaN(time) ? null : time };
  }
  return value instanceof ArrayBuffer || value instanceof DataView
    ? { $javascript: classNameOf(value) }
    : undefined;
}

function momentJson(moment: DateTime | TimeOnly): Json | undefined {
  if (moment.tzinfo !== null) return undefined;
  const text = localText(moment);
  const json = moment.fold === 1 ? { local: text, fold: 1 } : text;
  return "year" in moment ? { $datetime: json } : { $time: json };
}

function deltaJson({ days, seconds, microseconds }: TimeDelta): Json {
  return [days, seconds, microseconds];
}
