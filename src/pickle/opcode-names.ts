import * as opcodes from "./opcodes.ts";

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries(opcodes).map(([name, code]): [unknown, string] => [code, name]),
);

/** The name of an opcode; `undefined` for a byte that is none. */
export function opcodeName(code: number): string | undefined {
  return NAMES.get(code);
}
