import { PythonArray } from "./array.ts";
import { ByteArray } from "./byte-array.ts";
import { DateOnly, DateTime, TimeOnly } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { parseFloatText } from "./float-text.ts";
import { Fraction } from "./fraction.ts";
import { Global } from "./global.ts";
import type { Json } from "./json.ts";
import { fieldsIn, integerIn, listIn, refusal, textIn } from "./json-parts.ts";
import { Complex, Float, Int, Long } from "./numbers.ts";
import { type PathFlavour, PurePath } from "./path.ts";
import { Range } from "./range.ts";
import { Extension } from "./references.ts";
import { Ellipsis, NotImplemented } from "./singletons.ts";
import { CodePointString, Python2String } from "./strings.ts";
import { TimeDelta, TimeZone } from "./timedelta.ts";
import { UUID } from "./uuid.ts";
import type { NumberArray } from "./value.ts";

/** What `readLeaf` answers for JSON of a value that has others within it. */
export const NESTED: unique symbol = Symbol("nested");

/** What is longer would take minutes in some engines. */
const MAX_DIGITS = 1_000_000;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
/** The sign of an imaginary part follows no exponent's mark. */
const COMPLEX = /^(?:\((.+?)(?<!e)([+-].+)j\)|([^()]+)j)$/;
const FRACTION = /^(-?\d+)(?:\/(\d+))?$/;
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{6}))?$/;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{6}))?$/;
const FLAVOURS: readonly PathFlavour[] = ["PurePosixPath", "PureWindowsPath", "PosixPath", "WindowsPath"];

/** The typed arrays by their typecodes; every other array is a `PythonArray`. */
const ARRAYS: ReadonlyMap<string, new (length: number) => NumberArray> = /* @__PURE__ */ new Map<
  string,
  new (
    length: number,
  ) => NumberArray
>([
  ["b", Int8Array],
  ["B", Uint8ClampedArray],
  ["h", Int16Array],
  ["H", Uint16Array],
  ["i", Int32Array],
  ["I", Uint32Array],
  ["q", BigInt64Array],
  ["Q", BigUint64Array],
  ["f", Float32Array],
  ["d", Float64Array],
]);

/** The tags of what has no other value within it. */
const TAGS: ReadonlyMap<string, (content: Json, exact: boolean) => unknown> = /* @__PURE__ */ new Map<
  string,
  (content: Json, exact: boolean) => unknown
>([
  ["$array", arrayOf],
  ["$bytearray", (text) => new ByteArray(bytesIn(text).buffer)],
  ["$bytes", bytesIn],
  ["$complex", complexOf],
  ["$date", (text) => new DateOnly(...(numbersIn(text, DATE, "YYYY-MM-DD") as [number, number, number]))],
  ["$decimal", (text) => new Decimal(textIn(text))],
  ["$ellipsis", (content) => only(content, Ellipsis)],
  ["$extension", (code) => new Extension(integerIn(code))],
  ["$float", floatOf],
  ["$fraction", fractionOf],
  ["$global", globalOf],
  ["$int", integerOf],
  ["$int2", (text) => new Int(integerOf(text))],
  ["$jsdate", (time) => new Date(time === null ? Number.NaN : integerIn(time))],
  ["$long", (text) => new Long(integerOf(text))],
  ["$notimplemented", (content) => only(content, NotImplemented)],
  ["$path", pathOf],
  ["$range", rangeOf],
  ["$str", (codes) => new CodePointString(listIn(codes).map(integerIn))],
  ["$str2", (text) => new Python2String(latin1In(text))],
  ["$timedelta", deltaOf],
  ["$timezone", zoneOf],
  ["$undefined", (content) => only(content, undefined)],
  ["$uuid", (text) => UUID.from(textIn(text))],
]);

/** The value of JSON that has no other within it; `NESTED` for all other JSON. */
export function readLeaf(json: Json, exact: boolean): unknown {
  switch (typeof json) {
    case "string":
    case "boolean":
      return json;
    case "number":
      return numberOf(json, exact);
    case "object":
      return json === null ? null : tagged(json, exact);
    default:
      throw refusal(`a ${typeof json} is no JSON`);
  }
}

/** A datetime or time, still without its zone: its fields as text, or an object that has that as `local`. */
export function readMoment(content: Json, hasDate: boolean): DateTime | TimeOnly {
  const isText = typeof content === "string";
  const { local, fold = 0 } = isText ? { local: content } : fieldsIn(content, ["local"], ["tzinfo", "fold"]);
  if (fold !== 0 && fold !== 1) throw refusal("fold must be 0 or 1");
  if (hasDate) {
    const [year = 0, month = 0, day = 0, ...time] = numbersIn(local, MOMENT, "YYYY-MM-DDTHH:MM:SS");
    return new DateTime(year, month, day, time[0], time[1], time[2], time[3], null, fold);
  }
  const [hour, minute, second, microsecond] = numbersIn(local, TIME, "HH:MM:SS");
  return new TimeOnly(hour, minute, second, microsecond, null, fold);
}

function tagged(json: object, exact: boolean): unknown {
  for (const tag in json) {
    const read = TAGS.get(tag);
    if (read) return read(fieldsIn(json, [tag])[tag] as Json, exact);
    break;
  }
  return NESTED;
}

