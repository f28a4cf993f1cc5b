import type { Oracle } from "../../oracle/oracle.ts";
import { type Disassembly, disassemble, type Style } from "../../oracle/tools.ts";
import { difference, disassembleOurs } from "../ours.ts";

/** How many pickles are asked about at once. */
const BATCH = 250;

/** Ways to call `dis`, for one pickle after the other. Their number has no divisor in common with that of the protocols. */
const STYLES: readonly Style[] = [
  {},
  { annotate: 1 },
  { annotate: 30 },
  { again: true },
  { indentlevel: 2, annotate: 50 },
  { indentlevel: 0 },
  { again: true, annotate: 60, indentlevel: 1 },
];

/** What the pickletools of a Python and ours make differently, each with the number of its pickle. */
export async function differences(
  oracle: Oracle,
  pickles: readonly Uint8Array[],
  tell: (wanted: Disassembly, found: Disassembly) => string | undefined = difference,
): Promise<string[]> {
  const version = oracle.python.short === "3.14" ? "3.14" : "3.13";
  const found: string[] = [];
  for (let start = 0; start < pickles.length; start += BATCH) {
    const batch = pickles.slice(start, start + BATCH);
    const wanted = await disassemble(oracle, batch, STYLES);
    const ours = disassembleOurs(batch, STYLES, version);
    for (const [index, one] of wanted.entries()) {
      const problem = tell(one, ours[index] as Disassembly);
      if (problem !== undefined) found.push(`pickle ${start + index}: ${problem}`);
    }
  }
  return found;
}
