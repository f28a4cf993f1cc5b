import {
  FileError,
  type FileOptions,
  type FileStatus,
  type FileSystem,
  type OpenFile,
} from "./file-system.ts";
import { type MemoryDisk, MemoryFile, OpenMemoryFile } from "./memory-file.ts";

/** What a file system in memory is like. */
export interface MemoryFilesOptions {
  /** How many bytes its files have at the most; what would be more fails with `ENOSPC`. Default: as many as the memory takes. */
  readonly capacity?: number;
  /** The block size that its files tell of. Default: 4096. */
  readonly blockSize?: number;
}

/**
 * Files that are only in memory, under any path. Folders need not be made: what a path names before a `/` is one. Permissions are those of an
 * ordinary user who owns everything, and there is no umask.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 *
 * const files = new MemoryFiles();
 * files.writeFile("/notes/tea", new TextEncoder().encode("green"));
 * const file = files.open("/notes/tea", { writable: true });
 * file.write(Uint8Array.of(0x21), file.size());
 * file.close();
 * const text = new TextDecoder().decode(files.readFile("/notes/tea"));
 * if (text !== "green!") throw new Error(text);
 * ```
 */
export class MemoryFiles implements FileSystem {
  /** Whether nothing here may be changed: what tries fails with `EROFS`. Default: `false`. */
  readOnly = false;
  readonly #disk: MemoryDisk;
  readonly #names = new Map<string, MemoryFile>();
  readonly #folderModes = new Map<string, number>();
  #made = 0;

  /** No files yet. */
  constructor({ capacity = Number.POSITIVE_INFINITY, blockSize = 4096 }: MemoryFilesOptions = {}) {
    this.#disk = { capacity, used: 0, blockSize };
  }

  /** How many bytes its files have at the most. It may become less than what they have: then they stay, and do not grow. */
  get capacity(): number {
    return this.#disk.capacity;
  }

  set capacity(bytes: number) {
    this.#disk.capacity = bytes;
  }

