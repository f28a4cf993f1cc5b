import { DbmError } from "../../../src/dbm/errors.ts";

/** The code of the `DbmError` that is raised, or `"nothing"`; any other error is thrown again. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DbmError) return error.code;
    throw error;
  }
  return "nothing";
}
