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
  attempt(path, () => {
    const draft = new Draft(path);
    try {
      for (const chunk of chunks) draft.write(chunk);
    } catch (error) {
      draft.discard();
      throw error;
    }
    draft.keep();
  });
}

/** The same for what one has to wait for. */
export async function writeFileInTime(path: string, chunks: AsyncIterable<Chunk>): Promise<void> {
  const draft = attempt(path, () => new Draft(path));
  try {
    for await (const chunk of chunks) attempt(path, () => draft.write(chunk));
  } catch (error) {
    draft.discard();
    throw error;
  }
  attempt(path, () => draft.keep());
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== "string" && !(error instanceof Failure)) throw error;
    throw new Failure(`${printable(path)}: Cannot write: ${reasonOf(error)}`, EXIT.unreadable, {
      cause: error,
    });
  }
}

/** What is written until it is known whether it is to be kept. */
class Draft {
  readonly #path: string;
  /** Where it is meanwhile, if there is a place to take. */
  readonly #temporary: string | undefined;
  readonly #file: number;

  constructor(path: string) {
    const before = fileSystem.statSync(path, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new Failure("it is a directory", EXIT.unreadable);
    this.#path = before?.isFile() ? fileSystem.realpathSync(path) : path;
    this.#temporary = before && !before.isFile() ? undefined : besides(this.#path);
    this.#file =
      this.#temporary === undefined
        ? fileSystem.openSync(path, "w")
        : fileSystem.openSync(this.#temporary, "wx", before && before.mode & 0o777);
  }

  write(chunk: Chunk): void {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    for (let offset = 0; offset < bytes.length; ) offset += fileSystem.writeSync(this.#file, bytes, offset);
  }

  keep(): void {
    const temporary = this.#temporary;
    if (temporary === undefined) {
      fileSystem.closeSync(this.#file);
      return;
    }
    try {
      try {
        fileSystem.fsyncSync(this.#file);
      } finally {
        // A full or distant disk may say only now that it has not taken all.
        fileSystem.closeSync(this.#file);
      }
      fileSystem.renameSync(temporary, this.#path);
    } catch (error) {
      fileSystem.rmSync(temporary, { force: true });
      throw error;
    }
    settle(paths.dirname(this.#path));
  }

  discard(): void {
    try {
      fileSystem.closeSync(this.#file);
    } catch {
      // What led here is what is told.
    }
    if (this.#temporary !== undefined) fileSystem.rmSync(this.#temporary, { force: true });
  }
}

/** A new name beside a file. */
function besides(path: string): string {
  const unique = `${host.pid}-${Math.random().toString(36).slice(2, 10)}`;
  return paths.join(paths.dirname(path), `.${paths.basename(path).slice(0, 100)}.${unique}.tmp`);
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
