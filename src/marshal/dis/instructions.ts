import { type Code, isCode } from "../code.ts";
import type { ExceptionEntry } from "../exception-table.ts";
import { Arguments } from "./arguments.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { type Labels, labelsOf } from "./jumps.ts";
import { type LineStarts, lineStartsOf } from "./line-starts.ts";
import { operationsOf } from "./operations.ts";
import { readable } from "./readable.ts";

/** An instruction of a code object with what it refers to. */
export interface Instruction {
  /** Where it is in the bytes of the code. The `EXTENDED_ARG`s before it are instructions of their own. */
  readonly offset: number;
  /** Its number, for instructions that the interpreter specialized that of the general one. */
  readonly opcode: number;
  /** Its name, such as `"LOAD_FAST"`; `"<217>"` for a number that means nothing. */
  readonly name: string;
  /** Its argument, with what the `EXTENDED_ARG`s before it add; `null` if it has none. */
  readonly arg: number | null;
  /**
   * What the argument stands for: a constant, a name, two names, a comparison, or the offset that is jumped to; the
   * argument itself if it is a mere number, `undefined` if there is none or it refers to nothing.
   */
  readonly value: unknown;
  /** The same as `dis` shows it in parentheses; `""` for nothing, `"<bad index 9>"` if it refers to nothing. */
  readonly text: string;
  /** The line it belongs to; `null` for none. */
  readonly line: number | null;
  /** Whether it is the first instruction of its line. */
  readonly startsLine: boolean;
  /** Whether others jump to it, or the exception table names it. */
  readonly isJumpTarget: boolean;
}

/** A code object taken apart. */
export interface Disassembly {
  readonly dialect: Dialect;
  /** How many bytes of code there are. */
  readonly length: number;
  readonly lineStarts: LineStarts;
  readonly exceptions: readonly ExceptionEntry[];
  readonly labels: Labels;
  readonly instructions: Generator<Instruction, void, undefined>;
}

/**
 * The instructions of a code object, as `dis.Bytecode` of the Python that it is for gives them. Caches are left out.
 *
 * @throws RangeError for a Python whose bytecode is not known: see `PYTHONS`.
 * @throws TypeError for what is no `Code`.
 *
 * @example
 * ```ts
 * import { Tuple } from "pantry/python";
 * import { Code } from "pantry/marshal";
 * import { instructions } from "pantry/marshal/dis";
 *
 * const code = new Code({ python: "3.8", code: Uint8Array.of(100, 0, 83, 0), consts: new Tuple(7n) });
 * const [load, end] = instructions(code);
 * if (load?.name !== "LOAD_CONST" || load.value !== 7n) throw new Error("the constant is not loaded");
 * if (end?.name !== "RETURN_VALUE" || end.arg !== null) throw new Error("it does not return");
 * ```
 */
export function instructions(code: Code): Instruction[] {
  return Array.from(disassembly(code).instructions);
}

/** What there is to tell about a code object; its instructions one by one. */
export function disassembly(code: Code): Disassembly {
  if (!isCode(code)) throw new TypeError(`A Code expected, not ${typeof code}`);
  const dialect = dialectOf(code.python);
  const lineStarts = lineStartsOf(code, dialect.version);
  const exceptions = Array.from(readable(code.exceptions()));
  const labels = labelsOf(operationsOf(code.code, dialect), exceptions, dialect);
  return {
    dialect,
    length: code.code.length,
    lineStarts,
    exceptions,
    labels,
    instructions: instructionsOf(code, dialect, lineStarts, labels),
  };
}

function* instructionsOf(
  code: Code,
  dialect: Dialect,
  lineStarts: LineStarts,
  labels: Labels,
): Generator<Instruction, void, undefined> {
  const arguments_ = new Arguments(code, dialect, labels);
  let line: number | null = null;
  for (const operation of operationsOf(code.code, dialect)) {
    const { offset, opcode, arg } = operation;
    const start = lineStarts.get(offset);
    if (start !== undefined) line = start;
    yield {
      offset,
      opcode: opcode.number,
      name: opcode.name,
      arg,
      ...arguments_.of(operation),
      line,
      startsLine: start !== undefined,
      isJumpTarget: labels.has(offset),
    };
  }
}
