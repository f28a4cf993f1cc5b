import { Global, type Instance, type NumberArray, PythonArray, type Tuple } from "../../python/index.ts";
import { anyInt, attempt, call, float, int, isBytes, isGlobal, isList, safeInt } from "./parts.ts";
import {
  INERT,
  type KindReducers,
  type PrototypeReducers,
  type Recipe,
  type ReduceContext,
} from "./recipe.ts";

const ARRAY = /* @__PURE__ */ new Global("array", "array");
const RECONSTRUCTOR = /* @__PURE__ */ new Global("array", "_array_reconstructor");
const PROTOCOL_WITH_BYTES = 3;

interface NumbersClass {
  readonly BYTES_PER_ELEMENT: number;
  readonly prototype: NumberArray;
  new (source: number | ArrayBuffer): NumberArray;
}

/** What an array of a typecode holds, and the format of its bytes on a little-endian 64-bit machine. */
interface Typecode {
  readonly class: NumbersClass;
  readonly format: number;
  /** Whether the values are ints, floats or characters. */
  readonly holds: "int" | "float" | "text";
  /** Whether the typed array is the value; a `PythonArray` is it otherwise. */
  readonly isTyped: boolean;
}

const TYPECODES: ReadonlyMap<unknown, Typecode> = /* @__PURE__ */ new Map<string, Typecode>([
  ["B", { class: Uint8ClampedArray, format: 0, holds: "int", isTyped: true }],
  ["b", { class: Int8Array, format: 1, holds: "int", isTyped: true }],
  ["H", { class: Uint16Array, format: 2, holds: "int", isTyped: true }],
  ["h", { class: Int16Array, format: 4, holds: "int", isTyped: true }],
  ["I", { class: Uint32Array, format: 6, holds: "int", isTyped: true }],
  ["i", { class: Int32Array, format: 8, holds: "int", isTyped: true }],
  ["Q", { class: BigUint64Array, format: 10, holds: "int", isTyped: true }],
  ["q", { class: BigInt64Array, format: 12, holds: "int", isTyped: true }],
  ["f", { class: Float32Array, format: 14, holds: "float", isTyped: true }],
  ["d", { class: Float64Array, format: 16, holds: "float", isTyped: true }],
  ["L", { class: BigUint64Array, format: 10, holds: "int", isTyped: false }],
  ["l", { class: BigInt64Array, format: 12, holds: "int", isTyped: false }],
  ["u", { class: Uint32Array, format: 20, holds: "text", isTyped: false }],
  ["w", { class: Uint32Array, format: 20, holds: "text", isTyped: false }],
]);
/** The typecodes by the format of their bytes: each format has a little-endian and then a big-endian form, of one byte apart. */
const BY_FORMAT: readonly string[] = [
  "B",
  "b",
  "H",
  "H",
  "h",
  "h",
  "I",
  "I",
  "i",
  "i",
  "Q",
  "Q",
  "q",
  "q",
  "f",
  "f",
  "d",
  "d",
];
const UTF16 = 18;
const UTF32 = 20;
const LAST_FORMAT = 21;

const NATURAL = { exact: false };
const IS_LITTLE_ENDIAN: boolean =
  /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ Uint16Array.of(1).buffer)[0] === 1;

export const recipes: readonly Recipe[] = [
  { names: ["array array"], call: readList },
  { names: ["array _array_reconstructor"], call: readBytes },
];

export const kinds: KindReducers = [["PythonArray", reducePythonArray]];

export const prototypes: PrototypeReducers = /* @__PURE__ */ Array.from(TYPECODES)
  .filter(([, typecode]) => typecode.isTyped)
  .map(([name, typecode]) => [
    typecode.class.prototype,
    (array: NumberArray, context: ReduceContext) => reduce(name as string, array, context),
  ]);

/** Before protocol 3 an array is made of a list, and Python 2 knows no other way. */
function readList(args: Tuple, exact: boolean): unknown {
  const [name, items = []] = args;
  const typecode = TYPECODES.get(name);
  if (!typecode || args.length > 2 || (exact && args.length !== 2) || !isList(items)) return INERT;
  if (typecode.holds === "text")
    return items.every(isCharacter) ? new PythonArray(name as string, Array.from(items)) : INERT;
  const numbers = fill(typecode, items, exact);
  return numbers ? arrayOf(name as string, typecode, numbers, exact) : INERT;
}

