import { brand, PythonObject } from "./python-object.ts";

const SECONDS_A_DAY = 86_400;
const MICROSECONDS_A_SECOND = 1_000_000;
const GREATEST_DAYS = 999_999_999;

/**
 * Python's `datetime.timedelta`, normalised as Python does: `seconds` from 0 to 86399 and `microseconds` from 0 to
 * 999999, so that only `days` is ever negative.
 *
 * ```ts
 * import { TimeDelta } from "pantry/python";
 *
 * const before = new TimeDelta(0, -1);
 * if (before.days !== -1 || before.seconds !== 86399) throw new Error("not normalised");
 * ```
 */
export class TimeDelta extends PythonObject {
  static {
    brand(TimeDelta.prototype, "TimeDelta");
  }

  /** Days of 86400 seconds, from -999999999 to 999999999. */
  readonly days: number;
  /** The seconds on top of the days, from 0 to 86399. */
  readonly seconds: number;
  /** The microseconds on top of those, from 0 to 999999. */
  readonly microseconds: number;

  /**
   * The sum of the three, none of which needs to be normalised. Default: 0 of each.
   *
   * @throws TypeError for what is not a safe integer.
   * @throws RangeError for more than 999999999 days, in either direction.
   */
  constructor(days: number = 0, seconds: number = 0, microseconds: number = 0) {
    super();
    const carriedSeconds = Math.floor(integer(microseconds, "microseconds") / MICROSECONDS_A_SECOND);
    const allSeconds = integer(seconds, "seconds") + carriedSeconds;
    const carriedDays = Math.floor(allSeconds / SECONDS_A_DAY);
    this.days = integer(days, "days") + carriedDays;
    this.seconds = allSeconds - carriedDays * SECONDS_A_DAY;
    this.microseconds = microseconds - carriedSeconds * MICROSECONDS_A_SECOND;
    if (Math.abs(this.days) > GREATEST_DAYS)
      throw new RangeError(`days must be within ±${GREATEST_DAYS}, not ${this.days}`);
  }

  /** All of it in seconds, as Python's `total_seconds()`; microseconds are lost beyond some 270 years. */
  totalSeconds(): number {
    return this.days * SECONDS_A_DAY + this.seconds + this.microseconds / MICROSECONDS_A_SECOND;
  }

  /** What Python's `str()` gives: `-1 day, 23:59:59`. */
  override toString(): string {
    const hours = Math.floor(this.seconds / 3600);
    const clock = `${hours}:${two(Math.floor(this.seconds / 60) % 60)}:${two(this.seconds % 60)}`;
    const days = this.days === 0 ? "" : `${this.days} day${Math.abs(this.days) === 1 ? "" : "s"}, `;
    return `${days}${clock}${this.microseconds === 0 ? "" : `.${String(this.microseconds).padStart(6, "0")}`}`;
  }
}

/**
 * Python's `datetime.timezone`: a fixed offset from UTC, with or without a name.
 *
 * ```ts
 * import { TimeDelta, TimeZone } from "pantry/python";
 *
 * if (String(new TimeZone(new TimeDelta(0, 5400))) !== "UTC+01:30") throw new Error("not Python's name");
 * ```
 */
export class TimeZone extends PythonObject {
  static {
    brand(TimeZone.prototype, "TimeZone");
  }

  /** UTC itself, Python's `timezone.utc`. */
  static readonly utc: TimeZone = new TimeZone(new TimeDelta());

  /** How far local time is ahead of UTC; negative in the west. */
  readonly offset: TimeDelta;
  /** The name it was given; `undefined` for none. */
  readonly name: string | undefined;

  /**
   * A time zone that is `offset` ahead of UTC. Default: no name.
   *
   * @throws RangeError for an offset of a day or more, in either direction.
   */
  constructor(offset: TimeDelta, name?: string) {
    super();
    const { days, seconds, microseconds } = offset;
    if (days < -1 || days > 0 || (days === -1 && seconds === 0 && microseconds === 0)) {
      throw new RangeError("offset must be less than a day");
    }
    this.offset = offset;
    this.name = name;
  }

  /** What Python's `str()` gives: the name, or `UTC`, or `UTC+01:30`. */
  override toString(): string {
    if (this.name !== undefined) return this.name;
    const { days, seconds, microseconds } = this.offset;
    return days === 0 && seconds === 0 && microseconds === 0 ? "UTC" : `UTC${offsetText(this.offset)}`;
  }
}

/** An offset as `isoformat()` has it: `+01:30`, with seconds and microseconds where there are any. */
export function offsetText(offset: TimeDelta): string {
  const negative = offset.days < 0;
  const micros = (offset.days * SECONDS_A_DAY + offset.seconds) * MICROSECONDS_A_SECOND + offset.microseconds;
  const size = Math.abs(micros);
  const seconds = Math.floor(size / MICROSECONDS_A_SECOND);
  const fraction = size % MICROSECONDS_A_SECOND;
  const minutes = `${negative ? "-" : "+"}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  if (fraction !== 0) return `${minutes}:${two(seconds % 60)}.${String(fraction).padStart(6, "0")}`;
  return seconds % 60 === 0 ? minutes : `${minutes}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function integer(value: number, name: string): number {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} must be an integer, not ${value}`);
  return value === 0 ? 0 : value;
}
