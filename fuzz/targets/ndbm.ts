import * as ndbm from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { fixture } from "../../test/dbm/fixtures.ts";
import { type Step, stepsOf } from "../../test/dbm/hostile-harness.ts";
import { pageMutators } from "../mutators/pages.ts";
import { besiege } from "../properties/database.ts";
import type { Target } from "../target.ts";

const KEYS = ["key 1", "key 7", "", "big".repeat(400)].map((key) => new TextEncoder().encode(key));
const PAGE = 512;

/** A database of Berkeley DB's, or of BSD's if there is an empty one to begin with. */
function made(count: number, from?: Uint8Array): Uint8Array {
  const files = new MemoryFiles();
  if (from) files.writeFile("/a.db", from);
  const database = ndbm.open("/a", { flag: from ? "w" : "n", files });
  for (let index = 0; index < count; index += 1)
    database.set(`key ${index}`, new Uint8Array((index * 37) % 90).fill(index));
  if (count > 3) database.set("", "empty").set("big".repeat(400), new Uint8Array(5000));
  database.close();
  return files.readFile("/a.db");
}

const STEPS: readonly Step[] = [
  ...stepsOf({ ...ndbm, keys: KEYS }),
  (files, path) => void ndbm.stat(path, { files }),
];

/** Hash files of Berkeley DB and of BSD's db 1.85: opened, walked, checked and changed. */
export const target: Target = {
  rooms: ["src/dbm/ndbm/"],
  seeds: () => [
    ...[0, 3, 40].map((count) => made(count)),
    ...[0, 3, 40].map((count) => made(count, fixture("bsd", "empty.db"))),
    ...["encrypted", "subdatabase", "duplicates", "sorted-duplicates"].map((name) =>
      fixture("ndbm", `${name}.db`),
    ),
  ],
  mutators: pageMutators(PAGE),
  tokens: [],
  maxLength: 32_768,
  time: [1000, 0.1],
  judge: (bytes) => besiege(bytes, { file: "/a.db", steps: STEPS }),
};
