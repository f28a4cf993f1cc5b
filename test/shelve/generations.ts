// A process that changes all values of a shelf in memory, and writes them when it closes, again and again until it is killed: `node generations.ts PATH`.
// It says "." each time that it begins to close.
import { writeSync } from "node:fs";
import { open } from "../../src/shelve/index.ts";

const [, , path = ""] = process.argv;
for (;;) {
  const shelf = open<{ generation: number; ballast: string }>(path, { writeback: true });
  for (const value of shelf.values()) value.generation += 1;
  writeSync(1, ".");
  shelf.close();
}
