/**
 * The seconds of one call, of as many as take so many seconds: all of the time, with the collections of garbage. As in `peer.py`, but for that no
 * collection is forced before it: that makes V8 forget how to run the code, for about 50 ms.
 */
export function timeCalls(call: () => unknown, seconds: number): number {
  const start = performance.now();
  let [calls, batch, took] = [0, 1, 0];
  while (took < seconds) {
    const before = took;
    for (let i = 0; i < batch; i++) call();
    calls += batch;
    took = (performance.now() - start) / 1000;
    // The clock is not asked more often than it has to be.
    if (took - before < 0.0005) batch *= 2;
  }
  return took / calls;
}

/** Calls for so many seconds, since the first calls are interpreted and compiled. */
export function warmUp(call: () => unknown, seconds: number): void {
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) call();
}

/** The seconds of one call, of so many. */
export function timeCount(call: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) call();
  return (performance.now() - start) / 1000 / count;
}

/** Seconds of one call of something, measured anew. */
export type Side = () => number | Promise<number>;

/** The times of all sides, which take turns. */
export async function takeTurns<Name extends string>(
  sides: Readonly<Record<Name, Side>>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(sides) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) times[name].push(await sides[name]());
  return times;
}

/** As it is read: in µs, ms or s. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(seconds < 1e-5 ? 2 : 1)} µs`;
  return seconds < 1 ? `${(seconds * 1e3).toFixed(seconds < 1e-2 ? 2 : 1)} ms` : `${seconds.toFixed(2)} s`;
}
