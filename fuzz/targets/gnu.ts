import * as gnu from "pantry/dbm/gnu";
import { MemoryFiles } from "pantry/files";
import { damageOf } from "../../test/dbm/damage-of.ts";
import { type Step, stepsOf } from "../../test/dbm/hostile-harness.ts";
import { pageMutators } from "../mutators/pages.ts";
import { besiege } from "../properties/database.ts";
import { type Target, Violation } from "../target.ts";

const encoder = new TextEncoder();
const KEYS = ["key 1", "", "big".repeat(100)].map((key) => encoder.encode(key));
const BLOCK = 512;

/** Small files of several machines: empty, with a few keys, and with many of which some were deleted. */
function* seeds(): Generator<Uint8Array> {
  for (const layout of ["64-bit", "64-bit packed", "32-bit"] as const) {
    for (const byteOrder of ["little", "big"] as const) {
      for (const count of [0, 3, 60]) yield made({ layout, byteOrder, blockSize: BLOCK }, count);
    }
  }
  yield made({ numsync: true, blockSize: BLOCK }, 12);
}

function made(options: gnu.GnuOpenOptions, count: number): Uint8Array {
  const files = new MemoryFiles();
  const database = gnu.open("/a", { ...options, flag: "n", files });
  database.batch(() => {
    for (let index = 0; index < count; index += 1)
      database.set(`key ${index}`, new Uint8Array((index * 37) % 90).fill(index));
    for (let index = 0; index < count; index += 5) database.delete(`key ${index}`);
    if (count > 0) database.set("", "empty").set("big".repeat(100), new Uint8Array(700));
  });
  database.close();
  return files.readFile("/a");
}

const STEPS: readonly Step[] = [
  ...stepsOf({ ...gnu, keys: KEYS }),
  (files, path) => void gnu.stat(path, { files }),
  (files, path) => {
    gnu.recover(path, { files });
    const damage = damageOf(gnu.check(path, { files }));
    if (damage.length > 0) throw new Violation("recovered, and still damaged", damage.join("; "));
  },
  (files, path) => {
    using database = gnu.open(path, { files });
    for (const _ of gnu.readDump(gnu.dumpAscii(database)).entries);
  },
];

/** Files of GDBM: opened, walked, checked, changed, recovered and dumped. */
export const target: Target = {
  rooms: ["src/dbm/gnu/"],
  seeds: () => [...seeds()],
  mutators: pageMutators(BLOCK),
  tokens: [0x13579acd, 0x13579ace, 0x13579acf, 0x13579ad0, 0x13579ad1].map((magic) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, magic, true);
    return bytes;
  }),
  maxLength: 16_384,
  time: [1000, 0.1],
  judge: (bytes) => besiege(bytes, { file: "/a", steps: STEPS }),
};
