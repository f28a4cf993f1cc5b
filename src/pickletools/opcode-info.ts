import type { Argument, ArgumentDescriptor } from "./argument-descriptor.ts";
import type { StackObject } from "./stack-objects.ts";

/** All there is to say about an opcode. */
export interface OpcodeInfo {
  /** Its name, as in `pantry/pickle`: `"BININT1"`. */
  readonly name: string;
  /** The byte that stands for it, as the character of that number: `"K"`. */
  readonly code: string;
  /** What follows that byte in the pickle; `null` for nothing. */
  readonly arg: ArgumentDescriptor<Argument> | null;
  /** What it takes from the stack, the topmost last. */
  readonly stackBefore: readonly StackObject[];
  /** What it leaves in place of that, the topmost last. */
  readonly stackAfter: readonly StackObject[];
  /** The protocol that brought it, from 0 to 5. */
  readonly proto: number;
  /** What it does, in the one line that CPython's `dis` annotates with. */
  readonly summary: string;
  /** What there is to know beyond that. */
  readonly doc: string;
}
