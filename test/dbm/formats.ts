import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Database, Flag, Format } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { type FileSystem, MemoryFiles } from "pantry/files";
import { onTestFinished } from "vitest";

/** Where a test has its databases: in memory, or for SQLite in a folder of its own. */
export interface Place {
  readonly files: FileSystem | undefined;
  /** The path of a database in it. */
  path(name: string): string;
  open(name: string, flag: Flag): Database;
}

const MODULES = { dumb, gnu, ndbm, sqlite3 };

/** Every format, with a place for the databases of one test. */
export const formats: readonly { readonly format: Format; readonly place: () => Place }[] = (
  ["dumb", "gnu", "ndbm", "sqlite3"] as const
).map((format) => ({ format, place: () => (format === "sqlite3" ? onDisk() : inMemory(format)) }));

function inMemory(format: "dumb" | "gnu" | "ndbm"): Place {
  const files = new MemoryFiles();
  return {
    files,
    path: (name) => name,
    open: (name, flag) => MODULES[format].open(name, { flag, files }),
  };
}

function onDisk(): Place {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dbm-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    files: undefined,
    path: (name) => path.join(folder, name),
    open: (name, flag) => sqlite3.open(path.join(folder, name), { flag }),
  };
}
