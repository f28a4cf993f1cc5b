// The committed pickles of test/fixtures/pickle, for the runtimes that have a file system.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Fixture } from "./smoke.ts";

const folder = new URL("../fixtures/pickle/", import.meta.url);

/**
 * The fixtures by name: `3.13/list.5` is `3.13/list.5.pickle`, and its value is in `list.5.json` or else in `list.json`.
 * Left out are the files of several pickles, and those that need buffers from outside.
 */
export function readFixtures(): Fixture[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".pickle"))
    .map((file) => file.replaceAll("\\", "/").slice(0, -".pickle".length))
    .filter((name) => !name.includes("/several.") && !existsSync(at(`${name}.buffers.json`)))
    .sort()
    .map(readFixture);
}

function readFixture(name: string): Fixture {
  const stem = name.slice(0, -2);
  const sidecar = [`${name}.json`, `${stem}.json`].map(at).find((file) => existsSync(file));
  if (sidecar === undefined) {
    throw new Error(`Cannot find the value of the fixture ${name}`);
  }
  return {
    name,
    protocol: Number(name.at(-1)),
    pickle: new Uint8Array(readFileSync(at(`${name}.pickle`))),
    expected: JSON.parse(readFileSync(sidecar, "utf8")),
  };
}

function at(file: string): URL {
  return new URL(file, folder);
}
