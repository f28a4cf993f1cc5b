import { readFileSync } from "node:fs";
import path from "node:path";
import * as dumb from "pantry/dbm/dumb";
import { stepsOf } from "../../test/dbm/hostile-harness.ts";
import { LINE_MUTATORS } from "../mutators/lines.ts";
import { besiege } from "../properties/database.ts";
import type { Target } from "../target.ts";

const FIXTURES = path.join(import.meta.dirname, "../../test/fixtures/dbm/dumb");
const fixture = (name: string) => new Uint8Array(readFileSync(path.join(FIXTURES, name)));
const KEYS = ["key", "", "plain"].map((key) => new TextEncoder().encode(key));
const DATA = fixture("python3.13.dat");

/** The directory of a `dbm.dumb` beside values that are right: opened, walked, checked and changed. */
export const target: Target = {
  rooms: ["src/dbm/dumb/"],
  seeds: () => [
    fixture("python2.7.dir"),
    fixture("python3.13.dir"),
    Buffer.from("'key', (0, 3)\n'', (512, 0)\n\"it's\", (1024, 700)\n"),
  ],
  mutators: LINE_MUTATORS,
  tokens: [
    "'",
    '"',
    "\\",
    "\\x41",
    "\\u20ac",
    "\\N{BULLET}",
    "\\777",
    "(",
    ")",
    ", ",
    "b'",
    "u'",
    "L",
    "\n",
    "\r\n",
    " ",
  ].map((text) => Buffer.from(text)),
  time: [300, 0.1],
  judge(bytes) {
    const steps = stepsOf({ ...dumb, keys: KEYS });
    besiege(bytes, {
      file: "/a.dir",
      others: { "/a.dat": DATA },
      steps: [...steps, (files, database) => void dumb.stat(database, { files })],
    });
  },
};