/** An integer, or what can only be a float. */
function numberOf(json: number, exact: boolean): unknown {
  if (Number.isSafeInteger(json) && !Object.is(json, -0)) return exact ? BigInt(json) : json;
  if (Number.isFinite(json) && Math.abs(json) <= Number.MAX_SAFE_INTEGER) return json;
  throw refusal('a number beyond 2**53 is {"$int": "digits"} or {"$float": "text"}');
}

function integerOf(content: Json): bigint {
  const text = textIn(content);
  if (text.length > MAX_DIGITS) throw refusal(`${text.length} digits, the limit is ${MAX_DIGITS}`);
  if (!INTEGER.test(text)) throw refusal("the digits of an integer expected");
  return BigInt(text);
}

/** In the natural profile, a number that looks like an int is a float in a box only. */
function floatOf(content: Json, exact: boolean): number | Float {
  const value = floatIn(content);
  return exact || !Number.isSafeInteger(value) || Object.is(value, -0) ? value : new Float(value);
}

function floatIn(content: unknown): number {
  const value = parseFloatText(textIn(content));
  if (value === undefined) throw refusal("the text of a float expected");
  return value;
}

function complexOf(content: Json): Complex {
  const [, real = "0", signed, alone] = COMPLEX.exec(textIn(content)) ?? [];
  const imag = signed ?? alone;
  if (imag === undefined) throw refusal("the text of a complex expected, as (1+2j)");
  return new Complex(floatIn(real), floatIn(imag));
}

function fractionOf(content: Json): Fraction {
  const [, numerator, denominator = "1"] = FRACTION.exec(textIn(content)) ?? [];
  if (numerator === undefined) throw refusal("the text of a fraction expected, as 1/2");
  return new Fraction(integerOf(numerator), integerOf(denominator));
}

function bytesIn(content: Json): Uint8Array<ArrayBuffer> {
  const text = textIn(content);
  if (!BASE64.test(text)) throw refusal("base64 expected");
  return latin1In(atob(text));
}

function latin1In(content: Json): Uint8Array<ArrayBuffer> {
  const text = textIn(content);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw refusal("characters of latin-1 expected");
    bytes[i] = code;
  }
  return bytes;
}

function arrayOf(content: Json, exact: boolean): unknown {
  const { items, typecode } = fieldsIn(content, ["typecode", "items"]);
  const values = listIn(items).map((item) => itemOf(item));
  const name = textIn(typecode);
  const NumbersArray = ARRAYS.get(name);
  if (!NumbersArray) {
    if (!/^[lLuw]$/.test(name)) throw refusal(`${JSON.stringify(name)} is no typecode`);
    return new PythonArray(
      name,
      values.map((value) => (/[lL]/.test(name) ? intOf(value, exact) : textIn(value as Json))),
    );
  }
  const array = new NumbersArray(values.length);
  const takesBigints = array instanceof BigInt64Array || array instanceof BigUint64Array;
  for (const [i, value] of values.entries()) {
    const item = takesBigints ? bigintOf(value) : value;
    array[i] = item as never;
    if (!Object.is(array[i], item)) throw refusal(`item ${i} is none of an array of ${typecode}`);
  }
  return array;
}

/** The typecode says what is a float. */
function itemOf(item: Json): unknown {
  if (typeof item === "number" || typeof item === "string") return item;
  const { $float, $int } = fieldsIn(item, [], ["$float", "$int"]);
  return $int === undefined ? floatIn($float) : integerOf($int);
}

/** An int as a pickle gives it: a bigint where it must be. */
function intOf(value: unknown, exact: boolean): number | bigint {
  const int = bigintOf(value);
  return exact || !Number.isSafeInteger(Number(int)) ? int : Number(int);
}

function bigintOf(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(integerIn(value as Json));
}

function globalOf(content: Json): Global {
  const [module, name] = listIn(content, 2);
  return new Global(textIn(module), textIn(name));
}

function pathOf(content: Json): PurePath {
  const [name, text] = listIn(content, 2);
  const flavour = FLAVOURS.find((one) => one === name);
  if (!flavour) throw refusal("a class of pathlib expected");
  return new PurePath(flavour, textIn(text));
}

function rangeOf(content: Json): Range {
  const [start = 0n, stop = 0n, step] = listIn(content, 3).map((one) =>
    typeof one === "number" ? integerIn(one) : integerOf(fieldsIn(one, ["$int"]).$int as Json),
  );
  return new Range(start, stop, step);
}

function deltaOf(content: Json): TimeDelta {
  const [days, seconds, microseconds] = listIn(content, 3).map(integerIn);
  return new TimeDelta(days, seconds, microseconds);
}

function zoneOf(content: Json): TimeZone {
  const [offset, name] = listIn(content);
  if (listIn(content).length > 2) throw refusal("an offset and a name expected");
  return new TimeZone(deltaOf(offset as Json), name === undefined ? name : textIn(name));
}

/** The numbers of a date or time. */
function numbersIn(content: unknown, pattern: RegExp, wanted: string): number[] {
  const found = pattern.exec(textIn(content));
  if (!found) throw refusal(`${wanted} expected`);
  return found.slice(1).map((digits = "0") => Number(digits));
}

/** What there is only one of. */
function only<Value>(content: Json, value: Value): Value {
  if (content !== true) throw refusal("true expected");
  return value;
}
