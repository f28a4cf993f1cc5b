/**
 * Python's `pickletools`: what a pickle says, opcode by opcode, with nothing of it executed. The opcodes are a table
 * that documents itself.
 *
 * @module
 */
export { ByteReader } from "../bytes/index.ts";
export {
  type Argument,
  type ArgumentDescriptor,
  type ArgumentReader,
  type ReadOptions,
  TAKEN_FROM_ARGUMENT1,
  TAKEN_FROM_ARGUMENT4,
  TAKEN_FROM_ARGUMENT4U,
  TAKEN_FROM_ARGUMENT8U,
  UP_TO_NEWLINE,
} from "./argument-descriptor.ts";
export * from "./arguments.ts";
export * from "./audit/index.ts";
export { type DisOptions, dis, disLines } from "./dis.ts";
export { PickletoolsError, type PickletoolsErrorOptions } from "./errors.ts";
export { type GenopsOptions, genops, type Operation } from "./genops.ts";
export { Memo, type MemoIndex } from "./memo.ts";
export type { OpcodeInfo } from "./opcode-info.ts";
export { code2op, opcodes } from "./opcodes.ts";
export { optimize } from "./optimize.ts";
export * from "./readers.ts";
export * from "./stack-objects.ts";
export type { Text } from "./texts.ts";
