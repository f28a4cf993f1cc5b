/** The error that a promise is broken with, which it must be. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was raised");
}

/** The errors that promises are broken with, which all of them must be. */
export async function failuresOf(promises: readonly Promise<unknown>[]): Promise<Error[]> {
  return Promise.all(promises.map(failureOf));
}
