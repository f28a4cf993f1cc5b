import type { FileSystem } from "../files/index.ts";

/** What may be done: `r` read, `w` write what is there, `c` also create it, `n` always a new one. */
export type Flag = "r" | "w" | "c" | "n";

/** What every format can be told when a database is opened. */
export interface OpenOptions<F extends string = Flag> {
  /** What may be done. Default: that of Python's module, `"r"` everywhere but in `dumb`, which has `"c"`. */
  readonly flag?: F;
  /** The permissions of files that are created, from which the system takes its umask. Default: `0o666`. */
  readonly mode?: number;
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
}

const FLAGS: readonly unknown[] = ["r", "w", "c", "n"];

/** The flag, if it is one of the four. */
export function checkedFlag(flag: Flag): Flag {
  if (FLAGS.includes(flag)) return flag;
  throw new RangeError(`flag: "r", "w", "c" or "n" expected, not ${JSON.stringify(flag)}`);
}
