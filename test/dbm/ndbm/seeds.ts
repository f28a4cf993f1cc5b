import { open } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { fixture } from "../fixtures.ts";

/** A file of a fixture, as the database `/a`. */
export function filesOf(name: string): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/a.db", fixture("ndbm", name));
  return files;
}

/** A small database of Berkeley DB in pages of 512 bytes: some short entries, two large values and a large key. */
export function smallFiles(): MemoryFiles {
  const files = filesOf("page-512.db");
  using database = open("/a", { flag: "w", files });
  database.clear();
  for (let index = 0; index < 24; index++) database.set(`key ${index}`, new Uint8Array(index).fill(index));
  database.set("large 1", new Uint8Array(1200).fill(1));
  database.set("large 2", new Uint8Array(1100).fill(2));
  database.set("k".repeat(700), "of a large key");
  return files;
}

/** Numbers in the bytes of a file. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
