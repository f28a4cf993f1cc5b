import type { ByteReader } from "../bytes/index.ts";
import { MOST_ITEMS } from "../bytes/limits.ts";
import { int32At } from "../bytes/little-endian.ts";
import type { Frame } from "./frame.ts";
import type { References } from "./references.ts";
import * as code from "./type-codes.ts";

/** For each byte whether it is the type code of such a value. */
const IS_LEAF: readonly boolean[] = /* @__PURE__ */ (() => {
  const { BINARY_FLOAT, FALSE, FLAG_REF, INT, NONE, REF, SHORT_ASCII, SHORT_ASCII_INTERNED, TRUE } = code;
  const kept = [INT, SHORT_ASCII, SHORT_ASCII_INTERNED];
  const types = new Set([
    ...kept,
    ...kept.map((type) => type | FLAG_REF),
    BINARY_FLOAT,
    FALSE,
    NONE,
    REF,
    TRUE,
  ]);
  return Array.from({ length: 256 }, (_, type) => types.has(type));
})();

const KEPT_INT = code.INT | code.FLAG_REF;
const KEPT_ASCII = code.SHORT_ASCII | code.FLAG_REF;
const KEPT_ASCII_INTERNED = code.SHORT_ASCII_INTERNED | code.FLAG_REF;

/**
 * Reads values that hold no others, of the types that are most frequent, in one loop: half the time that floats take one
 * by one. Whatever is special it leaves where it is: other types, errors, and bytes that end too early.
 */
export class Leaves {
  /** Where the last of them began. */
  start = 0;
  readonly #references: References;

  constructor(references: References) {
    this.#references = references;
  }

  /** Reads those that come next in a container, and puts them on the stack from `count` on. How many are on it then. */
  read(reader: ByteReader, frame: Frame, values: unknown[], count: number, exact: boolean): number {
    const { bytes, view } = reader;
    let { offset } = reader;
    if (!IS_LEAF[bytes[offset] as number]) return count;
    const references = this.#references;
    let { start } = this;
    let { left } = frame;
    let top = count;
    let value: unknown;
    while (left !== 0 && top < MOST_ITEMS) {
      // A key that is an object is checked together with its value.
      if (frame.hasKeys && (top - frame.base) % 2 === 1 && isObject(values[top - 1])) break;
      const type = bytes[offset];
      let end = offset + 1;
      if (type === code.INT || type === KEPT_INT) {
        end += 4;
        if (exact || end > bytes.length) break;
        const number = int32At(bytes, offset + 1);
        if (type === KEPT_INT) references.addInteger(number);
        value = number;
      } else if (type === code.REF) {
        end += 4;
        if (end > bytes.length) break;
        value = references.settled(int32At(bytes, offset + 1), exact);
        if (value === undefined) break;
      } else if (
        type === code.SHORT_ASCII ||
        type === code.SHORT_ASCII_INTERNED ||
        type === KEPT_ASCII ||
        type === KEPT_ASCII_INTERNED
      ) {
        if (end >= bytes.length) break;
        end += 1 + (bytes[end] as number);
        if (end > bytes.length) break;
        value = reader.shortText(offset + 2, end);
        if (value === undefined) break;
        if (type >= code.FLAG_REF) references.add(value, exact);
      } else if (type === code.BINARY_FLOAT) {
        end += 8;
        if (end > bytes.length || view === undefined) break;
        value = view.getFloat64(offset + 1, true);
      } else if (type === code.NONE) {
        value = null;
      } else if (type === code.TRUE || type === code.FALSE) {
        value = type === code.TRUE;
      } else {
        break;
      }
      values[top] = value;
      top += 1;
      left -= 1;
      start = offset;
      offset = end;
    }
    this.start = start;
    reader.offset = offset;
    frame.left = left;
    return top;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
