// What benchmarks share that compare several ways of doing the same things: all take turns in one run.

/** One way of doing things: each workload answers the seconds of one operation, or nothing if there is no such thing. */
export type Contender<W extends string> = (workload: W) => Promise<number | undefined>;

/** How things are compared. */
export interface Comparison<W extends string> {
  readonly workloads: readonly W[];
  readonly rounds: number;
  /** The workload of the first contender that one is compared with, where it is another. */
  readonly against?: Readonly<Partial<Record<W, W>>>;
}

/**
 * Prints a line for each workload: microseconds for each operation, and how many times as fast as the first contender the others are. Both are
 * medians of the rounds.
 */
export async function compareInTurns<W extends string>(
  contenders: Readonly<Record<string, Contender<W>>>,
  { workloads, rounds, against }: Comparison<W>,
): Promise<void> {
  const names = Object.keys(contenders);
  const times = new Map<string, (number | undefined)[]>();
  const timesOf = (name: string | undefined, workload: W) => times.get(`${name} ${workload}`) ?? [];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      for (const workload of workloads) {
        const time = await contenders[name]?.(workload);
        times.set(`${name} ${workload}`, [...timesOf(name, workload), time]);
      }
    }
  }
  console.log("".padEnd(WIDTH) + names.map((name) => name.padStart(WIDTH)).join(""));
  for (const workload of workloads) {
    const theirs = timesOf(names[0], against?.[workload] ?? workload);
    const cells = names.map((name, index) => {
      const own = timesOf(name, workload);
      const middle = median(own);
      if (middle === undefined) return "".padStart(WIDTH);
      const ratio = index === 0 ? undefined : median(own.map((time, round) => over(theirs[round], time)));
      return `${digits(middle * 1e6)}${ratio === undefined ? "" : ` (${digits(ratio)}x)`}`.padStart(WIDTH);
    });
    console.log(workload.padEnd(WIDTH) + cells.join(""));
  }
}

/** The seconds that one of `count` operations takes. */
export async function timed(count: number, work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000 / count;
}

/** The middle one of those that there are. */
function median(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.toSorted((a, b) => a - b)[known.length >> 1];
}

const WIDTH = 18;

function over(theirs: number | undefined, own: number | undefined): number | undefined {
  return theirs === undefined || own === undefined ? undefined : theirs / own;
}

/** Three of them. */
function digits(number: number): string {
  return number.toFixed(Math.max(0, 2 - Math.floor(Math.log10(number))));
}
