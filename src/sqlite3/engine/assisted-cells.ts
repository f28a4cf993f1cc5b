import type { Float } from "../../python/index.ts";
import { int64, isInteger } from "../values.ts";
import type { Shared, Texts } from "./assisted-helper.ts";
import { type Bindable, type EngineRow, type EngineValue, Failure, TextBytes } from "./port.ts";

// The types of cells, as in `native/helper.h`.
const INTEGER = 1;
const REAL = 2;
const TEXT = 3;
const BLOB = 4;
const NULL = 5;
const BIG_INTEGER = 6;
const TEXT_BYTES = 8;
const FAILURE = 9;

/** Reads the cells of a row, of which `first` is the first. */
export function readRow(shared: Shared, first: number, columns: number, texts: Texts): EngineRow {
  const { types, numbers, ends } = shared;
  const row = new Array<EngineValue>(columns);
  for (let column = 0; column < columns; column++) {
    const cell = first + column;
    const type = types[cell] as number;
    if (type <= REAL) row[column] = numbers[cell] as number;
    else if (type === TEXT && typeof texts === "string") row[column] = texts.slice(numbers[cell], ends[cell]);
    else if (type === NULL) row[column] = null;
    else row[column] = readOther(shared, cell, type, texts);
  }
  return row;
}

/** Reads a cell. */
export function readCell(shared: Shared, cell: number, texts: Texts): EngineValue {
  const type = shared.types[cell] as number;
  if (type <= REAL) return shared.numbers[cell] as number;
  if (type === NULL) return null;
  return readOther(shared, cell, type, texts);
}

function readOther(
  { numbers, integers, ends }: Shared,
  cell: number,
  type: number,
  texts: Texts,
): EngineValue {
  if (type === BIG_INTEGER) return integers[cell] as bigint;
  const [text, value] =
    typeof texts === "object" ? [texts[0], texts[ends[cell] as number]] : [texts, undefined];
  if (type === TEXT) return typeof text === "string" ? text.slice(numbers[cell], ends[cell]) : "";
  return type === TEXT_BYTES ? new TextBytes(value as Uint8Array<ArrayBuffer>) : (value as EngineValue);
}

/**
 * Writes a number, or that there is another value, which the helper gets besides.
 *
 * @throws RangeError for an integer of more than 64 bits.
 */
export function writeCell(shared: Shared, cell: number, value: Bindable): void {
  const { types, numbers } = shared;
  if (typeof value === "number") {
    numbers[cell] = value;
    types[cell] = isInteger(value) ? INTEGER : REAL;
  } else if (typeof value === "string") {
    numbers[cell] = value.length;
    types[cell] = TEXT;
  } else if (value === null) {
    types[cell] = NULL;
  } else if (typeof value === "bigint") {
    shared.integers[cell] = int64(value);
    types[cell] = BIG_INTEGER;
  } else if (value instanceof Uint8Array) {
    types[cell] = BLOB;
  } else {
    numbers[cell] = (value as Float).value;
    types[cell] = REAL;
  }
}

/** Writes what a callback gives to the first cell, and gives what the helper gets besides. */
export function writeResult(shared: Shared, result: Bindable | Failure): unknown {
  if (result instanceof Failure) {
    shared.numbers[0] = result.code;
    shared.types[0] = FAILURE;
    return result.message;
  }
  writeCell(shared, 0, result);
  return typeof result === "number" ? undefined : result;
}
