// Tells of disagreements that no written difference explains.
import { DIFFERENCES, type Difference } from "./differences.ts";
import type { Disagreement } from "./judge.ts";

/** So much of a pickle and of a value is shown. */
const SHOWN = 300;

/** What a user is told of a disagreement; `undefined` for one that is a mistake of ours. */
export function differenceOf(found: Disagreement): Difference | undefined {
  return DIFFERENCES.find(({ is }) => is(found));
}

/** The disagreements that are mistakes, as texts. */
export function unexplained(disagreements: readonly Disagreement[]): string[] {
  return disagreements.filter((found) => differenceOf(found) === undefined).map(told);
}

/** How often each written difference was seen. */
export function tally(disagreements: readonly Disagreement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const found of disagreements) {
    const row = differenceOf(found)?.row ?? "unexplained";
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}

function told({ case: one, ours, theirs: [kind, text] }: Disagreement): string {
  const mine = ours.error?.message ?? String(ours.text);
  return `${shownPickle(one.bytes)} in ${one.encoding}: ${mine.slice(0, SHOWN)}, but Python: ${kind} ${text?.slice(0, SHOWN)}`;
}

/** The bytes of a pickle as Python shows them. */
export function shownPickle(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN), (byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f;
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return shown.join("");
}
