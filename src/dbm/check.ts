import { type FileSystem, hostFiles } from "../files/index.ts";
import * as dumbCheck from "./dumb/check.ts";
import * as dumbStat from "./dumb/stat.ts";
import { DbmError } from "./errors.ts";
import * as gnuCheck from "./gnu/check.ts";
import * as gnuStat from "./gnu/stat.ts";
import * as ndbmCheck from "./ndbm/check.ts";
import * as ndbmStat from "./ndbm/stat.ts";
import type { Problem, Statistics } from "./problem.ts";
import * as sqlite3Check from "./sqlite3/check.ts";
import * as sqlite3Stat from "./sqlite3/stat.ts";
import type { Format } from "./store.ts";
import { type Found, find } from "./which.ts";

/** What `check` and `stat` can be told. */
export interface CheckOptions {
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
}

interface Inspection {
  check(path: string, options: { readonly files: FileSystem }): IterableIterator<Problem>;
  stat(path: string, options: { readonly files: FileSystem }): Statistics;
}

const INSPECTIONS: Readonly<Record<Format, Inspection>> = {
  dumb: { ...dumbCheck, ...dumbStat },
  gnu: { ...gnuCheck, ...gnuStat },
  ndbm: { ...ndbmCheck, ...ndbmStat },
  sqlite3: { ...sqlite3Check, ...sqlite3Stat },
};

/**
 * What is wrong with a database, problem by problem; nothing comes for one that is sound. Bad data does not throw.
 *
 * @throws {DbmError} where there is no database, or none that can be opened at all.
 */
export function check(path: string, { files = hostFiles() }: CheckOptions = {}): IterableIterator<Problem> {
  const found = located(path, files);
  return INSPECTIONS[found.format].check(found.path, { files });
}

/**
 * What there is to say of the files of a database: sizes and counts by their names.
 *
 * @throws {DbmError} where there is no database, or it is malformed.
 */
export function stat(path: string, { files = hostFiles() }: CheckOptions = {}): Statistics {
  const found = located(path, files);
  return { format: found.format, ...INSPECTIONS[found.format].stat(found.path, { files }) };
}

function located(path: string, files: FileSystem): Found {
  const found = find(path, files);
  if (typeof found === "object") return found;
  const [reason, code] =
    found === ""
      ? (["nobody can tell the format of the file", "unknown-format"] as const)
      : (["there is no database", "not-found"] as const);
  throw new DbmError(`Cannot open ${path}: ${reason}`, code, { path });
}
