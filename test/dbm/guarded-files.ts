import type { FileOptions, FileStatus, FileSystem, LockKind, OpenFile } from "../../src/files/index.ts";

/** What a `GuardedFiles` lets pass. */
export interface Limits {
  /** The files that may be touched; and those beside them whose names begin with one of these and end with `.tmp`. */
  readonly paths: readonly string[];
  /** How many bytes a file may have, and how many may be read or written at once. */
  readonly size: number;
  /** How many calls there may be. */
  readonly calls: number;
}

/** Files that refuse what nothing right would do: endless calls, huge files and buffers, other files. */
export class GuardedFiles implements FileSystem {
  readonly #files: FileSystem;
  readonly #limits: Limits;
  #calls = 0;
  #opened = 0;
  /** The first thing that was refused. */
  trespass: string | undefined;

  constructor(files: FileSystem, limits: Limits) {
    this.#files = files;
    this.#limits = limits;
  }

  /** How many files are open. */
  get opened(): number {
    return this.#opened;
  }

  open(path: string, options: FileOptions = {}): OpenFile {
    this.#allow(path);
    const file = this.#files.open(path, options);
    this.#opened += 1;
    return new GuardedFile(
      file,
      (size) => this.#count(path, size),
      () => {
        this.#opened -= 1;
      },
    );
  }

  status(path: string): FileStatus | undefined {
    this.#count(path);
    return this.#files.status(path);
  }

  realPath(path: string): string {
    this.#count(path);
    return this.#files.realPath(path);
  }

  rename(from: string, to: string): void {
    this.#allow(from);
    this.#allow(to);
    this.#files.rename(from, to);
  }

  remove(path: string): boolean {
    this.#allow(path);
    return this.#files.remove(path);
  }

  link(path: string, newPath: string): void {
    this.#allow(newPath);
    this.#files.link(path, newPath);
  }

  changeMode(path: string, mode: number): void {
    this.#allow(path);
    this.#files.changeMode(path, mode);
  }

  syncFolder(path: string): void {
    this.#count(path);
    this.#files.syncFolder(path);
  }

  #allow(path: string): void {
    this.#count(path);
    const { paths } = this.#limits;
    if (paths.some((one) => path === one || (path.startsWith(`${one}.`) && path.endsWith(".tmp")))) return;
    this.#refuse(`${path} is not its file`);
  }

  #count(path: string, size = 0): void {
    this.#calls += 1;
    if (this.#calls > this.#limits.calls) this.#refuse("calls without end");
    if (size > this.#limits.size) this.#refuse(`${size} bytes of ${path}`);
  }

  /** What throws may be caught by mistake; so it is kept. */
  #refuse(why: string): never {
    this.trespass ??= why;
    throw new Error(why);
  }
}

class GuardedFile implements OpenFile {
  readonly path: string;
  readonly #file: OpenFile;
  readonly #count: (size?: number) => void;
  #ended: (() => void) | undefined;

  constructor(file: OpenFile, count: (size?: number) => void, ended: () => void) {
    this.path = file.path;
    this.#file = file;
    this.#count = count;
    this.#ended = ended;
  }

  status(): FileStatus {
    this.#count();
    return this.#file.status();
  }

  size(): number {
    this.#count();
    return this.#file.size();
  }

  read(bytes: Uint8Array, offset: number): number {
    this.#count(bytes.length);
    return this.#file.read(bytes, offset);
  }

  write(bytes: Uint8Array, offset: number): void {
    this.#count(offset + bytes.length);
    this.#file.write(bytes, offset);
  }

  truncate(size: number): void {
    this.#count(size);
    this.#file.truncate(size);
  }

  sync(): void {
    this.#count();
    this.#file.sync();
  }

  lock(kind: LockKind): boolean {
    this.#count();
    return this.#file.lock(kind);
  }

  close(): void {
    this.#ended?.();
    this.#ended = undefined;
    this.#file.close();
  }
}
