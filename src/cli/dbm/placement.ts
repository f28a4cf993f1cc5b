import type { Format } from "../../dbm/index.ts";
import { type Found, find } from "../../dbm/which.ts";
import type { FileSystem } from "../../files/index.ts";
import { filesOf, stemOf } from "./databases.ts";

/** The database at a place, whichever way it is named. */
export function databaseAt(path: string, format: Format | undefined, files: FileSystem): Found | undefined {
  const found = [path, stemOf(path, format)].map((one) => find(one, files));
  return found.find((one) => typeof one === "object");
}

/** The files that are in the way of a database: those of one that is there, and whatever has the name of one of its own. */
export function inTheWay(path: string, format: Format, files: FileSystem): string[] {
  const old = databaseAt(path, format, files);
  const ofOld = old ? filesOf(old.path, old.format, files) : [];
  return [...new Set([...ofOld, ...filesOf(stemOf(path, format), format, files)])];
}

/**
 * Gives the files of a new database their names, in place of what is there.
 *
 * Whoever opens the database meanwhile, or after a kill between any two steps, finds the old one, the new one or none, but never a mixture. Where
 * it cannot be the one or the other in one step, the old one is there as `path.….old` until all is done, or the new one as it was.
 *
 * @param fresh The path of the new database, beside the place.
 */
export function place(fresh: string, path: string, format: Format, files: FileSystem): void {
  const stem = stemOf(path, format);
  const moves = filesOf(fresh, format, files).map((from) => [from, `${stem}${from.slice(fresh.length)}`] as const);
  const old = inTheWay(path, format, files);
  const others = old.filter((file) => !moves.some(([, to]) => to === file));
  const isOneStep = others.length === old.length || (moves.length === 1 && old.length === 1);
  if (isOneStep) {
    for (const [from, to] of moves) files.rename(from, to);
    for (const file of others.toReversed()) files.remove(file);
  } else {
    const asides = old.toReversed().map((file) => [file, asideOf(file, fresh, path)] as const);
    moveAll([...asides, ...moves], files);
    files.syncFolder(stem);
    for (const [, aside] of asides.toReversed()) files.remove(aside);
  }
  files.syncFolder(stem);
}
