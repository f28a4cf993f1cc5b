import type { ExceptionEntry } from "../exception-table.ts";
import type { Dialect } from "./dialect.ts";
import type { Operation } from "./operations.ts";

/** Where control can arrive, by offset: the labels, numbered from 1 in the order of their offsets. */
export type Labels = ReadonlyMap<number, number>;

/** From 3.10 on jumps count words, not bytes. */
const IN_WORDS = 310;
/** From 3.13 on the listing names places by their labels, also those of the exception table. */
export const LABELLED = 313;

/** Where an instruction jumps to; `undefined` for one that does not jump. */
export function targetOf({ opcode, arg, end }: Operation, dialect: Dialect): number | undefined {
  if (arg === null) return undefined;
  const distance = dialect.version < IN_WORDS ? arg : arg * 2;
  if (opcode.kind === "absolute") return distance;
  if (opcode.kind !== "relative") return undefined;
  return isBackward(opcode.name) ? end - distance : end + distance;
}

/** `END_ASYNC_FOR` does not jump: it says where the loop begins. */
function isBackward(name: string): boolean {
  return name.includes("JUMP_BACKWARD") || name === "END_ASYNC_FOR";
}

/** The labels of everything that is jumped to or named by the exception table. */
export function labelsOf(
  operations: Iterable<Operation>,
  exceptions: readonly ExceptionEntry[],
  dialect: Dialect,
): Labels {
  const offsets = new Set<number>();
  for (const operation of operations) {
    const target = targetOf(operation, dialect);
    if (target !== undefined) offsets.add(target);
  }
  for (const { start, end, target } of exceptions) {
    if (dialect.version >= LABELLED) offsets.add(start).add(end).add(target);
    else if (start < end) offsets.add(target);
  }
  const sorted = Array.from(offsets).sort((left, right) => left - right);
  return new Map(sorted.map((offset, index) => [offset, index + 1]));
}
