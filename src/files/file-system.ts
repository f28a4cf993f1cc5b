/** How a file is opened. */
export interface FileOptions {
  /** Whether it is written, too. Default: `false`, reading alone. */
  readonly writable?: boolean;
  /**
   * What happens where there is no file, or is one: `"never"` fails without a file, `"missing"` creates one where there
   * is none, `"new"` fails where there is one. Default: `"never"`.
   */
  readonly create?: "never" | "missing" | "new";
  /** The permissions of a file that is created, from which the system takes its umask. Default: `0o666`. */
  readonly mode?: number;
}

/** What the system says of a file. */
export interface FileStatus {
  /** What no other file has that is there at the same time. */
  readonly identity: string;
  /** How many bytes it has. */
  readonly size: number;
  /** How many bytes its file system likes to read or write at once. */
  readonly blockSize: number;
  /** Its permissions, as `0o644`. */
  readonly mode: number;
  /** Whether it is an ordinary file. */
  readonly isFile: boolean;
  /** Whether it is a folder. */
  readonly isFolder: boolean;
}

/** A lock: of many who read, or of one who writes. */
export type LockKind = "shared" | "exclusive";

/** A file that is open. Each of its methods throws a `FileError` where the system fails. */
export interface OpenFile {
  /** The path that it was opened with. */
  readonly path: string;
  /** What the system says of it now. */
  status(): FileStatus;
  /** How many bytes it has now. */
  size(): number;
  /** Fills `bytes` with what is at `offset`; answers how many bytes there were, which are fewer at the end of the file only. */
  read(bytes: Uint8Array, offset: number): number;
  /** Writes all of `bytes` at `offset`. What lies between the end of the file and there becomes zeros. */
  write(bytes: Uint8Array, offset: number): void;
  /** Cuts the file, or fills it up with zeros. */
  truncate(size: number): void;
  /** Returns when what was written is on the disk. */
  sync(): void;
  /**
   * Tries to lock the file, or to change the lock that this has; it never waits. `false` when another has a lock that is in the
   * way; a lock that could not be changed is lost. It is the lock of `flock(2)`, which other programs and languages see; it ends when the file is closed.
   */
  lock(kind: LockKind): boolean;
  /** Lets go of the file and its lock. A second time does nothing. */
  close(): void;
}

/** The port to files: the host's own, or some in memory. Each method throws a `FileError` where the system fails. */
export interface FileSystem {
  /** Opens a file, links followed: no folder, nor anything else. */
  open(path: string, options?: FileOptions): OpenFile;
  /** What the system says of a file or folder, links followed; `undefined` where there is none. */
  status(path: string): FileStatus | undefined;
  /** Where the file really is, links followed. */
  realPath(path: string): string;
  /** Gives a file another name, in the place of what has that name. */
  rename(from: string, to: string): void;
  /** Removes a file. `false` where there was none. */
  remove(path: string): boolean;
  /** Gives a file a second name. */
  link(path: string, newPath: string): void;
  /** Sets the permissions of a file. */
  changeMode(path: string, mode: number): void;
  /** Returns when the names in the folder of this file are on the disk, as far as the system knows how. */
  syncFolder(path: string): void;
}

/** A file system failed, or refused. */
export class FileError extends Error {
  /** The system's name of the reason: `"ENOENT"`, `"EACCES"`, `"ENOSPC"`, … */
  readonly code: string;
  /** The file that it is about. */
  readonly path: string;

  /** The message is `Cannot <verb> <path>: <reason>`. */
  constructor(verb: string, path: string, code: string, options?: ErrorOptions) {
    super(`Cannot ${verb} ${path}: ${reasonOf(code)}`, options);
    this.name = "FileError";
    this.code = code;
    this.path = path;
  }
}

const REASONS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["EACCES", "permission denied"],
  ["EBADF", "it is closed, or was opened for something else"],
  ["EDQUOT", "the disk quota is used up"],
  ["EEXIST", "it exists already"],
  ["EFBIG", "the file would be larger than allowed"],
  ["EINVAL", "there is no such offset"],
  ["EIO", "the device failed"],
  ["EFTYPE", "it is no ordinary file"],
  ["EISDIR", "it is a directory"],
  ["EMFILE", "too many files are open"],
  ["ENOENT", "no such file or directory"],
  ["ENOSPC", "no space left on the device"],
  ["ENOTDIR", "a part of the path is no directory"],
  ["ENOTSUP", "this system has no such operation"],
  ["EPERM", "not permitted"],
  ["EROFS", "the file system is read-only"],
]);

function reasonOf(code: string): string {
  const reason = REASONS.get(code);
  return reason === undefined ? code : `${reason} (${code})`;
}

/** Throws unless there can be such an offset: the hosts take some that cannot be for the current position. */
export function checkOffset(verb: string, path: string, offset: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0) throw new FileError(verb, path, "EINVAL");
}
