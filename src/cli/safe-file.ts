import { printable } from "../python/printable.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import { fileSystem, host, paths } from "./host.ts";
import type { Chunk } from "./output.ts";

/**
 * Writes a file whole or not at all: into a new file beside it, which takes its place once it is on the disk. What
 * was there before stays until then, and stays if anything fails. A link is followed; a device or a pipe, which has
 * no place to take, is written to as it is.
 */
export function writeFile(path: string, chunks: Iterable<Chunk>): void {
  try {
    const before = fileSystem.statSync(path, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new Failure("it is a directory", EXIT.unreadable);
    if (before && !before.isFile()) fill(path, "w", undefined, chunks);
    else replace(before ? fileSystem.realpathSync(path) : path, before && before.mode & 0o777, chunks);
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== "string" && !(error instanceof Failure)) throw error;
    throw new Failure(`${printable(path)}: Cannot write: ${reasonOf(error)}`, EXIT.unreadable, {
      cause: error,
    });
  }
}

function replace(path: string, mode: number | undefined, chunks: Iterable<Chunk>): void {
  const folder = paths.dirname(path);
  const unique = `${host.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const temporary = paths.join(folder, `.${paths.basename(path).slice(0, 100)}.${unique}.tmp`);
  try {
    fill(temporary, "wx", mode, chunks);
    fileSystem.renameSync(temporary, path);
  } catch (error) {
    fileSystem.rmSync(temporary, { force: true });
    throw error;
  }
  settle(folder);
}

function fill(path: string, flags: string, mode: number | undefined, chunks: Iterable<Chunk>): void {
  const file = fileSystem.openSync(path, flags, mode);
  try {
    for (const chunk of chunks) {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      for (let offset = 0; offset < bytes.length; ) offset += fileSystem.writeSync(file, bytes, offset);
    }
    if (flags === "wx") fileSystem.fsyncSync(file);
  } finally {
    fileSystem.closeSync(file);
  }
}

/** Puts the new name itself on the disk, where the system lets a folder be opened. */
function settle(folder: string): void {
  try {
    const file = fileSystem.openSync(folder, "r");
    try {
      fileSystem.fsyncSync(file);
    } finally {
      fileSystem.closeSync(file);
    }
  } catch {
    // Windows has no such thing; the file is complete all the same.
  }
}
