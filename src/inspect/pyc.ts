import { CODE, FLAG_REF } from "../marshal/type-codes.ts";
import type { Contents } from "./contents.ts";
import { finding } from "./findings.ts";
import { hasBytes } from "./magic.ts";

/** Behind the magic number, of which every version of Python has its own. */
const LINE_END = [0x0d, 0x0a];
const LINE_END_AT = 2;
/** The first and the last of the characters that lines of text are made of, and that no magic number ends in. */
const [SPACE, TILDE] = [0x20, 0x7e];
/** How long the headers are that there were: the code object follows. */
const HEADERS = [8, 12, 16];

/** Whether the bytes begin as the `.pyc` file of any Python, known or not. */
export function isPyc(bytes: Uint8Array): boolean {
  const [, high = 0] = bytes;
  if (!hasBytes(bytes, LINE_END, LINE_END_AT) || (high >= SPACE && high <= TILDE)) return false;
  return HEADERS.some((length) => ((bytes[length] ?? 0) & ~FLAG_REF) === CODE);
}

/** A program, whatever is known of the bytes as data: it is never safe. */
export function asPyc({ findings, ...data }: Omit<Contents, "kind">): Contents {
  const message = "It is a .pyc file, a program and no data: pantry show --dis shows its instructions.";
  return { ...data, kind: "pyc", findings: [...findings, finding("compiled-code", "warning", message, 0)] };
}
