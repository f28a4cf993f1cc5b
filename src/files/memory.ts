import type { FileOptions, FileStatus, FileSystem, OpenFile } from "./file-system.ts";

/** Files that are only in memory, under any path. Folders need not be made. */
export class MemoryFiles implements FileSystem {
  open(_path: string, _options: FileOptions = {}): OpenFile {
    throw new Error("to be written");
  }
  status(_path: string): FileStatus | undefined {
    throw new Error("to be written");
  }
  realPath(path: string): string {
    return path;
  }
  rename(_from: string, _to: string): void {}
  remove(_path: string): boolean {
    return false;
  }
  link(_path: string, _newPath: string): void {}
  changeMode(_path: string, _mode: number): void {}
  syncFolder(_path: string): void {}
}
