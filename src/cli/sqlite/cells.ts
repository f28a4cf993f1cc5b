import { repr } from "../../python/index.ts";

/** A REAL as Python's `repr` writes it: with a fraction or an exponent always. */
export function realText(value: number): string {
  return repr(value, { exact: true });
}

/** A BLOB as a literal of SQL: `X'00FF'`. */
export function hexadecimal(bytes: Uint8Array): string {
  let digits = "";
  for (const byte of bytes) digits += byte.toString(16).padStart(2, "0");
  return `X'${digits.toUpperCase()}'`;
}
