import type { Format } from "../../dbm/index.ts";
import { find } from "../../dbm/which.ts";
import { type FileSystem, hostFiles } from "../../files/index.ts";

/** What each format adds to the path of a database to name its files; the one that makes it a database comes last. */
const SUFFIXES: Readonly<Record<Format, readonly string[]>> = {
  sqlite3: ["-journal", "-wal", "-shm", ""],
  gnu: [""],
  ndbm: [".pag", ".dir", ".db"],
  dumb: [".bak", ".dat", ".dir"],
};

/** Where a database is made or found, and in which format. */
interface Place {
  readonly path: string;
  readonly format?: Format;
}

/** The path of a new database as its format takes it: what is the name of one of its files lacks the suffix. */
export function stemOf(path: string, format: Format | undefined): string {
  if (format === "ndbm") return path.replace(/\.db$/, "");
  return format === "dumb" ? path.replace(/\.(?:dat|dir)$/, "") : path;
}

/** A database that may have to be created. */
export function placeOf(path: string, format: Format | undefined): Place {
  if (format === undefined) return { path };
  const isThere = typeof find(path, hostFiles()) === "object";
  return { path: isThere ? path : stemOf(path, format), format };
}

/** The files of a database of that format that are there, of a path without suffixes. */
export function filesOf(stem: string, format: Format, files: FileSystem): string[] {
  return SUFFIXES[format].map((suffix) => `${stem}${suffix}`).filter((path) => files.status(path)?.isFile);
}

/** How many bytes the files of a database have together. */
export function sizeOf(path: string): number {
  const files = hostFiles();
  const found = find(path, files);
  if (typeof found !== "object") return 0;
  const sizes = filesOf(found.path, found.format, files).map((file) => files.status(file)?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}
