import * as codes from "./result-codes.ts";

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(codes).map(([name, code]) => [code, name]));

/** The name of a result code, as in `"SQLITE_BUSY"`; `"unknown"` for one that is newer than this library. */
export function errorName(code: number): string {
  return NAMES.get(code) ?? "unknown";
}
