import type { Format } from "../../dbm/index.ts";
import { type Found, find } from "../../dbm/which.ts";
import type { FileSystem } from "../../files/index.ts";
import { filesOf, stemOf } from "./database-files.ts";

/** Where a new database goes, and what it and the one before are called meanwhile: without the suffixes of formats. */
export interface Placement {
  readonly path: string;
  readonly fresh: string;
  readonly aside: string;
}

type Move = readonly [from: string, to: string];

/** The database at a place, whichever way it is named. */
export function databaseAt(path: string, format: Format | undefined, files: FileSystem): Found | undefined {
  const found = [path, stemOf(path, format)].map((one) => find(one, files));
  return found.find((one) => typeof one === "object");
}

/** What is there under the names that the files of a new database get, or that would be taken for a part of it. */
export function inTheWay(path: string, format: Format, files: FileSystem): readonly string[] {
  const there = filesOf(stemOf(path, format), format, files);
  return format === "ndbm" ? there.filter((file) => file.endsWith(".db")) : there;
}

/** A file in the place of a database that holds something, and is no trace of a database, whole or damaged. */
export function strangerAt(path: string, format: Format | undefined, files: FileSystem): string | undefined {
  const status = files.status(path);
  if (status && !(status.isFile || status.isFolder)) return path;
  const old = databaseAt(path, format, files);
  const known = old ? filesOf(old.path, old.format, files) : [];
  const there = [...(status?.isFile ? [path] : []), ...inTheWay(path, format ?? "sqlite3", files)];
  return there.find((file) => !(known.includes(file) || isTrace(file, files)));
}

/** Whether a file is what is left of a database that lacks others. */
function isTrace(file: string, files: FileSystem): boolean {
  if (files.status(file)?.size === 0 || /-(?:journal|wal|shm)$/.test(file)) return true;
  const stem = file.replace(/\.(?:bak|dat|dir)$/, "");
  return stem !== file && [`${stem}.dir`, `${stem}.bak`].some((one) => beginsWithQuote(one, files));
}

/** As the directories of `dumb` do. */
function beginsWithQuote(path: string, files: FileSystem): boolean {
  if (!files.status(path)?.isFile) return false;
  const file = files.open(path);
  try {
    const first = new Uint8Array(1);
    file.read(first, 0);
    return first[0] === 0x22 || first[0] === 0x27;
  } finally {
    file.close();
  }
}

/**
 * Gives the files of a new database their names, in the place of what is there.
 *
 * Whoever opens the database meanwhile, or after a kill between any two steps, finds the old one, the new one, or none, but
 * never a mixture. He finds none for a moment where one of several files takes the name of another; then either database is
 * complete under its other name.
 */
export function place({ aside, fresh, path }: Placement, format: Format, files: FileSystem): void {
  const stem = stemOf(path, format);
  const moves = filesOf(fresh, format, files).map((from): Move => [from, stem + from.slice(fresh.length)]);
  const taken = inTheWay(path, format, files);
  const found = databaseAt(path, format, files);
  const old = found ? filesOf(found.path, found.format, files) : [];
  const strays = taken.filter((file) => !old.includes(file));
  const isOneForOne = moves.length === 1 && [...old, ...strays].join("\0") === moves[0]?.[1];
  if (taken.length === 0 || isOneForOne) {
    moveAll(moves, files);
    if (!isOneForOne) for (const file of old) files.remove(file);
  } else {
    // The file that makes the others a database goes first, and comes last.
    const asides = [
      ...old.toReversed().map((file): Move => [file, aside + file.slice(found?.path.length)]),
      ...strays.toReversed().map((file): Move => [file, aside + file.slice(stem.length)]),
    ];
    moveAll([...asides, ...moves], files);
    for (const [, file] of asides) files.remove(file);
  }
  files.syncFolder(stem);
}

/** Renames all of them, or, where one cannot be, none. Each is on the disk before the next. */
function moveAll(moves: readonly Move[], files: FileSystem): void {
  const done: Move[] = [];
  try {
    for (const move of moves) {
      files.rename(...move);
      done.push(move);
      files.syncFolder(move[1]);
    }
  } catch (error) {
    for (const [from, to] of done.toReversed()) files.rename(to, from);
    throw error;
  }
}
