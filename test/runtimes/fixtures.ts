// The committed pickles of test/fixtures/pickle, for the runtimes that have a file system.
import { readdirSync, readFileSync } from "node:fs";
import type { Fixture } from "./smoke.ts";

const folder = new URL("../fixtures/pickle/", import.meta.url);

/** The fixtures by name: `3.13/list.5` is test/fixtures/pickle/3.13/list.5.pickle, its value in list.json beside it. */
export function readFixtures(): Fixture[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".pickle"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .map((file) => {
      const [, name = "", stem = "", protocol = ""] = /^((.*)\.(\d))\.pickle$/.exec(file) ?? [];
      const expected = JSON.parse(readFileSync(new URL(`${stem}.json`, folder), "utf8"));
      return {
        name,
        protocol: Number(protocol),
        pickle: new Uint8Array(readFileSync(new URL(file, folder))),
        expected,
      };
    });
}
