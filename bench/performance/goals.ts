// What Pantry wants to reach; each section of the page says what is met and what is missed.
import { geometricMean } from "../statistics.ts";

/** How many times as fast as CPython's C `pickle`: on each workload, and in the geometric mean. */
export const AGAINST_C = { loads: { each: 1, mean: 1.5 }, dumps: { each: 0.7, mean: 1 } } as const;

/** The time of a call for a small pickle, as a multiple of C's. */
export const SMALL_CALL = 1.5;

/** The peak of memory, as a multiple of the pickle and its value. */
export const MEMORY = 1.2;

/** How many times as fast as every other unpickler in JavaScript. */
export const AGAINST_UNPICKLERS = 5;

/** How many times as fast as `v8.serialize` and `v8.deserialize` on records and objects. */
export const AGAINST_V8 = 1;

/** The exponent with which time grows. */
export const EXPONENT = 1.1;

/** Milliseconds of `import "pantry/pickle"`. */
export const IMPORT = 15;

/** Bytes of its bundle for a browser, gzipped. */
export const BUNDLE = 16_000;

/** How many misses are named. */
const LISTED = 8;

/** A figure, and what it is of. */
export type Named = readonly [name: string, figure: number];

/** One line that says whether each of the figures is at least (or at most) that, and which are not. */
export function verdict(goal: string, figures: readonly Named[], isMet: (figure: number) => boolean): string {
  const missed = figures.filter(([, figure]) => !isMet(figure));
  if (missed.length === 0) return `- ${goal}: **met**`;
  const names = missed.map(([name, figure]) => `${name} ${figure.toFixed(2)}`.trim());
  const [listed, rest] = [names.slice(0, LISTED), names.length - LISTED];
  return `- ${goal}: **missed**: ${listed.join(", ")}${rest > 0 ? ` and ${rest} more, of ${figures.length}` : ""}`;
}

/** What the ratios of `loads` or `dumps` to C reach. */
export function verdictsAgainstC(call: "loads" | "dumps", ratios: readonly Named[]): string[] {
  const { each, mean } = AGAINST_C[call];
  return [
    verdict(`\`${call}\` at least ${each.toFixed(1)} on each`, ratios, (ratio) => ratio >= each),
    verdict(
      `\`${call}\` at least ${mean.toFixed(1)} in the mean`,
      [["", geometricMean(ratios.map(([, ratio]) => ratio))]],
      (ratio) => ratio >= mean,
    ),
  ];
}
