// What the tests look at.
import { type InspectOptions, inspect, type Part } from "pantry/inspect";
import { bytesOf } from "./archives.ts";

/** `os.system('id')`, in protocol 0 and in protocol 2. */
export const EVIL: Uint8Array = bytesOf("cos\nsystem\n(S'id'\ntR.");
export const EVIL2: Uint8Array = bytesOf("\x80\x02cposix\nsystem\nX\x02\x00\x00\x00id\x85R.");
/** A list of numbers. */
export const GOOD: Uint8Array = bytesOf("\x80\x02](K\x01K\x02K\x03e.");

/** A part and those in it as lines: kind, name, verdict, and status where that is not `complete`. */
export async function outline(data: Uint8Array, options: InspectOptions = {}): Promise<string[]> {
  const { root } = await inspect(data, options);
  return lines(root, "");
}

function lines(part: Part, indent: string): string[] {
  const { kind, name, parts, status, verdict } = part;
  const own = [kind, name && `'${name}'`, verdict, status !== "complete" && status].filter(Boolean).join(" ");
  return [indent + own, ...parts.flatMap((inner) => lines(inner, `${indent}  `))];
}

/** The rules of the findings that move the verdict, each once, in order. */
export async function rules(data: Uint8Array, options: InspectOptions = {}): Promise<string[]> {
  const { findings } = await inspect(data, options);
  return [...new Set(findings.filter(({ severity }) => severity !== "note").map(({ rule }) => rule))].sort();
}
