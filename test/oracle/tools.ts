import type { Oracle } from "./oracle.ts";

/** How `dis` is called: Python's keyword arguments; `again` means with the memo of the pickle before. */
export interface Style {
  readonly annotate?: number;
  readonly indentlevel?: number;
  readonly again?: boolean;
}

/** What came out before an exception, and the text of the exception, if there was one. */
export type Outcome<T = string> = readonly [result: T, error: string | null];

/** What a Python makes of a pickle. */
export interface Disassembly {
  readonly dis: Outcome;
  /** A line for each opcode: offset, name, type of the argument, argument. */
  readonly genops: Outcome;
  /** In base64. */
  readonly optimize: Outcome<string | null>;
}

/** What a Python's pickletools makes of pickles, each in the next of the styles. */
export async function disassemble(
  oracle: Oracle,
  pickles: readonly Uint8Array[],
  styles: readonly Style[] = [{}],
): Promise<readonly Disassembly[]> {
  const data = pickles.map((pickle) => Buffer.from(pickle).toString("base64"));
  return (await oracle.ask("disassemble", { data, styles })) as Disassembly[];
}
