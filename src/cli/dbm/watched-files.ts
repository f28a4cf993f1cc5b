import {
  type FileOptions,
  type FileStatus,
  type FileSystem,
  hostFiles,
  type LockKind,
  type OpenFile,
} from "../../files/index.ts";

/** The files of the host, for one who wants to know how much of them has been read. */
export class WatchedFiles implements FileSystem {
  readonly #files: FileSystem = hostFiles();
  readonly #onRead: (bytes: number) => void;
  #bytes = 0;

  /** The function is called after each reading with how many bytes it were until then. */
  constructor(onRead: (bytes: number) => void) {
    this.#onRead = onRead;
  }

  open(path: string, options?: FileOptions): OpenFile {
    return new WatchedFile(this.#files.open(path, options), (bytes) => {
      this.#bytes += bytes;
      this.#onRead(this.#bytes);
    });
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

class WatchedFile implements OpenFile {
  readonly path: string;
  readonly #file: OpenFile;
  readonly #onRead: (bytes: number) => void;

  constructor(file: OpenFile, onRead: (bytes: number) => void) {
    this.path = file.path;
    this.#file = file;
    this.#onRead = onRead;
  }

  status(): FileStatus {
    return this.#file.status();
  }

  size(): number {
    return this.#file.size();
  }

  read(bytes: Uint8Array, offset: number): number {
    const count = this.#file.read(bytes, offset);
    this.#onRead(count);
    return count;
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
