import { type FileSystem, hostFiles } from "../../files/index.ts";
import { DatabaseFile } from "../file.ts";
import { stat as statGnu } from "../gnu/stat.ts";
import type { Statistics } from "../problem.ts";
import { formatOf } from "./formats.ts";
import { isPair, pairFile } from "./pair.ts";

/**
 * What there is to say of a database.
 *
 * @throws {DbmError} where there is none, or it is malformed.
 */
export function stat(
  path: string,
  { files = hostFiles() }: { readonly files?: FileSystem } = {},
): Statistics {
  if (isPair(path, files)) return { library: "GNU gdbm", ...statGnu(pairFile(path), { files }) };
  const file = DatabaseFile.open(files, `${path}.db`);
  try {
    return formatOf(file).stat(file);
  } finally {
    file.close();
  }
}
