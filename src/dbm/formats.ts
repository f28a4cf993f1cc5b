import type { FileSystem } from "../files/index.ts";
import type { Database } from "./database.ts";
import * as dumb from "./dumb/index.ts";
import * as gnu from "./gnu/index.ts";
import * as ndbm from "./ndbm/index.ts";
import type { OpenOptions } from "./options.ts";
import type { Problem, Statistics } from "./problem.ts";
import * as sqlite3 from "./sqlite3/index.ts";
import type { Format } from "./store.ts";

/** What the module of a format has in common with the others. */
interface FormatModule {
  open(path: string, options: OpenOptions): Database;
  check(path: string, options: { readonly files: FileSystem }): IterableIterator<Problem>;
  stat(path: string, options: { readonly files: FileSystem }): Statistics;
}

/** The modules by their formats. */
export const FORMATS: Readonly<Record<Format, FormatModule>> = { dumb, gnu, ndbm, sqlite3 };
