import { FileError } from "../../src/files/index.ts";

/** The code of the `FileError` that is raised, or `"none"`; any other error is thrown again. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
  return "none";
}
