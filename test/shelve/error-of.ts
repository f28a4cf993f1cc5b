import { ShelveError } from "pantry/shelve";

/** The `ShelveError` that must be raised. */
export function shelveErrorOf(work: () => unknown): ShelveError {
  try {
    work();
  } catch (error) {
    if (error instanceof ShelveError) return error;
    throw error;
  }
  throw new Error("nothing was raised");
}
