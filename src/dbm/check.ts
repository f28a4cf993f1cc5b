import { type FileSystem, hostFiles } from "../files/index.ts";
import { FORMATS } from "./formats.ts";
import type { Problem, Statistics } from "./problem.ts";
import { type Found, find, nothingThere, unknownFormat } from "./which.ts";

/** What `check` and `stat` can be told. */
export interface CheckOptions {
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
}

/**
 * What is wrong with a database, problem by problem; nothing comes for one that is sound. Bad data does not throw.
 *
 * @throws {DbmError} where there is no database, or none that can be opened at all.
 */
export function check(path: string, { files = hostFiles() }: CheckOptions = {}): IterableIterator<Problem> {
  const found = located(path, files);
  return FORMATS[found.format].check(found.path, { files });
}

/**
 * What there is to say of the files of a database: sizes and counts by their names.
 *
 * @throws {DbmError} where there is no database, or it is malformed.
 */
export function stat(path: string, { files = hostFiles() }: CheckOptions = {}): Statistics {
  const found = located(path, files);
  return { format: found.format, ...FORMATS[found.format].stat(found.path, { files }) };
}

function located(path: string, files: FileSystem): Found {
  const found = find(path, files);
  if (typeof found === "object") return found;
  throw found === "" ? unknownFormat(path) : nothingThere(path);
}
