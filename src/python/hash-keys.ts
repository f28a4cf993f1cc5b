import { decodeLatin1 } from "../bytes/text.ts";
import { hasSurrogatePair } from "../bytes/utf8.ts";
import { kindOf } from "./brand.ts";
import { type CodeObject, comparedFields } from "./code-object.ts";
import type { DateTime, TimeOnly } from "./datetime.ts";
import { floatText } from "./float-text.ts";
import type { Global } from "./global.ts";
import { isBytes, isPlainObject, typecodeOf } from "./javascript.ts";
import { LongIntegers } from "./long-integers.ts";
import { decimalKey, fractionKey, integerKey } from "./number-key.ts";
import type { Complex, Float, Int, Long } from "./numbers.ts";
import type { PurePath } from "./path.ts";
import type { Range } from "./range.ts";
import type { Extension, PersistentId } from "./references.ts";
import type { Slice } from "./slice.ts";
import type { CodePointString, Python2String } from "./strings.ts";
import { runTask, type Task, type Visitor } from "./tasks.ts";
import type { TimeDelta, TimeZone } from "./timedelta.ts";

/** What stands for a hashable value: a text, since tables of numbers can be flooded with keys that collide. */
export type HashKey = string;

const NO_KEY: unique symbol = Symbol("unhashable");
type Found = HashKey | typeof NO_KEY;

/** From so many characters on, and outside of what a double can be, a key is made once only. */
const LONG_TEXT = 256;
const LONG_INTEGER = 2n ** 1024n;

const MICROSECONDS_A_DAY = 86_400_000_000;

/**
 * Gives each value that Python can hash a primitive key, so that two values are equal in Python exactly when their
 * keys are: `1`, `1n`, `true` and `new Float(1)` have the same, and so have two tuples of equal items.
 *
 * Objects that Python hashes by identity (instances, exceptions, functions, a NaN in a box) get a key of their own. The
 * keys of one `HashKeys` mean nothing to another. What is shared is looked at once, so that tuples of tuples of …
 * cannot make it slow; the values must not change meanwhile.
 */
export class HashKeys implements Visitor<Found> {
  readonly #known = new Map<unknown, Found>();
  readonly #longIntegers = new LongIntegers<HashKey>();
  readonly #numbers = new Map<HashKey, number>();
  readonly #open = new Set<object>();
  readonly #typed: boolean;
  /** The keys of code objects, which tell constants of different types apart. */
  #constants: HashKeys | undefined;

  /** @param typed Whether values are told apart as the constants of code objects are: `1` from `True`, `0.0` from `-0.0`. */
  constructor(typed: boolean = false) {
    this.#typed = typed;
  }

  /** The key of a value; `undefined` for what Python cannot hash (a list, a dict, a set, a bytearray, …). */
  key(value: unknown): HashKey | undefined {
    const found = runTask(this, value);
    return found === NO_KEY ? undefined : found;
  }

  leaf(value: unknown): Found | undefined {
    const key = this.#leaf(value);
    const text = typeof key === "number" ? `#${key}` : key;
    return this.#typed && text !== undefined ? typedKey(value, text) : text;
  }

