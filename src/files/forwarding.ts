import type { FileOptions, FileStatus, FileSystem, LockKind, OpenFile } from "./file-system.ts";

/** Files that are those of another file system: for what changes or watches some of the calls. */
export class ForwardingFiles implements FileSystem {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  open(path: string, options?: FileOptions): OpenFile {
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
    this.#files.syncFolder(path);
  }
}

/** An open file that is another one, likewise. */
export class ForwardingFile implements OpenFile {
  readonly path: string;
  readonly #file: OpenFile;

  constructor(file: OpenFile) {
    this.path = file.path;
    this.#file = file;
  }

  status(): FileStatus {
    return this.#file.status();
  }

  size(): number {
    return this.#file.size();
  }

  read(bytes: Uint8Array, offset: number): number {
    return this.#file.read(bytes, offset);
  }

  write(bytes: Uint8Array, offset: number): void {
    this.#file.write(bytes, offset);
  }

  truncate(size: number): void {
    this.#file.truncate(size);
  }

  sync(): void {
    this.#file.sync();
  }

  lock(kind: LockKind): boolean {
    return this.#file.lock(kind);
  }

  close(): void {
    this.#file.close();
  }
}
