// What our pickletools makes of a pickle, in the form that `test/oracle/tools.py` gives.
import {
  type Argument,
  dis,
  genops,
  Memo,
  type Operation,
  optimize,
  PickletoolsError,
} from "pantry/pickletools";
import { kindOf, repr } from "pantry/python";
import type { Disassembly, Outcome, Style } from "../oracle/tools.ts";

type Version = "3.13" | "3.14";

/** Does with each pickle what `disassemble` asks of Python. */
export function disassembleOurs(
  pickles: readonly Uint8Array[],
  styles: readonly Style[] = [{}],
  version: Version = "3.13",
): Disassembly[] {
  let memo = new Memo();
  return pickles.map((data, index) => {
    const { again = false, ...style } = styles[index % styles.length] ?? {};
    if (!again) memo = new Memo();
    return {
      dis: outcome("", () => dis(data, { ...style, memo, version })),
      genops: operations(data, version),
      optimize: outcome(null, () => Buffer.from(optimize(data, { version })).toString("base64")),
    };
  });
}

function outcome<T>(nothing: T, run: () => T): Outcome<T> {
  try {
    return [run(), null];
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    return [typeof nothing === "string" ? (error.text as T) : nothing, error.reason];
  }
}

function operations(data: Uint8Array, version: Version): Outcome {
  const lines: string[] = [];
  const [, error] = outcome("", () => {
    for (const operation of genops(data, { version })) lines.push(shown(operation));
    return "";
  });
  return [lines.join("\n"), error];
}

function shown({ opcode, arg, offset }: Operation): string {
  return `${offset} ${opcode.name} ${typeOf(opcode.name, arg)} ${text(opcode.name, arg)}`;
}

function typeOf(name: string, arg: Argument): string {
  if (arg === null) return "NoneType";
  if (typeof arg === "boolean") return "bool";
  if (typeof arg === "bigint") return "int";
  if (typeof arg === "number") return name.endsWith("FLOAT") ? "float" : "int";
  if (typeof arg === "string" || kindOf(arg) === "CodePointString") return "str";
  return kindOf(arg) === "ByteArray" ? "bytearray" : "bytes";
}

function text(name: string, arg: Argument): string {
  if (typeof arg !== "bigint") return repr(arg, { exact: name.endsWith("FLOAT") });
  const size = arg < 0n ? -arg : arg;
  return size > 2n ** 64n ? `${arg < 0n ? "-" : ""}0x${size.toString(16)}` : String(arg);
}

/** The first difference between what Python and we make of a pickle, if there is one. */
export function difference(wanted: Disassembly, found: Disassembly): string | undefined {
  const parts = ["dis", "genops", "optimize"] as const;
  const part = parts.find(
    (one) =>
      JSON.stringify(wanted[one]) !== JSON.stringify(found[one]) && !isRefused(wanted[one], found[one], one),
  );
  if (part === undefined) return undefined;
  return `${part}: ${excerpt(wanted[part], found[part])}`;
}

/** A pickle that reads what was not stored yet: CPython stumbles over the None that it finds, or writes it down. */
function isRefused(wanted: Outcome<string | null>, found: Outcome<string | null>, part: string): boolean {
  if (part !== "optimize" || !found[1]?.endsWith("has never been stored into")) return false;
  const [made, error] = wanted;
  return made === null ? error?.includes("NoneType") === true : atob(made).includes("gNone\n");
}

function excerpt(wanted: Outcome<string | null>, found: Outcome<string | null>): string {
  const [left, right] = [JSON.stringify(wanted), JSON.stringify(found)];
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const from = Math.max(0, at - 40);
  return `${left.slice(from, at + 80)} became ${right.slice(from, at + 80)}`;
}
