import type { FileSystem } from "../../files/index.ts";
import type { Statistics } from "../problem.ts";
import { attempt } from "./errors.ts";
import { ofHost, openForReading } from "./open.ts";
import { GET_SIZE } from "./statements.ts";

/** Sizes and counts: of keys, pages and bytes. */
export function stat(path: string, { files }: { readonly files?: FileSystem } = {}): Statistics {
  const connection = openForReading(ofHost(path, files), path);
  const first = (sql: string) => {
    const value = connection.execute(sql).fetchone()?.[0];
    return typeof value === "number" || typeof value === "string" ? value : String(value);
  };
  try {
    return attempt(path, () => ({
      keys: first(GET_SIZE),
      "value bytes": first("SELECT COALESCE(SUM(LENGTH(CAST(value AS BLOB))), 0) FROM Dict"),
      "page size": first("PRAGMA page_size"),
      pages: first("PRAGMA page_count"),
      "free pages": first("PRAGMA freelist_count"),
      "journal mode": first("PRAGMA journal_mode"),
      encoding: first("PRAGMA encoding"),
    }));
  } finally {
    connection.close();
  }
}
