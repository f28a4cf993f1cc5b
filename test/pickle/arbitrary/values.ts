import fc from "fast-check";
import {
  ByteArray,
  Complex,
  DateOnly,
  DateTime,
  Decimal,
  Ellipsis,
  Fraction,
  Global,
  NotImplemented,
  PurePath,
  PythonArray,
  Range,
  Slice,
  TimeDelta,
  TimeOnly,
  TimeZone,
  UUID,
} from "pantry/python";

/**
 * What a graph is made of: the values of the natural profile (from protocol 2 on or before it), those of them that marshal or
 * Python 2 has, or those of the exact one.
 */
export type Profile =
  | "natural"
  | "natural before protocol 2"
  | "natural for marshal"
  | "natural for Python 2"
  | "exact";

const ODD_NAMES = "__proto__ constructor toString length 10 2 a b javascript args cause message".split(" ");
const YEARS_1_TO_9999 = {
  min: new Date(-62_135_596_800_000),
  max: new Date(253_402_300_799_999),
  noInvalidDate: true,
};

const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
  // Any units, so lone surrogates too.
  fc.array(fc.nat(0xffff), { maxLength: 4 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom("", "s".repeat(255), "s".repeat(256), "é".repeat(128)),
);

/** Names of properties, which are keys of dicts too. */
export const names: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...ODD_NAMES), texts);

const wideInts = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
  fc.constantFrom(-(2n ** 53n), 2n ** 2039n - 1n, -(2n ** 2040n)),
);

/** Values that have no identity. */
export function scalars(profile: Profile): fc.Arbitrary<unknown> {
  const found: fc.Arbitrary<unknown>[] = [
    fc.constantFrom(null, true, false),
    texts,
    wideInts,
    fc.double(),
    fc.constantFrom(-0, 0, 1, 255, 2 ** 31, 2 ** 53),
  ];
  // Before protocol 2 a small bigint is read as a number.
  if (profile !== "natural before protocol 2") found.push(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }));
  if (profile !== "exact") found.push(fc.constant(undefined), fc.maxSafeInteger());
  return fc.oneof(...found);
}

/** Objects that hold no other objects. */
export function leaves(profile: Profile): fc.Arbitrary<object> {
  if (profile === "natural for marshal") return fc.oneof(bytes, complexes, fc.constant(Ellipsis));
  if (profile === "natural for Python 2") return fc.oneof(bytes, complexes, days, deltas);
  const both = [bytes, numbers, times, typedArrays, others];
  return profile === "exact" ? fc.oneof(...both) : fc.oneof(...both, naturalOnly);
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 4 }).map((content) => new ByteArray(content)),
);

const complexes = fc.tuple(fc.double(), fc.double()).map(([real, imag]) => new Complex(real, imag));
const numbers = fc.oneof(
  complexes,
  fc.constantFrom("0", "-1.50", "1E+3", "NaN", "-Infinity").map((text) => new Decimal(text)),
  fc
    .tuple(fc.bigInt(-(2n ** 80n), 2n ** 80n), fc.bigInt(1n, 2n ** 70n))
    .map((ratio) => new Fraction(...ratio)),
  fc.constantFrom([0, 5], [2n ** 70n, 2n ** 71n]).map(([start = 0, stop = 0]) => new Range(start, stop)),
);

const zone = new TimeZone(new TimeDelta(0, 3600), "CET");
const days = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.nat(27))
  .map(([year, day]) => new DateOnly(year, 2, day + 1));
const deltas = fc.integer({ min: -999_999_999, max: 999_999_999 }).map((count) => new TimeDelta(count, 5, 7));
const times = fc.oneof(
  days,
  fc.nat(999_999).map((micro) => new DateTime(2024, 2, 29, 1, 2, 3, micro)),
  fc.nat(59).map((minute) => new DateTime(2024, 2, 29, 1, minute, 3, 0, zone)),
  fc.nat(59).map((second) => new TimeOnly(1, 2, second)),
  deltas,
);

const few = { maxLength: 3 };
const typedArrays = fc.oneof(
  fc.int8Array(few),
  fc.uint8ClampedArray(few),
  fc.int16Array(few),
  fc.uint16Array(few),
  fc.int32Array(few),
  fc.uint32Array(few),
  fc.bigInt64Array(few),
  fc.bigUint64Array(few),
  fc.float32Array(few),
  fc.float64Array(few),
);

const others = fc.oneof(
  fc.constantFrom<object>(Ellipsis, NotImplemented, new Slice(), new PurePath("PurePosixPath", "/a", "b")),
  fc.constantFrom("Money", "Shelf").map((name) => new Global("shop", name)),
);

const naturalOnly = fc.oneof(
  fc.date(YEARS_1_TO_9999),
  // Before protocol 2 a UUID is a call of copyreg's, which stays one when it is read exactly.
  fc.bigInt(0n, 2n ** 128n - 1n).map((int) => new UUID(int)),
  fc
    .constantFrom(["l", -1, 2] as const, ["u", "é", "😀"] as const)
    .map(([code, ...items]) => new PythonArray(code, items)),
);
