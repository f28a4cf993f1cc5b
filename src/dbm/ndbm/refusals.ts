import { DbmError, malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";

/** The error of a file that cannot be right. */
export function wrong(file: DatabaseFile, offset: number, object: string, reason: string): DbmError {
  return malformed(object, offset, reason, file.path);
}

/** The error of a file that is right, but that nobody can read here. */
export function unsupported(file: DatabaseFile, offset: number, reason: string): DbmError {
  return new DbmError(`Cannot read ${file.path}: ${reason}`, "unsupported", { offset, path: file.path });
}
