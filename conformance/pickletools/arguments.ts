import * as pickletools from "pantry/pickletools";
import { ByteArray, CodePointString } from "pantry/python";

/** An argument of an opcode, as JSON has it: Python has more kinds of numbers and texts. */
export type ToldArgument =
  | null
  | boolean
  | string
  | { readonly int: string }
  | { readonly float: string }
  | { readonly points: readonly number[] }
  | { readonly bytes: string }
  | { readonly bytearray: string };

const FLOATS: ReadonlySet<string> = new Set(["floatnl", "float8"]);

/** An argument that `descriptor` describes. */
export function told(descriptor: string | undefined, argument: pickletools.Argument): ToldArgument {
  if (argument === null || typeof argument === "boolean" || typeof argument === "string") return argument;
  if (typeof argument === "bigint") return { int: String(argument) };
  if (typeof argument === "number")
    return FLOATS.has(descriptor ?? "") ? { float: hexOf(argument) } : { int: String(argument) };
  if (argument instanceof CodePointString) return { points: argument.codePoints };
  const bytes = Buffer.from(argument).toString("base64");
  return argument instanceof ByteArray ? { bytearray: bytes } : { bytes };
}

/** Reads one argument from the beginning of the data: what it is, and where it ends. */
export function readArgument(
  name: string,
  data: Uint8Array,
): { readonly argument: ToldArgument; readonly end: number } {
  const readers = pickletools as unknown as Record<string, pickletools.ArgumentReader<pickletools.Argument>>;
  const reader = new pickletools.ByteReader(data);
  const read = readers[readerOf(name)];
  if (read === undefined) throw new Error(`there is no reader of ${name}`);
  return { argument: told(name, read(reader)), end: reader.offset };
}

/** As in `readStringnlNoescape` for `stringnl_noescape`. */
function readerOf(name: string): string {
  return `read_${name}`.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function hexOf(float: number): string {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(float);
  return bytes.toString("hex");
}
