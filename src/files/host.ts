import {
  checkOffset,
  FileError,
  type FileOptions,
  type FileStatus,
  type FileSystem,
  type LockKind,
  type OpenFile,
} from "./file-system.ts";
import { lockDescriptor } from "./host-lock.ts";
import { type HostFileSystem, type HostStatus, hostModule } from "./host-modules.ts";

/**
 * The files of Node, Bun or Deno.
 *
 * @throws A `FileError` with the code `ENOTSUP` where the runtime has none, as in browsers.
 */
export function hostFiles(): FileSystem {
  const fs = hostModule("node:fs");
  if (!fs) throw new FileError("reach", "the files of the host", "ENOTSUP");
  shared ??= new HostFiles(fs);
  return shared;
}

let shared: HostFiles | undefined;

class HostFiles implements FileSystem {
  readonly #fs: HostFileSystem;

  constructor(fs: HostFileSystem) {
    this.#fs = fs;
  }

  open(path: string, { writable = false, create = "never", mode = 0o666 }: FileOptions = {}): OpenFile {
    const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_NONBLOCK = 0 } = this.#fs.constants;
    // A pipe would have it wait for the other end.
    let flags = (writable ? O_RDWR : O_RDONLY) | O_NONBLOCK;
    if (create !== "never") flags |= O_CREAT;
    if (create === "new") flags |= O_EXCL;
    const descriptor = called("open", path, () => this.#fs.openSync(path, flags, mode));
    const file = new OpenHostFile(this.#fs, path, descriptor, writable);
    try {
      const { isFile, isFolder } = file.status();
      if (!isFile) throw new FileError("open", path, isFolder ? "EISDIR" : "EFTYPE");
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  status(path: string): FileStatus | undefined {
    try {
      const status = this.#fs.statSync(path, { bigint: true, throwIfNoEntry: false });
      return status && statusOf(status);
    } catch (error) {
      // Only Node takes it for no entry.
      if (codeOf(error) === "ENOTDIR") return undefined;
      throw fileErrorOf("look at", path, error);
    }
  }

  realPath(path: string): string {
    return called("find", path, () => this.#fs.realpathSync(path));
  }

  rename(from: string, to: string): void {
    called("rename", from, () => this.#fs.renameSync(from, to));
  }

  remove(path: string): boolean {
    try {
      this.#fs.unlinkSync(path);
      return true;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return false;
      throw fileErrorOf("remove", path, error);
    }
  }

  link(path: string, newPath: string): void {
    called("link", path, () => this.#fs.linkSync(path, newPath));
  }

  changeMode(path: string, mode: number): void {
    called("change the mode of", path, () => this.#fs.chmodSync(path, mode));
  }

  syncFolder(path: string): void {
    const folder = hostModule("node:path")?.dirname(path) ?? ".";
    const descriptor = this.#openFolder(folder);
    if (descriptor === undefined) return;
    try {
      this.#fs.fsyncSync(descriptor);
    } catch (error) {
      if (!FOLDERS_NOT_SYNCED.has(codeOf(error) ?? "")) throw fileErrorOf("sync", folder, error);
    } finally {
      this.#fs.closeSync(descriptor);
    }
  }

  /** `undefined` where folders cannot be opened, as on Windows, or this one may not be read. */
  #openFolder(folder: string): number | undefined {
    try {
      return this.#fs.openSync(folder, this.#fs.constants.O_RDONLY);
    } catch (error) {
      if (FOLDERS_NOT_OPENED.has(codeOf(error) ?? "")) return undefined;
      throw fileErrorOf("sync", folder, error);
    }
  }
}

const FOLDERS_NOT_OPENED: ReadonlySet<string> = /* @__PURE__ */ new Set(["EACCES", "EISDIR", "EPERM"]);
const FOLDERS_NOT_SYNCED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "EBADF",
  "EINVAL",
  "ENOTSUP",
  "EPERM",
]);

/** Node refuses to move 2 GiB or more at once. */
const MOST_AT_ONCE = 2 ** 30;

class OpenHostFile implements OpenFile {
  readonly path: string;
  readonly #fs: HostFileSystem;
  readonly #writable: boolean;
  /** -1 once it is closed, since the system gives the number to another file. */
  #descriptor: number;

  constructor(fs: HostFileSystem, path: string, descriptor: number, writable: boolean) {
    this.#fs = fs;
    this.path = path;
    this.#descriptor = descriptor;
    this.#writable = writable;
  }

  status(): FileStatus {
    const descriptor = this.#opened("look at");
    return statusOf(called("look at", this.path, () => this.#fs.fstatSync(descriptor, { bigint: true })));
  }

  size(): number {
    const descriptor = this.#opened("look at");
    try {
      return this.#fs.fstatSync(descriptor).size;
    } catch (error) {
      throw fileErrorOf("look at", this.path, error);
    }
  }

  read(bytes: Uint8Array, offset: number): number {
    const descriptor = this.#opened("read");
    checkOffset("read", this.path, offset);
    let done = 0;
    while (done < bytes.length) {
      try {
        const count = this.#fs.readSync(
          descriptor,
          bytes,
          done,
          Math.min(bytes.length - done, MOST_AT_ONCE),
          offset + done,
        );
        if (count === 0) return done;
        done += count;
      } catch (error) {
        if (codeOf(error) !== "EINTR") throw fileErrorOf("read", this.path, error);
      }
    }
    return done;
  }

  write(bytes: Uint8Array, offset: number): void {
    const descriptor = this.#opened("write", true);
    checkOffset("write", this.path, offset + bytes.length);
    checkOffset("write", this.path, offset);
    let done = 0;
    while (done < bytes.length) {
      try {
        done += this.#fs.writeSync(
          descriptor,
          bytes,
          done,
          Math.min(bytes.length - done, MOST_AT_ONCE),
          offset + done,
        );
      } catch (error) {
        if (codeOf(error) !== "EINTR") throw fileErrorOf("write", this.path, error);
      }
    }
  }

  truncate(size: number): void {
    const descriptor = this.#opened("truncate", true);
    checkOffset("truncate", this.path, size);
    called("truncate", this.path, () => this.#fs.ftruncateSync(descriptor, size));
  }

  sync(): void {
    const descriptor = this.#opened("sync");
    called("sync", this.path, () => this.#fs.fsyncSync(descriptor));
  }

  lock(kind: LockKind): boolean {
    return lockDescriptor(this.#opened("lock"), kind, this.path);
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor < 0) return;
    this.#descriptor = -1;
    called("close", this.path, () => this.#fs.closeSync(descriptor));
  }

  #opened(verb: string, writing: boolean = false): number {
    if (this.#descriptor < 0 || (writing && !this.#writable)) throw new FileError(verb, this.path, "EBADF");
    return this.#descriptor;
  }
}

function statusOf(status: HostStatus): FileStatus {
  return {
    identity: `${status.dev}:${status.ino}`,
    size: Number(status.size),
    blockSize: Number(status.blksize),
    mode: Number(status.mode) & 0o7777,
    isFile: status.isFile(),
    isFolder: status.isDirectory(),
  };
}

function called<T>(verb: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileErrorOf(verb, path, error);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { readonly code?: string } | undefined)?.code;
}

/** The `FileError` for what the system said; other errors, of a path that can be none, as they are. */
function fileErrorOf(verb: string, path: string, error: unknown): unknown {
  const code = codeOf(error);
  const refused = code === "ERR_ACCESS_DENIED" || (error as Error | undefined)?.name === "NotCapable";
  if (refused) return new FileError(verb, path, "EACCES", { cause: error });
  return code && /^E[A-Z\d]+$/.test(code) ? new FileError(verb, path, code, { cause: error }) : error;
}
