/**
 * Python's `dis` for code objects of other Pythons: their instructions, and the very text that `dis.dis` prints.
 *
 * @module
 */
export { PYTHONS } from "./dialect.ts";
export { type DisOptions, dis, disLines } from "./dis.ts";
export { type Instruction, instructions } from "./instructions.ts";
