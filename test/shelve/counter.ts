// A process that counts in a shelf: `node counter.ts PATH TIMES WRITEBACK`.
import { open } from "../../src/shelve/index.ts";

const [, , path = "", times, writeback] = process.argv;
using shelf = open<number>(path, { writeback: writeback === "true" });
for (let time = 0; time < Number(times); time++) {
  shelf.update("count", (count = 0) => count + 1);
  shelf.set(`${process.pid}`, time + 1);
}
