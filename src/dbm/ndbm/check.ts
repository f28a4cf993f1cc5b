import { type FileSystem, hostFiles } from "../../files/index.ts";
import { DatabaseFile } from "../file.ts";
import { check as checkGnu } from "../gnu/check.ts";
import type { Problem } from "../problem.ts";
import { formatOf } from "./formats.ts";
import { isPair, pairFile } from "./pair.ts";

/**
 * What is wrong with a database, problem by problem. Bad data does not throw.
 *
 * @throws {DbmError} where the file cannot be opened at all.
 */
export function* check(
  path: string,
  { files = hostFiles() }: { readonly files?: FileSystem } = {},
): IterableIterator<Problem> {
  if (isPair(path, files)) return yield* checkGnu(pairFile(path), { files });
  const file = DatabaseFile.open(files, `${path}.db`);
  try {
    yield* formatOf(file).check(file);
  } finally {
    file.close();
  }
}
