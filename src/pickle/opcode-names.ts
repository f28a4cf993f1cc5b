import * as opcodes from "./opcodes.ts";

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries(opcodes).map(([name, code]): [unknown, string] => [code, name]),
);

/** What an error calls an opcode; `undefined` is one that is missing. */
export function opcodeLabel(code: number | undefined): string {
  if (code === undefined) return "an opcode";
  return NAMES.get(code) ?? `opcode 0x${code.toString(16).padStart(2, "0")}`;
}

/** Whether a byte is the code of an opcode. */
export function isOpcode(byte: number | undefined): boolean {
  return NAMES.has(byte);
}
