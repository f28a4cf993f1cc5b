import {
  FileError,
  type FileOptions,
  type FileStatus,
  type FileSystem,
  type OpenFile,
} from "../files/index.ts";
import { DbmError, type DbmErrorCode, WHEN_FULL } from "./errors.ts";
import type { Bytes } from "./store.ts";

/** A file of a database that is open: every failure is a `DbmError`. */
export class DatabaseFile {
  readonly path: string;
  readonly #file: OpenFile;

  /** Opens a file. `not-found` where there is none and none is created, `read-only` where it can be read, but not written. */
  static open(files: FileSystem, path: string, options?: FileOptions): DatabaseFile {
    try {
      return new DatabaseFile(files.open(path, options));
    } catch (error) {
      if (options?.writable && isRefused(error) && isReadable(files, path))
        throw new DbmError(`${error.message}; it can be read, with the flag r`, "read-only", {
          cause: error,
          path,
        });
      throw dbmErrorOf(error);
    }
  }

  private constructor(file: OpenFile, path: string = file.path) {
    this.#file = file;
    this.path = path;
  }

  /** This very file, which has another path by now. */
  renamed(path: string): DatabaseFile {
    return new DatabaseFile(this.#file, path);
  }

  status(): FileStatus {
    return attempt(() => this.#file.status());
  }

  size(): number {
    try {
      return this.#file.size();
    } catch (error) {
      throw dbmErrorOf(error);
    }
  }

  /**
   * What is there, exactly so many bytes: `truncated` where the file ends before. `object` says what it is, for the error. A length that the
   * file says itself must be checked against its size beforehand, since memory is taken for it.
   */
  read(offset: number, length: number, object: string): Bytes {
    const bytes = new Uint8Array(length);
    this.fill(bytes, offset, object);
    return bytes;
  }

  /** Fills `bytes` with what is there, likewise. */
  fill(bytes: Uint8Array, offset: number, object: string): void {
    const count = this.readSome(bytes, offset);
    if (count === bytes.length) return;
    throw new DbmError(
      `Cannot read ${object} at byte ${offset}: ${bytes.length} bytes expected, ${count} left`,
      "truncated",
      { offset, path: this.path },
    );
  }

  /** Fills `bytes` as far as the file goes; answers how far that is. */
  readSome(bytes: Uint8Array, offset: number): number {
    try {
      return this.#file.read(bytes, offset);
    } catch (error) {
      throw dbmErrorOf(error);
    }
  }

  write(bytes: Uint8Array, offset: number): void {
    try {
      this.#file.write(bytes, offset);
    } catch (error) {
      throw dbmErrorOf(error);
    }
  }

  truncate(size: number): void {
    attempt(() => this.#file.truncate(size));
  }

  sync(): void {
    attempt(() => this.#file.sync());
  }

  /** Locks the file, or changes the lock; never waits. `locked` where another has it. */
  lock(kind: "shared" | "exclusive"): void {
    if (attempt(() => this.#file.lock(kind))) return;
    throw new DbmError(
      `Cannot open ${this.path}: another program has it open${kind === "shared" ? " for writing" : ""}`,
      "locked",
      { path: this.path },
    );
  }

  close(): void {
    attempt(() => this.#file.close());
  }
}

const CODES: ReadonlyMap<string, DbmErrorCode> = /* @__PURE__ */ new Map([
  ["ENOENT", "not-found"],
  ["ENOTSUP", "unavailable"],
]);

/** Does something with files: what fails there is a `DbmError`. */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw dbmErrorOf(error);
  }
}

/** The `DbmError` for an error of a file system; any other error as it is. */
function dbmErrorOf(error: unknown): unknown {
  if (!(error instanceof FileError)) return error;
  const code = CODES.get(error.code) ?? "system";
  const message = isFull(error) ? `${error.message}; ${WHEN_FULL}` : error.message;
  return new DbmError(message, code, { cause: error, path: error.path });
}

function isFull({ code }: FileError): boolean {
  return code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
}

function isRefused(error: unknown): error is FileError {
  return error instanceof FileError && ["EACCES", "EPERM", "EROFS"].includes(error.code);
}

function isReadable(files: FileSystem, path: string): boolean {
  try {
    files.open(path).close();
    return true;
  } catch {
    return false;
  }
}
