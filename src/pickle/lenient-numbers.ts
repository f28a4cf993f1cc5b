// Numbers as only some of CPython's readers take them. The C reader stops at a NUL and lets the text choose the base
// (`strtol` with base 0); `int()` and `float()` of the Python one allow spaces around and underscores within; Python 2
// allows an L behind INT, and spaces behind the sign.

import { decodeLatin1 } from "../bytes/index.ts";

const PREFIXED = /^([+-]?)0([xXoObB])([0-9a-fA-F]+)$/;
const OCTAL = /^([+-]?)0([0-7]+)$/;
const DECIMAL = /^[+-]?[0-9]+$/;
const FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * What some reader makes of a line, where not all of them make an integer of it; `undefined` where none does. Beyond
 * `maxDigits` it is 0: whoever asks knows the length, and converting so many digits takes too long.
 */
export function lenientInteger(line: Uint8Array, maxDigits: number): bigint | undefined {
  // The C reader takes a NUL alone for a number that ends before it began.
  if (line[0] === 0) return 0n;
  const text = significant(line)
    .replace(/[lL]$/, "")
    .replace(/^([+-])\s+/, "$1");
  const [, sign = "", base, digits] = PREFIXED.exec(text) ?? [];
  if (base !== undefined) return signed(sign, attempt(`0${base}${digits}`));
  const [, octalSign = "", octal] = OCTAL.exec(text) ?? [];
  if (octal !== undefined) return signed(octalSign, attempt(`0o${octal}`));
  if (!DECIMAL.test(text)) return undefined;
  return text.length > maxDigits ? 0n : BigInt(text.replace("+", ""));
}

/** The same for floats. One that is too big is an error to the C reader and infinite to the other. */
export function lenientFloat(line: Uint8Array): number | undefined {
  const text = significant(line);
  if (FLOAT.test(text)) return Number(text);
  return /^[+-]?(?:inf(?:inity)?|nan)$/i.test(text) ? Number.NaN : undefined;
}

/** The text up to a NUL, with no spaces around it and no underscores between digits. */
function significant(line: Uint8Array): string {
  const nul = line.indexOf(0);
  const text = decodeLatin1(nul < 0 ? line : line.subarray(0, nul)).trim();
  return text.replace(/(?<=[0-9a-fA-FxXoObB])_(?=[0-9a-fA-F])/g, "");
}

function attempt(literal: string): bigint | undefined {
  try {
    return BigInt(literal);
  } catch {
    return undefined;
  }
}

function signed(sign: string, value: bigint | undefined): bigint | undefined {
  return value !== undefined && sign === "-" ? -value : value;
}
