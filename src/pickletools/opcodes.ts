import type { OpcodeInfo } from "./opcode-info.ts";
import { CONTAINERS } from "./opcodes/containers.ts";
import { CONTROL } from "./opcodes/control.ts";
import { MEMORY } from "./opcodes/memory.ts";
import { OBJECTS } from "./opcodes/objects.ts";
import { SCALARS } from "./opcodes/scalars.ts";

/**
 * Every opcode there is, all 68, in the order of CPython's own table.
 *
 * @example
 * ```ts
 * import { opcodes } from "pantry/pickletools";
 *
 * const later = opcodes.filter(({ proto }) => proto === 5).map(({ name }) => name);
 * if (later.join() !== "BYTEARRAY8,NEXT_BUFFER,READONLY_BUFFER") throw new Error(later.join());
 * ```
 */
export const opcodes: readonly OpcodeInfo[] = [...SCALARS, ...CONTAINERS, ...MEMORY, ...OBJECTS, ...CONTROL];

/** The opcodes by their codes, which are characters: `code2op.get("K")` is that of `BININT1`. */
export const code2op: ReadonlyMap<string, OpcodeInfo> = new Map(opcodes.map((info) => [info.code, info]));
