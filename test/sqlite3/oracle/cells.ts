import { Float } from "pantry/python";
import { Row } from "pantry/sqlite3";

/** A value as JSON, in which every type is told apart: see `cells.py`. */
export type Cell =
  | null
  | boolean
  | string
  | { readonly int: string }
  | { readonly float: string }
  | { readonly bytes: string }
  | { readonly dict: readonly (readonly [string, Cell])[] }
  | { readonly other: string }
  | { readonly keys: readonly string[]; readonly row: readonly Cell[] }
  | readonly Cell[];

/** An integer. */
export function int(value: number | bigint): Cell {
  return { int: String(value) };
}

/** A float, integral or not. */
export function float(value: number): Cell {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return { float: bytes.toString("hex") };
}

/** Bytes in hexadecimal digits. */
export function bytes(hex: string): Cell {
  return { bytes: hex };
}

/** What a program has fetched, where integers are always `bigint`. */
export function encode(value: unknown): Cell {
  switch (typeof value) {
    case "undefined":
      return null;
    case "boolean":
    case "string":
      return value;
    case "bigint":
      return int(value);
    case "number":
      return float(value);
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return bytes(Buffer.from(value).toString("hex"));
  if (value instanceof Row) return { keys: value.keys(), row: value.toArray().map(encode) };
  if (Array.isArray(value)) return value.map(encode);
  return { dict: Object.entries(value as object).map(([key, one]) => [key, encode(one)] as const) };
}

/** The parameter that a cell stands for. */
export function decode(cell: Cell): unknown {
  if (cell === null || typeof cell !== "object") return cell;
  if (isList(cell)) return cell.map(decode);
  if ("int" in cell) return BigInt(cell.int);
  if ("float" in cell) return new Float(Buffer.from(cell.float, "hex").readDoubleBE());
  if ("bytes" in cell) return new Uint8Array(Buffer.from(cell.bytes, "hex"));
  if ("dict" in cell) return Object.fromEntries(cell.dict.map(([key, one]) => [key, decode(one)]));
  if ("other" in cell) return new (OTHERS[cell.other] as new () => unknown)();
  throw new Error(`no parameter: ${JSON.stringify(cell)}`);
}

function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell);
}

/** Classes that SQLite has nothing for. */
const OTHERS: { readonly [name: string]: new () => unknown } = { Thing: class Thing {} };
