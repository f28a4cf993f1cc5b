import type { ExceptionEntry } from "../exception-table.ts";
import { firstAtLeast } from "../sorted.ts";
import type { Dialect } from "./dialect.ts";
import type { Operation } from "./operations.ts";

/**
 * Where control can arrive, by offset: the labels, numbered from 1 in the order of their offsets. They are in no `Map`, since a jump
 * can go anywhere: offsets can be crafted that collide there.
 */
export class Labels {
  readonly #offsets: Float64Array;

  /** @param offsets In any order, and as often as one is named. */
  constructor(offsets: readonly number[]) {
    this.#offsets = Float64Array.from(offsets)
      .sort()
      .filter((offset, index, sorted) => index === 0 || offset !== sorted[index - 1]);
  }

  /** How many there are. */
  get size(): number {
    return this.#offsets.length;
  }

  /** Whether there is one at an offset. */
  has(offset: number): boolean {
    return this.get(offset) !== undefined;
  }

  /** The number of the one at an offset. */
  get(offset: number): number | undefined {
    const index = firstAtLeast(this.#offsets, offset);
    return this.#offsets[index] === offset ? index + 1 : undefined;
  }
}

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
  const offsets: number[] = [];
  for (const operation of operations) {
    const target = targetOf(operation, dialect);
    if (target !== undefined) offsets.push(target);
  }
  for (const { start, end, target } of exceptions) {
    if (dialect.version >= LABELLED) offsets.push(start, end, target);
    else if (start < end) offsets.push(target);
  }
  return new Labels(offsets);
}
