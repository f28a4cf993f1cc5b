import type { Flag } from "../options.ts";

/**
 * What may be done, as in every module, and then any of `f` (fast: what is done anyway), `s` (each change is on the disk before the
 * call returns) and `u` (no lock is taken).
 */
export type GnuFlag = Flag | `${Flag}${"f" | "s" | "u"}` | (string & {});

/** What a flag says. */
export interface FlagMeaning {
  readonly kind: Flag;
  readonly syncs: boolean;
  readonly locks: boolean;
}

/** Reads a flag; a `RangeError` for a letter that is none. */
export function meaningOf(flag: string): FlagMeaning {
  if (!/^[rwcn][fsu]*$/.test(flag))
    throw new RangeError(
      `flag: "r", "w", "c" or "n", then any of "f", "s", "u" expected, not ${JSON.stringify(flag)}`,
    );
  return { kind: flag[0] as Flag, syncs: flag.includes("s"), locks: !flag.includes("u") };
}
