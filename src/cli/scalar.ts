import {
  DateTime,
  type Extension,
  type Global,
  type Int,
  type Kind,
  kindOf,
  type PersistentId,
  type Python2String,
  type PythonArray,
  repr,
  type Slice,
  TimeOnly,
} from "../python/index.ts";
import { printable } from "../python/printable.ts";

/** How values without branches are written. */
export interface ScalarOptions {
  /** Whether the value was read with the exact profile: a number is a float then, whatever its value. */
  readonly exact: boolean;
  /** Whether it is shown as the pickle has it, with what only Python 2 told apart, and with the helpers of `copyreg`. */
  readonly verbatim: boolean;
  /** Whether `--encoding` would decode a `str` of Python 2, which it does not in code objects. Default: `true`. */
  readonly isDecodable?: boolean;
}

/** Words about a value in the place of one, printable. */
export class Words {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The modules of the classes that Python's `repr` leaves out. */
const MODULES: { readonly [kind in Kind]?: string } = {
  Decimal: "decimal",
  Fraction: "fractions",
  PurePath: "pathlib",
  UUID: "uuid",
};

/** The Python names of values that are no containers. */
const TYPES: { readonly [kind in Kind]?: string } = {
  ByteArray: "bytearray",
  CodePointString: "str",
  Complex: "complex",
  DateOnly: "datetime.date",
  DateTime: "datetime.datetime",
  Decimal: "decimal.Decimal",
  Ellipsis: "ellipsis",
  Extension: "extension code",
  Float: "float",
  Fraction: "fractions.Fraction",
  Global: "class or function",
  Int: "int",
  Long: "int",
  NotImplemented: "NotImplementedType",
  PersistentId: "persistent id",
  PythonArray: "array.array",
  Python2String: "str",
  Range: "range",
  Slice: "slice",
  TimeDelta: "datetime.timedelta",
  TimeOnly: "datetime.time",
  TimeZone: "datetime.timezone",
  UUID: "uuid.UUID",
};

/** An integer of more hexadecimal digits is not written out: its decimal digits take more than linear time. */
const LONGEST_INTEGER = 300;

/**
 * A value that has no branches, as Python writes it and in about `room` characters at most. What was cut says how
 * long it is. `undefined` for a value that has branches.
 */
export function scalar(value: unknown, room: number, options: ScalarOptions): string | undefined {
  switch (typeof value) {
    case "string":
      return textLiteral(value, room);
    case "number":
      return repr(value, { exact: options.exact });
    case "bigint":
      return integerLiteral(value);
    case "object":
      return value === null ? "None" : objectScalar(value, room, options);
    default:
      return printable(repr(value));
  }
}

/** The name that Python has for the type of a value without branches. */
export function scalarType(value: unknown, { exact }: ScalarOptions): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return exact || !Number.isSafeInteger(value) || Object.is(value, -0) ? "float" : "int";
    default:
      break;
  }
  const kind = kindOf(value);
  if (kind === "PurePath") return `pathlib.${(value as { flavour: string }).flavour}`;
  if (kind !== undefined) return TYPES[kind] ?? kind;
  if (isBytes(value)) return "bytes";
  if (ArrayBuffer.isView(value)) return "array.array";
  return value instanceof Date ? "datetime.datetime" : "NoneType";
}

/** Whether a value without branches can be changed, so that it matters where else it is. */
export function isChangeable(value: unknown): boolean {
  return ArrayBuffer.isView(value) ? !isBytes(value) : kindOf(value) === "PythonArray";
}