  #leaf(value: unknown): Found | number | undefined {
    switch (typeof value) {
      case "string":
        return value.length < LONG_TEXT ? `s${value}` : this.#once(value, (text) => `s${text}`);
      case "number":
        return Number.isNaN(value) ? this.nan() : floatKey(value);
      case "bigint":
        if (value < LONG_INTEGER && value > -LONG_INTEGER) return integerKey(value);
        return this.#longInteger(value);
      case "boolean":
        return Number(value);
      case "undefined":
        return "None";
      case "object":
        return value === null ? "None" : this.#object(value);
      default:
        return this.#known.get(value) ?? this.identity(value);
    }
  }

  *task(value: object): Task<Found> {
    this.#open.add(value);
    const key = yield* this.#nested(value);
    this.#open.delete(value);
    this.#known.set(value, key);
    return key;
  }

  /** The key of a value that is equal to itself alone. */
  protected identity(value: unknown): Found {
    return this.#remember(value, `o${this.#known.size}`);
  }

  /** The key of a value that Python cannot hash. */
  protected unhashable(_value: object): Found {
    return NO_KEY;
  }

  /** The key of a NaN that is a number: which of them it is cannot be told. */
  protected nan(): HashKey {
    return "nan";
  }

  /** The key of a NaN in a box: Python tells two of them apart. */
  protected boxedNan(box: object): Found {
    return this.identity(box);
  }

  /** The key of a text, or of bytes, that can be long and in many others. */
  #once<T>(value: T, keyOf: (value: T) => HashKey): Found {
    return this.#known.get(value) ?? this.#remember(value, keyOf(value));
  }

  /** The key of an integer that can be long and in many others. */
  #longInteger(value: bigint): Found {
    const known = this.#longIntegers.get(value);
    if (known !== undefined) return known;
    const key = `${integerKey(value)}`;
    this.#longIntegers.set(value, key);
    return key;
  }

  #remember(value: unknown, key: Found): Found {
    this.#known.set(value, key);
    return key;
  }

  #object(value: object): Found | number | undefined {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (this.#open.has(value)) return this.unhashable(value);
    const kind = kindOf(value);
    switch (kind) {
      case "Tuple":
        return this.#flatTuple(value as unknown[]);
      case "FrozenDict":
      case "FrozenSet":
      case "Slice":
      case "PersistentId":
        return undefined;
      case "Code":
        return this.#typed ? undefined : this.#code(value);
      case "DateTime":
      case "TimeOnly":
        return this.#moment(value as DateTime | TimeOnly);
      case "Complex":
        return this.#complex(value as Complex);
      case "Float": {
        const number = (value as Float).value;
        return Number.isNaN(number) ? this.boxedNan(value) : floatKey(number);
      }
      case "Decimal": {
        const text = String(value);
        const key = decimalKey(text);
        if (key !== undefined) return key;
        return text.includes("s") ? this.unhashable(value) : this.boxedNan(value);
      }
      case "Int":
      case "Long":
        return integerKey((value as Int | Long).value);
      case "Fraction":
        return fractionKey(value as Parameters<typeof fractionKey>[0]);
      case "CodePointString": {
        const { codePoints } = value as CodePointString;
        return hasSurrogatePair(codePoints) ? `p${codePoints.join()}` : `s${value}`;
      }
      case "ByteArray":
      case "Counter":
      case "DefaultDict":
      case "Deque":
      case "OrderedDict":
      case "PythonArray":
      case "SimpleNamespace":
        return this.unhashable(value);
      case "Instance":
      case "PythonException":
        return this.identity(value);
      case undefined:
        return this.#host(value);
      default:
        return plainKey(value, kind);
    }
  }

  /** A tuple that holds no objects, as most that are keys, needs no task. */
  #flatTuple(tuple: readonly unknown[]): Found | undefined {
    let numbers = "";
    for (let i = 0; i < tuple.length; i += 1) {
      const item = tuple[i];
      const key = typeof item === "object" && item !== null ? undefined : this.leaf(item);
      if (key === undefined || key === NO_KEY) return undefined;
      numbers += i === 0 ? this.#numberOf(key) : `,${this.#numberOf(key)}`;
    }
    return this.#remember(tuple, this.#short(`t${numbers}`));
  }

  /** JavaScript's own objects, and those of the program's classes. */
  #host(value: object): Found {
    if (isBytes(value)) return this.#once(value, (bytes) => `b${decodeLatin1(bytes)}`);
    if (value instanceof Date) return dateKey(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    const isContainer =
      prototype === Array.prototype || prototype === Map.prototype || prototype === Set.prototype;
    if (isContainer || isPlainObject(value) || typecodeOf(value) !== undefined) return this.unhashable(value);
    return this.identity(value);
  }

  #complex(value: Complex): Found | number {
    const { real, imag } = value;
    if (Number.isNaN(real) || Number.isNaN(imag)) return this.boxedNan(value);
    return imag === 0 ? floatKey(real) : `c${floatKey(real)},${floatKey(imag)}`;
  }

  #code(code: object): Found {
    this.#constants ??= new HashKeys(true);
    const key = this.#constants.key(code);
    return key === undefined ? this.unhashable(code) : this.#remember(code, `k${key}`);
  }

  /** Where the offset is known, aware values are equal when they are in UTC. */
  #moment(moment: DateTime | TimeOnly): Found | undefined {
    const { tzinfo } = moment;
    const clock = (moment.hour * 3600 + moment.minute * 60 + moment.second) * 1_000_000 + moment.microsecond;
    if (kindOf(tzinfo) === "TimeZone") {
      const { days, seconds, microseconds } = (tzinfo as TimeZone).offset;
      // Python leaves the microseconds of an offset out when it compares times.
      if (!("year" in moment)) return `u${clock - (days * 86_400 + seconds) * 1_000_000}`;
      const offset = days * MICROSECONDS_A_DAY + seconds * 1_000_000 + microseconds;
      return `m${BigInt(dayNumber(moment)) * BigInt(MICROSECONDS_A_DAY) + BigInt(clock - offset)}`;
    }
    return tzinfo === null ? localKey(moment, clock) : undefined;
  }

  *#nested(value: object): Task<Found> {
    switch (kindOf(value)) {
      case "Tuple":
        return yield* this.#numbered("t", value as unknown[]);
      case "FrozenSet":
        return yield* this.#members(value as Set<unknown>);
      case "FrozenDict":
        return yield* this.#entries(value as Map<unknown, unknown>);
      case "Code":
        return yield* this.#numbered("k", comparedFields(value as CodeObject));
      case "Slice": {
        const { start, stop, step } = value as Slice;
        return yield* this.#numbered("l", [start, stop, step]);
      }
      case "PersistentId": {
        const id = yield* this.#numbered("r", [(value as PersistentId).id]);
        return id === NO_KEY ? this.identity(value) : id;
      }
      default: {
        // A datetime or time whose time zone only Python knows: equal when all is.
        const moment = value as DateTime | TimeOnly;
        return yield* this.#numbered("z", [String(moment), moment.tzinfo]);
      }
    }
  }

  /** Keys are numbered, so that the key of a tuple is as long as the tuple, whatever is in it. */
  *#numbered(tag: string, items: Iterable<unknown>): Task<Found> {
    const numbers = yield* this.#numbersOf(items);
    return numbers ? this.#short(tag + numbers.join()) : NO_KEY;
  }

  *#members(members: Iterable<unknown>): Task<Found> {
    const numbers = yield* this.#numbersOf(members);
    return numbers
      ? this.#short(
          `f${Array.from(new Set(numbers))
            .sort((a, b) => a - b)
            .join()}`,
        )
      : NO_KEY;
  }

  *#entries(entries: Iterable<[unknown, unknown]>): Task<Found> {
    const texts: string[] = [];
    for (const entry of entries) {
      const numbers = yield* this.#numbersOf(entry);
      if (!numbers) return NO_KEY;
      texts.push(numbers.join(":"));
    }
    return this.#short(`i${texts.sort().join()}`);
  }

  *#numbersOf(items: Iterable<unknown>): Generator<unknown, number[] | undefined, Found> {
    const numbers: number[] = [];
    for (const item of items) {
      const key = yield item;
      if (key === NO_KEY) return undefined;
      numbers.push(this.#numberOf(key));
    }
    return numbers;
  }

  #short(key: string): string {
    return `n${this.#numberOf(key)}`;
  }

  #numberOf(key: HashKey): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

