import {
  DateOnly,
  DateTime,
  Global,
  type Instance,
  kindOf,
  TimeDelta,
  TimeOnly,
  TimeZone,
  type Tuple,
} from "../../python/index.ts";
import { attempt, call, int, isBytes, safeInt } from "./parts.ts";
import {
  INERT,
  type KindReducers,
  type PrototypeReducers,
  type Recipe,
  type ReduceContext,
} from "./recipe.ts";

const DATETIME = /* @__PURE__ */ new Global("datetime", "datetime");
const DATE = /* @__PURE__ */ new Global("datetime", "date");
const TIME = /* @__PURE__ */ new Global("datetime", "time");
const TIMEDELTA = /* @__PURE__ */ new Global("datetime", "timedelta");
const TIMEZONE = /* @__PURE__ */ new Global("datetime", "timezone");

/** The high bit of the month (of a datetime) or hour (of a time) is the fold, in protocols that no older Python reads. */
const FOLD = 0x80;
const PROTOCOL_WITH_FOLD = 4;

export const recipes: readonly Recipe[] = [
  { names: ["datetime datetime"], call: readDateTime },
  { names: ["datetime date"], call: readDate },
  { names: ["datetime time"], call: readTime },
  { names: ["datetime timedelta"], call: readTimeDelta },
  { names: ["datetime timezone"], call: readTimeZone },
];

export const kinds: KindReducers = [
  ["DateTime", reduceDateTime],
  ["DateOnly", reduceDateOnly],
  ["TimeOnly", reduceTimeOnly],
  ["TimeDelta", reduceTimeDelta],
  ["TimeZone", reduceTimeZone],
];

export const prototypes: PrototypeReducers = [[Date.prototype, reduceDate]];

function readDateTime(args: Tuple, exact: boolean): unknown {
  const state = stateBytes(args[0], 10, exact) as Bytes10 | undefined;
  if (!state) return exact ? INERT : readDateTimeFields(args);
  if (args.length > 2 || !isZone(args, 1, exact)) return INERT;
  return attempt(
    () =>
      new DateTime(
        state[0] * 256 + state[1],
        state[2] & ~FOLD,
        state[3],
        state[4],
        state[5],
        state[6],
        state[7] * 65536 + state[8] * 256 + state[9],
        args[1] ?? null,
        foldOf(state[2]),
      ),
  );
}

/** Called with numbers, as people do; and, with UTC and whole milliseconds, as a JavaScript `Date` is written. */
function readDateTimeFields(args: Tuple): unknown {
  if (args.length < 3 || args.length > 8 || !isZone(args, 7, false)) return INERT;
  const [year, month, day, ...time] = fields(args, 7);
  const moment = attempt(
    () => new DateTime(year as number, month as number, day as number, ...filled(time), args[7] ?? null),
  );
  if (moment === INERT || args.length !== 8) return moment;
  const { microsecond, tzinfo } = moment as DateTime;
  return isUTC(tzinfo) && microsecond % 1000 === 0 ? (moment as DateTime).toDate() : moment;
}

function reduceDateTime(value: DateTime, context: ReduceContext): Instance {
  const { year, month, day, hour, minute, tzinfo } = value;
  const state = new Uint8Array(10);
  state[0] = year >> 8;
  state[1] = year;
  state[2] = month | foldBit(value, context);
  state[3] = day;
  state[4] = hour;
  state[5] = minute;
  setSeconds(state, 6, value);
  return tzinfo === null ? call(DATETIME, state) : call(DATETIME, state, tzinfo);
}

function reduceDate(date: Date, context: ReduceContext): Instance | undefined {
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  const numbers = [
    year,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds() * 1000,
  ];
  return call(DATETIME, ...numbers.map((number) => int(number, context)), TimeZone.utc);
}

function readDate(args: Tuple, exact: boolean): unknown {
  const state = args.length === 1 ? (stateBytes(args[0], 4, exact) as Bytes4 | undefined) : undefined;
  if (state) {
    return attempt(() => new DateOnly(state[0] * 256 + state[1], state[2], state[3]));
  }
  if (exact || args.length !== 3) return INERT;
  const [year, month, day] = fields(args, 3);
  return attempt(() => new DateOnly(year as number, month as number, day as number));
}

function reduceDateOnly({ year, month, day }: DateOnly): Instance {
  const state = new Uint8Array(4);
  state[0] = year >> 8;
  state[1] = year;
  state[2] = month;
  state[3] = day;
  return call(DATE, state);
}

function readTime(args: Tuple, exact: boolean): unknown {
  const state = stateBytes(args[0], 6, exact) as Bytes6 | undefined;
  if (state) {
    if (args.length > 2 || !isZone(args, 1, exact)) return INERT;
    const hour = state[0];
    const microsecond = state[3] * 65536 + state[4] * 256 + state[5];
    return attempt(
      () => new TimeOnly(hour & ~FOLD, state[1], state[2], microsecond, args[1] ?? null, foldOf(hour)),
    );
  }
  if (exact || args.length > 5 || !isZone(args, 4, false)) return INERT;
  return attempt(() => new TimeOnly(...filled(fields(args, 4)), args[4] ?? null));
}

