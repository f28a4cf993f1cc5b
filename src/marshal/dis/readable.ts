import { MarshalError } from "../errors.ts";

/** What can be read of a table; one that is cut short just ends. */
export function* readable<Entry>(entries: Iterable<Entry>): Generator<Entry, void, undefined> {
  try {
    yield* entries;
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
  }
}
