import { DbmError } from "../../src/dbm/errors.ts";

/** The `DbmError` that is raised, if one is; any other error is thrown again. */
export function errorOf(work: () => unknown): DbmError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DbmError) return error;
    throw error;
  }
}

/** Its code, or `"nothing"`. */
export function codeOf(work: () => unknown): string {
  return errorOf(work)?.code ?? "nothing";
}