  /** The paths of all files, in the order in which they came to be. */
  paths(): string[] {
    return [...this.#names.keys()];
  }

  /** All bytes of a file, as a copy. */
  readFile(path: string): Uint8Array<ArrayBuffer> {
    return this.#named("read", path).contents();
  }

  /** Makes a file of these bytes, or gives them to one that is there, whatever its permissions. */
  writeFile(path: string, bytes: Uint8Array, mode: number = 0o666): void {
    const key = normal(path);
    this.#refuseFolder("write", key);
    const file = this.#names.get(key) ?? this.#create(key, mode);
    file.truncate(0, path);
    file.write(bytes, 0, path);
  }

  /** The same files, as they are now, without anything open or locked: what a new process would find if this one were killed. */
  copy(): MemoryFiles {
    const copy = new MemoryFiles(this.#disk);
    const copies = new Map<MemoryFile, MemoryFile>();
    for (const [path, file] of this.#names) {
      const known = copies.get(file);
      const twin = known ?? new MemoryFile(copy.#disk, file.identity, file.mode);
      if (!known) twin.write(file.contents(), 0, path);
      twin.keep();
      copies.set(file, twin);
      copy.#names.set(path, twin);
    }
    for (const [path, mode] of this.#folderModes) copy.#folderModes.set(path, mode);
    copy.#made = this.#made;
    copy.readOnly = this.readOnly;
    return copy;
  }

  open(path: string, { writable = false, create = "never", mode = 0o666 }: FileOptions = {}): OpenFile {
    const key = normal(path);
    this.#refuseFolder("open", key);
    const found = this.#names.get(key);
    if (found && create === "new") throw new FileError("open", path, "EEXIST");
    if (!found && create === "never") throw new FileError("open", path, "ENOENT");
    if (found) this.#permit(path, found, writable);
    else this.#permitNames("open", key);
    return new OpenMemoryFile(found ?? this.#create(key, mode), path, !writable);
  }

  status(path: string): FileStatus | undefined {
    const key = normal(path);
    const file = this.#names.get(key);
    if (file) return file.status();
    if (!this.#isFolder(key)) return undefined;
    const mode = this.#folderModes.get(key) ?? 0o777;
    return {
      identity: `folder ${key}`,
      size: 0,
      blockSize: this.#disk.blockSize,
      mode,
      isFile: false,
      isFolder: true,
    };
  }

  realPath(path: string): string {
    if (!this.status(path)) throw new FileError("find", path, "ENOENT");
    return normal(path);
  }

  rename(from: string, to: string): void {
    const [source, target] = [normal(from), normal(to)];
    const file = this.#named("rename", from);
    this.#refuseFolder("rename", target);
    this.#permitNames("rename", source);
    this.#permitNames("rename", target);
    const replaced = this.#names.get(target);
    if (replaced === file) return;
    this.#names.delete(source);
    this.#names.set(target, file);
    replaced?.drop();
  }

  remove(path: string): boolean {
    const key = normal(path);
    if (this.#isFolder(key)) throw new FileError("remove", path, "EISDIR");
    const file = this.#names.get(key);
    if (!file) return false;
    this.#permitNames("remove", key);
    this.#names.delete(key);
    file.drop();
    return true;
  }

  link(path: string, newPath: string): void {
    const file = this.#named("link", path);
    const key = normal(newPath);
    if (this.status(key)) throw new FileError("link", newPath, "EEXIST");
    this.#permitNames("link", key);
    file.keep();
    this.#names.set(key, file);
  }

  changeMode(path: string, mode: number): void {
    const key = normal(path);
    const file = this.#names.get(key);
    if (!this.status(key)) throw new FileError("change the mode of", path, "ENOENT");
    if (this.readOnly) throw new FileError("change the mode of", path, "EROFS");
    if (file) file.mode = mode & 0o7777;
    else this.#folderModes.set(key, mode & 0o7777);
  }

  syncFolder(_path: string): void {}

  #create(key: string, mode: number): MemoryFile {
    this.#made += 1;
    const file = new MemoryFile(this.#disk, `memory ${this.#made}`, mode & 0o7777);
    file.keep();
    this.#names.set(key, file);
    return file;
  }

  #named(verb: string, path: string): MemoryFile {
    const file = this.#names.get(normal(path));
    if (file) return file;
    throw new FileError(verb, path, this.#isFolder(normal(path)) ? "EISDIR" : "ENOENT");
  }

  #isFolder(key: string): boolean {
    if (key === "" || key === "/" || key === "." || this.#folderModes.has(key)) return true;
    for (const name of this.#names.keys()) if (name.startsWith(`${key}/`)) return true;
    return false;
  }

  /** No file can be where a folder is, nor below another file. */
  #refuseFolder(verb: string, key: string): void {
    if (this.#names.has(key)) return;
    if (this.#isFolder(key)) throw new FileError(verb, key, "EISDIR");
    for (let folder = folderOf(key); folder.length > 1; folder = folderOf(folder))
      if (this.#names.has(folder)) throw new FileError(verb, key, "ENOTDIR");
  }

  #permit(path: string, file: MemoryFile, writable: boolean): void {
    if (writable && this.readOnly) throw new FileError("open", path, "EROFS");
    const needed = writable ? 0o600 : 0o400;
    if ((file.mode & needed) !== needed) throw new FileError("open", path, "EACCES");
  }

  /** Whether the names in the folder of this file may change. */
  #permitNames(verb: string, key: string): void {
    if (this.readOnly) throw new FileError(verb, key, "EROFS");
    const mode = this.#folderModes.get(folderOf(key)) ?? 0o777;
    if ((mode & 0o300) !== 0o300) throw new FileError(verb, key, "EACCES");
  }
}

/** One path for each file: no `.`, no empty parts. */
function normal(path: string): string {
  if (!/(^|\/)\.?(\/|$)/.test(path.slice(1))) return path;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}

function folderOf(key: string): string {
  const end = key.lastIndexOf("/");
  return end > 0 ? key.slice(0, end) : key.slice(0, end + 1);
}