function reduceTimeOnly(value: TimeOnly, context: ReduceContext): Instance {
  const { hour, minute, tzinfo } = value;
  const state = new Uint8Array(6);
  state[0] = hour | foldBit(value, context);
  state[1] = minute;
  setSeconds(state, 2, value);
  return tzinfo === null ? call(TIME, state) : call(TIME, state, tzinfo);
}

function readTimeDelta(args: Tuple, exact: boolean): unknown {
  if (args.length > 3 || (exact && args.length !== 3)) return INERT;
  const [days, seconds, microseconds] = args.map((field) => safeInt(field, exact) ?? Number.NaN);
  const delta = attempt(() => new TimeDelta(days, seconds, microseconds));
  if (!exact || delta === INERT) return delta;
  const normal = delta as TimeDelta;
  return normal.seconds === seconds && normal.microseconds === microseconds ? normal : INERT;
}

function reduceTimeDelta({ days, seconds, microseconds }: TimeDelta, context: ReduceContext): Instance {
  return call(TIMEDELTA, int(days, context), int(seconds, context), int(microseconds, context));
}

/** Python has one object for UTC, however often it is made. */
function readTimeZone(args: Tuple): unknown {
  const [offset, name] = args;
  if (kindOf(offset) !== "TimeDelta") return INERT;
  if (args.length === 2 && typeof name === "string")
    return attempt(() => new TimeZone(offset as TimeDelta, name));
  if (args.length !== 1) return INERT;
  const zone = attempt(() => new TimeZone(offset as TimeDelta));
  return isUTC(zone) ? TimeZone.utc : zone;
}

function reduceTimeZone({ offset, name }: TimeZone): Instance {
  return name === undefined ? call(TIMEZONE, offset) : call(TIMEZONE, offset, name);
}

// Read by index: to destructure an array of bytes is to iterate it, ten times as slow.
type Bytes4 = [number, number, number, number];
type Bytes6 = [...Bytes4, number, number];
type Bytes10 = [...Bytes6, number, number, number, number];

/** The bytes of the state: those of Python 2 are a `str`, which a character each stands for once it is decoded as latin-1. */
function stateBytes(value: unknown, length: number, exact: boolean): ArrayLike<number> | undefined {
  if (isBytes(value)) return value.length === length ? value : undefined;
  if (exact || typeof value !== "string" || value.length !== length) return undefined;
  const bytes = Array.from(value, (character) => character.charCodeAt(0));
  return bytes.length === length && bytes.every((byte) => byte <= 0xff) ? bytes : undefined;
}

/** Integers that were read, at most `count` of them; what is none becomes NaN, which no constructor takes. */
function fields(args: Tuple, count: number): number[] {
  return args.slice(0, count).map((field) => safeInt(field, false) ?? Number.NaN);
}

/** Hour, minute, second and microsecond, 0 where they were left out. */
function filled([hour = 0, minute = 0, second = 0, microsecond = 0]: readonly number[]): [
  number,
  number,
  number,
  number,
] {
  return [hour, minute, second, microsecond];
}

/** Whether the argument at `index` is a tzinfo: of this module, or an object of some other class. */
function isZone(args: Tuple, index: number, exact: boolean): boolean {
  const zone = args[index];
  if (args.length <= index || (zone === null && !exact)) return true;
  const kind = kindOf(zone);
  if (kind !== undefined)
    return kind === "TimeZone" || kind === "Instance" || kind === "Global" || kind === "PersistentId";
  return typeof zone === "object" && zone !== null && !isData(zone);
}

/** Lists, dicts, sets and bytes; anything else is an instance of a registered class. */
function isData(value: object): boolean {
  return (
    Array.isArray(value) ||
    value instanceof Map ||
    value instanceof Set ||
    ArrayBuffer.isView(value) ||
    Object.getPrototypeOf(value) === Object.prototype
  );
}

function isUTC(zone: unknown): boolean {
  if (kindOf(zone) !== "TimeZone") return false;
  const { offset, name } = zone as TimeZone;
  return name === undefined && offset.days === 0 && offset.seconds === 0 && offset.microseconds === 0;
}

function foldOf(byte: number): 0 | 1 {
  return byte & FOLD ? 1 : 0;
}

/** CPython drops the fold where an older Python might read it; what was read with it in the exact profile keeps it. */
function foldBit({ fold }: DateTime | TimeOnly, { protocol, exact }: ReduceContext): number {
  return fold === 1 && (exact || protocol >= PROTOCOL_WITH_FOLD) ? FOLD : 0;
}

/** The second in a byte, the microseconds in three. */
function setSeconds(state: Uint8Array, offset: number, { second, microsecond }: DateTime | TimeOnly): void {
  state[offset] = second;
  state[offset + 1] = microsecond >> 16;
  state[offset + 2] = microsecond >> 8;
  state[offset + 3] = microsecond;
}
