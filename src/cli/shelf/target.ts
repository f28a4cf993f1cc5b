import type { Arguments } from "../arguments.ts";
import { placeOf as databaseAt } from "../dbm/database-files.ts";
import { formatOf, REMEDIES } from "../dbm/databases.ts";
import { misuse } from "../failure.ts";
import type { Opening } from "./opened.ts";
import type { Place } from "./places.ts";

/** What is written to, and how it is opened: what `--create` says of files; a database of a server is created where it is missing. */
export function targetOf(args: Arguments, place: Place): Opening & { readonly place: Place } {
  const format = formatOf(args, "create");
  if (place.kind !== "file") {
    if (format) throw misuse("--create is for files");
    return { flag: "c", place };
  }
  if (format) return { flag: "c", format, place: { ...place, ...databaseAt(place.path, format) } };
  return { flag: "w", place, remedies: { ...REMEDIES, "not-found": "; --create makes one" } };
}
