import type { Dialect, Opcode } from "./dialect.ts";

/** An instruction as it stands in the bytes. */
export interface Operation {
  /** Where it is. The `EXTENDED_ARG`s before it are instructions of their own. */
  readonly offset: number;
  readonly opcode: Opcode;
  /** Its argument, with what the `EXTENDED_ARG`s before it add; `null` if it has none, or the bytes end before it. */
  readonly arg: number | null;
  /** Where the next instruction is, behind the caches of this one. */
  readonly end: number;
}

/** From 3.6 on each instruction has two bytes. */
const WORDCODE = 306;

/** The instructions of a code object one after another; whatever the bytes are, there are instructions. */
export function operationsOf(code: Uint8Array, dialect: Dialect): Generator<Operation, void, undefined> {
  return dialect.version < WORDCODE ? byteOperations(code, dialect) : wordOperations(code, dialect);
}

/** Instructions of two bytes, some with caches behind them. */
function* wordOperations(code: Uint8Array, { opcodes }: Dialect): Generator<Operation, void, undefined> {
  let extended = 0;
  for (let offset = 0; offset < code.length; ) {
    const opcode = opcodes[code[offset] as number] as Opcode;
    const byte = opcode.kind === "plain" ? undefined : code[offset + 1];
    // An argument has 32 bits, and a sign.
    const arg = byte === undefined ? null : byte | extended;
    extended = opcode.name === "EXTENDED_ARG" ? (arg ?? 0) << 8 : 0;
    const end = offset + 2 + 2 * opcode.caches;
    yield { offset, opcode, arg, end };
    offset = end;
  }
}

/** Instructions of one byte, or of three with an argument. */
function* byteOperations(code: Uint8Array, { opcodes }: Dialect): Generator<Operation, void, undefined> {
  let extended = 0;
  for (let offset = 0; offset < code.length; ) {
    const opcode = opcodes[code[offset] as number] as Opcode;
    const [low, high] = [code[offset + 1], code[offset + 2]];
    const hasArgument = opcode.kind !== "plain";
    const arg =
      !hasArgument || low === undefined || high === undefined ? null : low + high * 0x100 + extended;
    extended = opcode.name === "EXTENDED_ARG" ? ((arg ?? 0) & 0xffff) * 0x10000 : 0;
    const end = offset + (hasArgument ? 3 : 1);
    yield { offset, opcode, arg, end };
    offset = end;
  }
}
