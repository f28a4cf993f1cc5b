import type { FileSystem } from "./file-system.ts";

/** The files of Node, Bun or Deno. Throws a `FileError` where the runtime has none. */
export function hostFiles(): FileSystem {
  throw new Error("to be written");
}