/** `1,234 items`, `1 item`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `1,234`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function objectScalar(value: object, room: number, options: ScalarOptions): string | undefined {
  const kind = kindOf(value);
  switch (kind) {
    case undefined:
      return plainScalar(value, room);
    case "ByteArray":
      return bytesLiteral(value as Uint8Array, room);
    case "Python2String":
      return python2Literal(value as Python2String, room, options);
    case "Int":
    case "Long": {
      const text = integerLiteral((value as Int).value);
      return options.verbatim ? `${text} (Python 2 ${kind.toLowerCase()})` : text;
    }
    case "Global":
      return `${printable(String(value as Global))} (by name)`;
    case "Extension":
      return `extension code ${(value as Extension).code}`;
    case "PersistentId": {
      const id = scalar((value as PersistentId).id, room, options);
      return id === undefined ? undefined : `persistent id ${id}`;
    }
    case "Slice": {
      const { start, stop, step } = value as Slice;
      const parts = [start, stop, step].map((part) => scalar(part, room, options));
      return parts.includes(undefined) ? undefined : `slice(${parts.join(", ")})`;
    }
    case "DateTime":
      return hasForeignZone(value as DateTime) ? undefined : repr(value);
    case "TimeOnly":
      return hasForeignZone(value as TimeOnly) ? undefined : repr(value);
    case "PythonArray":
      return arrayLiteral(value, (value as PythonArray).values.length, room);
    default:
      return kind in TYPES || kind in MODULES ? qualified(kind, value, room) : undefined;
  }
}

function plainScalar(value: object, room: number): string | undefined {
  if (value instanceof Words) return value.text;
  if (isBytes(value)) return bytesLiteral(value, room);
  if (ArrayBuffer.isView(value) && "length" in value) return arrayLiteral(value, Number(value.length), room);
  return value instanceof Date ? repr(value) : undefined;
}

function arrayLiteral(array: object, length: number, room: number): string {
  const text = printable(repr(array, { maxLength: room }));
  return text.endsWith("…") ? `${text} ${counted(length, "item")}` : text;
}

function qualified(kind: Kind, value: object, room: number): string {
  const module = MODULES[kind];
  return `${module === undefined ? "" : `${module}.`}${printable(repr(value, { maxLength: room }))}`;
}

/** A datetime or time whose zone is anything but an offset from UTC has a branch for it. */
function hasForeignZone({ tzinfo }: DateTime | TimeOnly): boolean {
  return tzinfo !== null && kindOf(tzinfo) !== "TimeZone";
}

/** A datetime or time without its zone. */
export function withoutZone(value: DateTime | TimeOnly): DateTime | TimeOnly {
  const { hour, minute, second, microsecond, fold } = value;
  if (kindOf(value) === "TimeOnly") return new TimeOnly(hour, minute, second, microsecond, null, fold);
  const { year, month, day } = value as DateTime;
  return new DateTime(year, month, day, hour, minute, second, microsecond, null, fold);
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && kindOf(value) === undefined;
}

function integerLiteral(value: bigint): string {
  const digits = value.toString(16).replace("-", "");
  if (digits.length <= LONGEST_INTEGER) return String(value);
  return `${value < 0n ? "-" : ""}0x${digits.slice(0, 24)}… ${counted(digits.length, "hexadecimal digit")}`;
}

function textLiteral(text: string, room: number): string {
  return shortest(text.length, room, (length) => {
    if (length === text.length) return repr(text);
    const cuts = isHighSurrogate(text.charCodeAt(length - 1)) && length > 1;
    return `${repr(text.slice(0, cuts ? length - 1 : length))}… ${counted(charactersOf(text), "character")}`;
  });
}

function bytesLiteral(bytes: Uint8Array, room: number): string {
  return shortest(bytes.length, room, (length) =>
    length === bytes.length
      ? repr(bytes)
      : `${repr(bytes.subarray(0, length))}… ${counted(bytes.length, "byte")}`,
  );
}

/** What is in ASCII reads the same in every encoding that Python 2 could have meant. */
function python2Literal(value: Python2String, room: number, options: ScalarOptions): string {
  const { isDecodable = true, verbatim } = options;
  const isAscii = value.bytes.every((byte) => byte < 0x80);
  if (verbatim) return `${bytesLiteral(value.bytes, room)} (Python 2 str)`;
  if (isAscii) return textLiteral(String(value), room);
  return `${bytesLiteral(value.bytes, room)} (Python 2 str${isDecodable ? ", --encoding decodes it" : ""})`;
}

/** The longest text that has room, of those that `show` makes of the first so many units. */
function shortest(length: number, room: number, show: (length: number) => string): string {
  let count = Math.min(length, room);
  let text = show(count);
  while (text.length > room && count > 1) {
    count = Math.max(1, Math.min(count - 1, Math.floor((count * room) / text.length)));
    text = show(count);
  }
  return text;
}

/** As Python counts them. */
function charactersOf(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function isHighSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}
