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

/** The `DbmError` that must be raised. */
export function raisedBy(work: () => unknown): DbmError {
  const error = errorOf(work);
  if (error) return error;
  throw new Error("nothing was raised");
}

/** Its code, or `"nothing"`. */
export function codeOf(work: () => unknown): string {
  return errorOf(work)?.code ?? "nothing";
}
