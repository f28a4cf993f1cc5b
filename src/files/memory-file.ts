import { checkOffset, FileError, type FileStatus, type LockKind, type OpenFile } from "./file-system.ts";

/** What the files of one file system share. */
export interface MemoryDisk {
  /** How many bytes fit. */
  capacity: number;
  /** How many bytes its files have. */
  used: number;
  readonly blockSize: number;
}

/** A file in memory, under whatever names. It lives, and takes its space, until it has no name and is open nowhere. */
export class MemoryFile {
  readonly identity: string;
  mode: number;
  size = 0;
  readonly #disk: MemoryDisk;
  /** Beyond the size there are zeros. */
  #bytes = new Uint8Array(0);
  #uses = 0;
  readonly #locks = new Map<OpenFile, LockKind>();

  constructor(disk: MemoryDisk, identity: string, mode: number) {
    this.#disk = disk;
    this.identity = identity;
    this.mode = mode;
  }

  /** A name or an open file more. */
  keep(): void {
    this.#uses += 1;
  }

  /** A name or an open file less. */
  drop(): void {
    this.#uses -= 1;
    if (this.#uses > 0) return;
    this.#disk.used -= this.size;
    this.size = 0;
    this.#bytes = new Uint8Array(0);
  }

  status(): FileStatus {
    const { identity, size, mode } = this;
    return { identity, size, blockSize: this.#disk.blockSize, mode, isFile: true, isFolder: false };
  }

  contents(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.size);
  }

  read(bytes: Uint8Array, offset: number): number {
    const length = Math.max(0, Math.min(bytes.length, this.size - offset));
    bytes.set(this.#bytes.subarray(offset, offset + length));
    return length;
  }

  /** As a full disk does, it takes as much as fits before it fails. */
  write(bytes: Uint8Array, offset: number, path: string): void {
    if (bytes.length === 0) return;
    const end = offset + bytes.length;
    const fitting = Math.min(end, this.size + Math.max(0, this.#disk.capacity - this.#disk.used));
    if (fitting === end) {
      this.#grow(end, path, "write");
      this.#bytes.set(bytes, offset);
      return;
    }
    if (fitting > offset) {
      this.#grow(fitting, path, "write");
      this.#bytes.set(bytes.subarray(0, fitting - offset), offset);
    }
    throw new FileError("write", path, "ENOSPC");
  }

  /** No space is needed for zeros at the end in a real file system; here it is. */
  truncate(size: number, path: string): void {
    if (size > this.size) {
      if (size - this.size > this.#disk.capacity - this.#disk.used)
        throw new FileError("truncate", path, "ENOSPC");
      this.#grow(size, path, "truncate");
      return;
    }
    if (size < this.#bytes.length / 4) this.#bytes = this.#bytes.slice(0, size);
    else this.#bytes.fill(0, size, this.size);
    this.#disk.used -= this.size - size;
    this.size = size;
  }

  /** A lock that cannot be changed is lost, as the one of the system is. */
  lock(holder: OpenFile, kind: LockKind): boolean {
    this.#locks.delete(holder);
    for (const other of this.#locks.values()) if (kind === "exclusive" || other === "exclusive") return false;
    this.#locks.set(holder, kind);
    return true;
  }

  unlock(holder: OpenFile): void {
    this.#locks.delete(holder);
  }

  #grow(size: number, path: string, verb: string): void {
    if (size <= this.size) return;
    if (size > this.#bytes.length) this.#bytes = enlarged(this.#bytes, size, verb, path);
    this.#disk.used += size - this.size;
    this.size = size;
  }
}

/** Twice as many bytes at least, so that appending stays cheap. */
function enlarged(bytes: Uint8Array, size: number, verb: string, path: string): Uint8Array<ArrayBuffer> {
  const larger = allocated(Math.max(size, 2 * bytes.length)) ?? allocated(size);
  if (!larger) throw new FileError(verb, path, "ENOSPC");
  larger.set(bytes);
  return larger;
}

function allocated(size: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(size);
  } catch {
    return undefined;
  }
}

/** An open file in memory. */
export class OpenMemoryFile implements OpenFile {
  readonly path: string;
  readonly #file: MemoryFile;
  readonly #readOnly: boolean;
  #closed = false;

  constructor(file: MemoryFile, path: string, readOnly: boolean) {
    file.keep();
    this.#file = file;
    this.path = path;
    this.#readOnly = readOnly;
  }

  status(): FileStatus {
    return this.#opened("look at").status();
  }

  size(): number {
    return this.#opened("look at").size;
  }

  read(bytes: Uint8Array, offset: number): number {
    const node = this.#opened("read");
    checkOffset("read", this.path, offset);
    return node.read(bytes, offset);
  }

  write(bytes: Uint8Array, offset: number): void {
    const node = this.#writable("write");
    checkOffset("write", this.path, offset + bytes.length);
    checkOffset("write", this.path, offset);
    node.write(bytes, offset, this.path);
  }

  truncate(size: number): void {
    const node = this.#writable("truncate");
    checkOffset("truncate", this.path, size);
    node.truncate(size, this.path);
  }

  sync(): void {
    this.#opened("sync");
  }

  lock(kind: LockKind): boolean {
    return this.#opened("lock").lock(this, kind);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#file.unlock(this);
    this.#file.drop();
  }

  #opened(verb: string): MemoryFile {
    if (this.#closed) throw new FileError(verb, this.path, "EBADF");
    return this.#file;
  }

  #writable(verb: string): MemoryFile {
    if (this.#readOnly) throw new FileError(verb, this.path, "EBADF");
    return this.#opened(verb);
  }
}