/** The kinds whose key their own text gives. */
function plainKey(value: object, kind: string): string {
  switch (kind) {
    case "DateOnly":
      return `D${value}`;
    case "Extension":
      return `x${(value as Extension).code}`;
    case "Global":
      return `g${(value as Global).module}\n${(value as Global).name}`;
    case "PurePath": {
      const { flavour } = value as PurePath;
      return flavour.includes("Windows") ? `w${String(value).toLowerCase()}` : `/${value}`;
    }
    case "Python2String":
      return `2${decodeLatin1((value as Python2String).bytes)}`;
    case "Range":
      return rangeKey(value as Range);
    case "TimeDelta":
      return `d:${deltaText(value as TimeDelta)}`;
    case "TimeZone":
      return `z:${deltaText((value as TimeZone).offset)}`;
    case "UUID":
      return `U${value}`;
    default:
      return kind;
  }
}

/** The key of a constant: a number together with its type and sign. A bool alone keeps the key that a number had. */
function typedKey(value: unknown, key: Found): Found {
  const type = kindOf(value) ?? typeof value;
  switch (type) {
    case "bigint":
    case "Int":
    case "Long":
      return `=${type} ${String(key)}`;
    case "number":
      return `=float ${floatText(value as number)}`;
    case "Float":
      return `=float ${floatText((value as Float).value)}`;
    case "Complex":
      return `=complex ${value}`;
    default:
      return key;
  }
}

/** A number's own value; every NaN that is no object is the same. */
function floatKey(value: number): string | number {
  return Number.isNaN(value) ? "nan" : value === 0 ? 0 : value;
}

/** Ranges are equal when they yield the same numbers. */
function rangeKey({ start, step, length }: Range): string {
  if (length === 0) return "R";
  return length === 1 ? `R${start}` : `R${start},${step},${length}`;
}

function deltaText({ days, seconds, microseconds }: TimeDelta): string {
  return `${days},${seconds},${microseconds}`;
}

function localKey(moment: DateTime | TimeOnly, clock: number): string {
  return "year" in moment ? `M${dayNumber(moment)},${clock}` : `T${clock}`;
}

/** The moment in microseconds, as that of an aware datetime. */
function dateKey(date: Date): string {
  const time = date.getTime();
  return Number.isNaN(time) ? "mNaN" : `m${BigInt(time) * 1000n}`;
}

/** Days since 1970. */
function dayNumber({ year, month, day }: DateTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 86_400_000;
}
