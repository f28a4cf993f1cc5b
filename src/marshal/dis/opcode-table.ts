/** What the argument of an instruction is: none at all, a mere number, or a number that stands for something. */
export type ArgumentKind =
  | "plain"
  | "number"
  | "constant"
  | "name"
  | "absolute"
  | "relative"
  | "local"
  | "cell"
  | "comparison";

/** The opcodes of a version of Python, as text that was made by it. Members are separated by commas. */
export interface OpcodeTable {
  /** As in `"3.13"`. */
  readonly python: string;
  /** Unknown opcodes from this one on have an argument. */
  readonly haveArgument: number;
  /** Names and numbers of opcodes, by what their argument is. */
  readonly opcodes: { readonly [kind in ArgumentKind]?: string };
  /** How many caches follow instructions of that name. */
  readonly caches?: string;
  /** The numbers that the interpreter puts in the place of an opcode. */
  readonly specialized?: string;
  /** What the argument of `COMPARE_OP` stands for. */
  readonly comparisons: string;
  /** What the argument of `BINARY_OP` stands for. */
  readonly operators?: string;
  /** What the argument of `CALL_INTRINSIC_1` stands for. */
  readonly intrinsics1?: string;
  /** What the argument of `CALL_INTRINSIC_2` stands for. */
  readonly intrinsics2?: string;
  /** What the argument of `LOAD_COMMON_CONSTANT` stands for. */
  readonly commonConstants?: string;
  /** What the argument of `LOAD_SPECIAL` stands for. */
  readonly specialMethods?: string;
}
