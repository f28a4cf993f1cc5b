import type {
  FileOptions,
  FileStatus,
  FileSystem,
  LockKind,
  MemoryFiles,
  OpenFile,
} from "../../../src/files/index.ts";

/** The process is dead: what its code would do from here on does not happen. */
export class Killed extends Error {
  override name = "Killed";
}

/**
 * Files of a process that is killed: so many calls that change something are done, the next one is not, and raises `Killed`, as does every call
 * after it. What only reads is not counted, since a process that dies after it leaves what one that dies before it leaves.
 */
export class Prefixes implements FileSystem {
  /** How many calls that change something were done. */
  changes = 0;
  /** Whether there was a call too many. */
  killed = false;
  readonly #files: FileSystem;
  readonly #limit: number;

  constructor(files: FileSystem, limit: number = Number.POSITIVE_INFINITY) {
    this.#files = files;
    this.#limit = limit;
  }

  open(path: string, options: FileOptions = {}): OpenFile {
    this.live();
    const creates = options.create === "new" || (options.create === "missing" && !this.#files.status(path));
    if (creates) this.change();
    return new MortalFile(this, this.#files.open(path, options));
  }

  status(path: string): FileStatus | undefined {
    this.live();
    return this.#files.status(path);
  }

  realPath(path: string): string {
    this.live();
    return this.#files.realPath(path);
  }

  rename(from: string, to: string): void {
    this.change();
    this.#files.rename(from, to);
  }

  remove(path: string): boolean {
    this.change();
    return this.#files.remove(path);
  }

  link(path: string, newPath: string): void {
    this.change();
    this.#files.link(path, newPath);
  }

  changeMode(path: string, mode: number): void {
    this.change();
    this.#files.changeMode(path, mode);
  }

  syncFolder(path: string): void {
    this.change();
    this.#files.syncFolder(path);
  }

  /** Goes on, if the process is alive. */
  live(): void {
    if (this.killed) throw new Killed(`killed after ${this.changes} changes`);
  }

  /** Goes on, if the process lives to change something. */
  change(): void {
    if (this.changes >= this.#limit) this.killed = true;
    this.live();
    this.changes += 1;
  }
}

class MortalFile implements OpenFile {
  readonly path: string;
  readonly #process: Prefixes;
  readonly #file: OpenFile;

  constructor(process: Prefixes, file: OpenFile) {
    this.#process = process;
    this.#file = file;
    this.path = file.path;
  }

  status(): FileStatus {
    this.#process.live();
    return this.#file.status();
  }

  size(): number {
    this.#process.live();
    return this.#file.size();
  }

  read(bytes: Uint8Array, offset: number): number {
    this.#process.live();
    return this.#file.read(bytes, offset);
  }

  write(bytes: Uint8Array, offset: number): void {
    this.#process.change();
    this.#file.write(bytes, offset);
  }

  truncate(size: number): void {
    this.#process.change();
    this.#file.truncate(size);
  }

  sync(): void {
    this.#process.change();
    this.#file.sync();
  }

  lock(kind: LockKind): boolean {
    this.#process.live();
    return this.#file.lock(kind);
  }

  close(): void {
    this.#process.live();
    this.#file.close();
  }
}

/** What a process left that was killed. */
export interface Prefix {
  /** How many of its changes were done. */
  readonly changes: number;
  /** Whether that were all, and it ended by itself. */
  readonly complete: boolean;
  /** The files that it left: nothing is open or locked. */
  readonly files: MemoryFiles;
}

/** Which of the places between two changes are tried. */
export interface PrefixOptions {
  /** Each so many-th place. Default: 1, each. */
  readonly every?: number;
}

/**
 * Does the same work again and again, each time killed a change later, and yields what is left each time, until it once comes to its end. The work
 * must do the same each time, and notes itself what it did (from anew each time) so that the caller knows what must be there.
 */
export function* prefixes(
  start: MemoryFiles,
  work: (files: FileSystem) => void,
  { every = 1 }: PrefixOptions = {},
): Generator<Prefix> {
  for (let limit = 0; ; limit += every) {
    const files = start.copy();
    const mortal = new Prefixes(files, limit);
    doUntilKilled(mortal, work);
    yield { changes: mortal.changes, complete: !mortal.killed, files: files.copy() };
    if (!mortal.killed) return;
  }
}

/** Does some work until it ends or is killed. Any other error is one. */
export function doUntilKilled(mortal: Prefixes, work: (files: FileSystem) => void): void {
  try {
    work(mortal);
  } catch (error) {
    if (!mortal.killed) throw error;
  }
}
