// Changes a file that Python wrote, without knowing its classes, and leaves all else as it is.
//
//   node change-a-pickle.ts FILE COPY     (in this repository: node --conditions=source examples/change-a-pickle.ts)
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dumps, loads } from "pantry/pickle";
import { type Instance, repr } from "pantry/python";

// A list of shop.Item objects, pickled by CPython 3.13: shop.Item("item 0", 0), shop.Item("item 1", 1), …
const file =
  process.argv[2] ?? path.join(import.meta.dirname, "../test/fixtures/pickle/3.13/object-many.4.pickle");

// Exact: an int is a bigint, a dict a Map; so nothing is lost when it is written back.
const items = loads<Instance[]>(readFileSync(file), { exact: true });
for (const item of items) {
  const fields = item.state as Map<string, unknown>;
  fields.set("price", (item.get("price") as bigint) + 100n);
}

const data = dumps(items, { exact: true, protocol: 4 });
const [first] = loads<Instance[]>(data, { exact: true });
console.log(`${data.length} bytes, which begin with ${repr(first, { exact: true })}`);
const copy = process.argv[3];
if (copy !== undefined) writeFileSync(copy, data);