/** Any machine's bytes are read as CPython on a little-endian 64-bit machine does, where another format becomes another typecode. */
function readBytes(args: Tuple, exact: boolean): unknown {
  const [class_, name, code, bytes] = args;
  const typecode = TYPECODES.get(name);
  const format = safeInt(code, exact);
  if (args.length !== 4 || !typecode || format === undefined || !isBytes(bytes)) return INERT;
  if (!isGlobal(class_, "array", "array")) return INERT;
  if (format === typecode.format) return ofBytes(name as string, typecode, bytes, false, exact);
  if (exact || format < 0 || format > LAST_FORMAT) return INERT;
  const isBigEndian = format > 1 && (format & 1) === 1;
  if (format >= UTF16) {
    if (typecode.holds !== "text") return INERT;
    if (format >= UTF32) return ofBytes(name as string, typecode, bytes, isBigEndian, exact);
    const units = numbersOf(Uint16Array, bytes, isBigEndian) as Uint16Array | undefined;
    return units ? ofUtf16(name as string, units) : INERT;
  }
  const other = BY_FORMAT[format] as string;
  const found = TYPECODES.get(other) as Typecode;
  if (found.holds !== typecode.holds || (found.holds === "float" && other !== name)) return INERT;
  return ofBytes(other, found, bytes, isBigEndian, exact);
}

function ofBytes(
  name: string,
  typecode: Typecode,
  bytes: Uint8Array,
  isBigEndian: boolean,
  exact: boolean,
): unknown {
  const numbers = numbersOf(typecode.class, bytes, isBigEndian);
  return numbers ? arrayOf(name, typecode, numbers, exact) : INERT;
}

function ofUtf16(name: string, units: Uint16Array): unknown {
  const text = Array.from(units, (unit) => String.fromCharCode(unit)).join("");
  return text.isWellFormed() ? new PythonArray(name, Array.from(text)) : INERT;
}

/** The value that an array of these numbers is. */
function arrayOf(name: string, typecode: Typecode, numbers: NumberArray, exact: boolean): unknown {
  if (typecode.isTyped) return numbers;
  const values = numbers as Iterable<number | bigint>;
  if (typecode.holds === "int")
    return new PythonArray(
      name,
      Array.from(values, (value) => (exact ? value : int(value, NATURAL))),
    );
  return attempt(
    () =>
      new PythonArray(
        name,
        Array.from(values, (value) => String.fromCodePoint(Number(value))),
      ),
  );
}

/** The items as numbers of that kind; `undefined` where one is none. */
function fill(typecode: Typecode, items: readonly unknown[], exact: boolean): NumberArray | undefined {
  const numbers = new typecode.class(items.length);
  const isBig = typecode.class.BYTES_PER_ELEMENT === 8 && typecode.holds === "int";
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    const number = typecode.holds === "float" ? item : isBig ? anyInt(item, exact) : safeInt(item, exact);
    if (typeof number !== (isBig ? "bigint" : "number")) return undefined;
    (numbers as { [index: number]: unknown })[i] = number;
    // What does not fit has become something else.
    if (!Object.is(numbers[i], number)) return undefined;
  }
  return numbers;
}

function reduce(name: string, array: NumberArray, context: ReduceContext): Instance {
  const { format, holds } = TYPECODES.get(name) as Typecode;
  if (context.protocol >= PROTOCOL_WITH_BYTES)
    return call(RECONSTRUCTOR, ARRAY, name, int(format, context), littleEndian(array));
  const values = array as Iterable<number | bigint>;
  const item = holds === "float" ? float : int;
  return call(
    ARRAY,
    name,
    Array.from(values, (value) => item(value as number, context)),
  );
}

function reducePythonArray(
  { typecode: name, values }: PythonArray,
  context: ReduceContext,
): Instance | undefined {
  const typecode = TYPECODES.get(name);
  if (!typecode) return undefined;
  if (typecode.holds !== "text") {
    const numbers = fill(typecode, values, false);
    return numbers && reduce(name, numbers, context);
  }
  if (!values.every(isCharacter)) return undefined;
  if (context.protocol < PROTOCOL_WITH_BYTES) return call(ARRAY, name, Array.from(values));
  return reduce(
    name,
    Uint32Array.from(values, (character) => character.codePointAt(0) ?? 0),
    context,
  );
}

function isCharacter(value: unknown): value is string {
  if (typeof value !== "string" || value.length === 0 || value.length > 2) return false;
  return value.length === ((value.codePointAt(0) as number) > 0xffff ? 2 : 1);
}

function numbersOf(class_: NumbersClass, bytes: Uint8Array, isBigEndian: boolean): NumberArray | undefined {
  if (bytes.length % class_.BYTES_PER_ELEMENT !== 0) return undefined;
  const copy = new Uint8Array(bytes);
  if (isBigEndian === IS_LITTLE_ENDIAN) reverseEach(copy, class_.BYTES_PER_ELEMENT);
  return new class_(copy.buffer);
}

function littleEndian(array: NumberArray): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();
  if (!IS_LITTLE_ENDIAN) reverseEach(bytes, array.BYTES_PER_ELEMENT);
  return bytes;
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}
