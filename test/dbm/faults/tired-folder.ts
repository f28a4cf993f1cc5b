import {
  FileError,
  type FileOptions,
  type FileStatus,
  type FileSystem,
  type OpenFile,
} from "../../../src/files/index.ts";

/** Files in a folder that cannot be changed, or synced, when that was done some times. */
export class TiredFolder implements FileSystem {
  patience = Number.POSITIVE_INFINITY;
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  open(path: string, options?: FileOptions): OpenFile {
    if (options?.create === "new") this.#tire("open", path);
    return this.#files.open(path, options);
  }

  status(path: string): FileStatus | undefined {
    return this.#files.status(path);
  }

  realPath(path: string): string {
    return this.#files.realPath(path);
  }

  rename(from: string, to: string): void {
    this.#files.rename(from, to);
  }

  remove(path: string): boolean {
    return this.#files.remove(path);
  }

  link(path: string, newPath: string): void {
    this.#files.link(path, newPath);
  }

  changeMode(path: string, mode: number): void {
    this.#files.changeMode(path, mode);
  }

  syncFolder(path: string): void {
    this.#tire("sync", path);
    this.#files.syncFolder(path);
  }

  #tire(verb: string, path: string): void {
    this.patience -= 1;
    if (this.patience < 0) throw new FileError(verb, path, "EIO");
  }
}
