import type { FileSystem } from "../files/index.ts";
import { attempt, DatabaseFile } from "./file.ts";

/** How a file is replaced. */
export interface ReplacementOptions {
  /** Its permissions, from which nothing is taken. */
  readonly mode: number;
  /** Whether the system takes its umask from them after all, as for a file that is created and replaces none. Default: `false`. */
  readonly masked?: boolean;
  /** Whether the new file is locked for its writer from before it can be seen. Default: `false`. */
  readonly locked?: boolean;
  /**
   * Called with the new file when it has the name: whoever goes on with it goes on from here, even if it cannot be made sure then that
   * the name stays when the power fails. Without it, the file is closed in that case.
   */
  readonly onReplaced?: (file: DatabaseFile) => void;
}

/**
 * Makes a new file that takes the place of another only when it is complete and on the disk. Whatever fails, or is killed,
 * until then leaves the other as it was, and at the most a file beside it whose name ends with `.tmp`.
 *
 * @returns The new file, open for writing.
 */
export function replaceFile(
  files: FileSystem,
  path: string,
  fill: (file: DatabaseFile) => void,
  { mode, masked = false, locked = false, onReplaced }: ReplacementOptions,
): DatabaseFile {
  const target = attempt(() => (files.status(path) ? files.realPath(path) : path));
  const temporary = `${target}.${Math.random().toString(36).slice(2, 10)}.tmp`;
  const file = DatabaseFile.open(files, temporary, { writable: true, create: "new", mode });
  try {
    if (locked) file.lock("exclusive");
    fill(file);
    if (!masked) attempt(() => files.changeMode(temporary, mode));
    file.sync();
    attempt(() => files.rename(temporary, target));
  } catch (error) {
    discard(files, file, temporary);
    throw error;
  }
  const renamed = file.renamed(path);
  onReplaced?.(renamed);
  try {
    attempt(() => files.syncFolder(target));
  } catch (error) {
    if (!onReplaced) file.close();
    throw error;
  }
  return renamed;
}

/** What cannot be removed either stays; the error that led here is the one to tell. */
function discard(files: FileSystem, file: DatabaseFile, path: string): void {
  try {
    file.close();
  } finally {
    attempt(() => files.remove(path));
  }
}
