import type { AsyncDatabase } from "../dbm/index.ts";
import { AsyncEntryCodec } from "./async-entry-codec.ts";
import { AsyncShelf } from "./async-shelf.ts";
import type { EntryOptions } from "./options.ts";

/** A shelf of a database that is opened for it; what is wrong with the options is told before. */
export async function shelfOf<V, Given>(
  open: () => Promise<AsyncDatabase>,
  options: EntryOptions<V, Given>,
): Promise<AsyncShelf<V, Given>> {
  new AsyncEntryCodec(options);
  return new AsyncShelf(await open(), options);
}
