/** The middle one. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;
}

/** The mean of ratios. */
export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

/** The least, the middle and the greatest. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** How many times as fast as theirs ours is, round by round. */
export function ratiosOf(theirs: readonly number[], ours: readonly number[]): Spread {
  const ratios = theirs.map((time, round) => time / (ours[round] as number));
  return { low: Math.min(...ratios), middle: median(ratios), high: Math.max(...ratios) };
}

/** The exponent with which times grow as sizes do: the slope of the line through their logarithms. */
export function exponentOf(sizes: readonly number[], times: readonly number[]): number {
  const [xs, ys] = [sizes.map(Math.log), times.map(Math.log)];
  const [middle, height] = [mean(xs), mean(ys)];
  const rise = xs.reduce((sum, x, index) => sum + (x - middle) * ((ys[index] as number) - height), 0);
  return rise / xs.reduce((sum, x) => sum + (x - middle) ** 2, 0);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
