import { type AnyOpenOptions, type Database, type DbmErrorCode, type Format, open } from "../../dbm/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import { withoutExperiments } from "../experiments.ts";
import { type FileOfData, failureOf, misuse } from "../failure.ts";

/** The formats, the usual for a new database first. */
const FORMATS: readonly Format[] = ["sqlite3", "gnu", "ndbm", "dumb"];

/** What one can do about an error, by its code. */
export type Remedies = { readonly [code in DbmErrorCode]?: string };

export const REMEDIES: Remedies = {
  locked: "; try again when it is done",
  malformed: "; pantry dbm check tells all that is wrong",
  truncated: "; pantry dbm check tells all that is wrong",
  "unknown-format": "; if it was one of GDBM's, see pantry dbm recover",
};

/** Keys with their values, as they are asked for. */
export type Entries = IterableIterator<readonly [key: Uint8Array, value: Uint8Array]>;

/** Opens a database, does something with it, and closes it. What goes wrong with it is a `Failure`. */
export function withDatabase<Result>(
  path: string,
  options: AnyOpenOptions,
  work: (database: Database) => Promise<Result>,
  remedies: Remedies = REMEDIES,
): Promise<Result> {
  const opened = async () => {
    const database = open(path, options);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  };
  return attempt(path, opened, remedies);
}

/** Does something with a database; what goes wrong with it is a `Failure` that names it. */
export async function attempt<Result>(
  path: string,
  work: () => Promise<Result> | Result,
  remedies: Remedies = REMEDIES,
): Promise<Result> {
  withoutExperiments();
  try {
    return await work();
  } catch (error) {
    throw failureOf(error, { name: printable(path), remedies });
  }
}

/** The keys and values of a database or a dump; what goes wrong with it, and nothing else, is a `Failure` that names it. */
export function* blamed(entries: Entries, file: FileOfData): Entries {
  while (true) {
    const step = blaming(file, () => entries.next());
    if (step.done) return;
    yield step.value;
  }
}

/** Does something with a file; what goes wrong with it is a `Failure` that names it. */
export function blaming<Result>(file: FileOfData, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw failureOf(error, file);
  }
}

/** What a failure is told of a database. */
export function about(path: string): FileOfData {
  return { name: printable(path), remedies: REMEDIES };
}

/** The format that an option names; `undefined` where it is not given. */
export function formatOf(args: Arguments, option: string): Format | undefined {
  const name = args.text(option);
  const format = FORMATS.find((one) => one === name);
  if (name !== undefined && format === undefined)
    throw misuse(`--${option} ${printable(name)}: sqlite3, gnu, ndbm or dumb expected`);
  return format;
}
