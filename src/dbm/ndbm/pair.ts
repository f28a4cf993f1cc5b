import type { FileSystem } from "../../files/index.ts";
import { attempt } from "../file.ts";

/** The file of GNU gdbm that has everything; the other one, `.dir`, is there for its name. */
export function pairFile(path: string): string {
  return `${path}.pag`;
}

/** Whether there are both files of GNU gdbm. */
export function isPair(path: string, files: FileSystem): boolean {
  return attempt(
    () => files.status(pairFile(path)) !== undefined && files.status(`${path}.dir`) !== undefined,
  );
}
