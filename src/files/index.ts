/**
 * The port to files that the formats of this package go through: what they need of a file system, the host's own, and one in memory for
 * browsers and tests.
 *
 * @module
 */
export {
  FileError,
  type FileOptions,
  type FileStatus,
  type FileSystem,
  type LockKind,
  type OpenFile,
} from "./file-system.ts";
export { hostFiles } from "./host.ts";
export { MemoryFiles, type MemoryFilesOptions } from "./memory.ts";
