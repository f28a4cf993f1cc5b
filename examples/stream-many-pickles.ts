// Writes a long log as pickles in a row, and reads it one entry at a time: neither side ever holds all of it.
// In Python: while True: entry = pickle.load(file)
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { dump, loadAll } from "pantry/pickle";

interface Entry {
  readonly id: number;
  readonly when: Date;
  readonly text: string;
}

const file = path.join(os.tmpdir(), `log-${process.pid}.pickles`);

const output = createWriteStream(file);
const sink = Writable.toWeb(output);
for (let id = 0; id < 1000; id += 1) await dump({ id, when: new Date(), text: `entry ${id}` }, sink);
await sink.close();
await finished(output);

let count = 0;
let last: Entry | undefined;
for await (const entry of loadAll(createReadStream(file))) {
  last = entry as Entry;
  count += 1;
}
console.log(`${count} entries, the last one at ${last?.when.toISOString()}: ${last?.text}`);
rmSync(file);
