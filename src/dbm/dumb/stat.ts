import { type FileSystem, hostFiles } from "../../files/index.ts";
import type { Statistics } from "../problem.ts";
import { readDirectory } from "./directory.ts";
import { BLOCK_SIZE, roomOf } from "./extent.ts";
import { openForReading, pathsOf } from "./open.ts";

/** Sizes and counts, in bytes where nothing else is said. */
export function stat(
  path: string,
  { files = hostFiles() }: { readonly files?: FileSystem } = {},
): Statistics {
  const [data, directory] = openForReading(files, pathsOf(path));
  try {
    const { index, lines, settled } = readDirectory(directory, data);
    let valueBytes = 0;
    for (const { length } of index.values()) valueBytes += length;
    const used = roomOf(index.values());
    return {
      keys: index.size,
      "value bytes": valueBytes,
      "block size": BLOCK_SIZE,
      "used blocks": used / BLOCK_SIZE,
      "free blocks": Math.max(0, Math.ceil((data.size - used) / BLOCK_SIZE)),
      ".dat size": data.size,
      ".dir size": directory.size(),
      "directory lines": lines,
      settled,
    };
  } finally {
    directory.close();
    data.file.close();
  }
}
