import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Format } from "pantry/dbm";
import { open } from "pantry/shelve";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { debianPython } from "../../dbm/oracle/driver.ts";
import { CASES } from "../../oracle/cases.ts";
import { PYTHONS, skipMissing } from "../../oracle/each-python.ts";
import { WANTED } from "../../oracle/oracle.ts";
import { type ShelfPython, withShelfPython } from "./shelf-python.ts";

/** How many graphs each shelf has. */
const COUNT = Math.max(CASES, 5);
const KEYS = Array.from(
  { length: COUNT },
  (_, number) => `${["", "é", "ключ ", "🎉", "__proto__"][number % 5]}${number}`,
);
const LATIN = Array.from({ length: COUNT }, (_, number) => `Pöp ${number}`);

interface Judge {
  readonly name: string;
  readonly path: string;
  /** The highest protocol that it knows. */
  readonly protocol: number;
  readonly formats: readonly Format[];
  readonly isPython2: boolean;
}

const judges: readonly Judge[] = [
  ...PYTHONS.map(
    (python): Judge => ({
      name: `Python ${python.short}`,
      path: python.path,
      protocol: python.protocol,
      formats: python.short === "3.13" ? ["sqlite3", "dumb"] : ["dumb"],
      isPython2: python.short === "2.7",
    }),
  ),
  ...(["gnu", "ndbm"] as const).flatMap((format) =>
    debianPython?.modules.includes(format)
      ? [
          {
            name: "Debian's Python",
            path: debianPython.path,
            protocol: 5,
            formats: [format],
            isPython2: false,
          },
        ]
      : [],
  ),
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-shelve-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("shelves", () => {
  for (const judge of judges) {
    for (const format of judge.formats)
      describe(`of ${format} and ${judge.name}`, () =>
        withShelfPython(judge.path, (python) => describeShelves(judge, format, python)));
  }
  for (const short of WANTED) if (!PYTHONS.some((python) => python.short === short)) skipMissing(short);
  for (const format of ["gnu", "ndbm"] as const)
    if (!debianPython?.modules.includes(format))
      it.skip(`/usr/bin/python3 has no dbm.${format} on this machine, so nothing was asked of it`, () => {});
});

function describeShelves(judge: Judge, format: Format, python: () => ShelfPython): void {
  const protocols = Array.from({ length: judge.protocol + 1 }, (_, protocol) => protocol);
  const pathOf = (name: string) => path.join(folder, `${judge.name}-${format}-${name}`);

  it.for(protocols)("mean the same when they are read and written again in protocol %i", async (protocol) => {
    const theirs = pathOf(`theirs-${protocol}`);
    const ours = pathOf(`ours-${protocol}`);
    const request = { module: format, protocol, keys: KEYS, seed: protocol * 1000, kind: "exact" };
    await python().ask("write", { path: theirs, ...request });
    {
      using from = open(theirs, { flag: "r", exact: true });
      using to = open(ours, { flag: "n", format, protocol, exact: true });
      expect([...from.keys()].sort()).toEqual([...KEYS].sort());
      to.setMany(from);
    }
    const shelves = { path: theirs, module: format, other: ours, other_module: format };
    expect(await python().ask("differences", shelves)).toEqual([]);
  });

  // What Python 2 calls a str becomes a text in the natural profile, which Python 2 does tell apart.
  if (!judge.isPython2)
    it("mean the same in the natural profile, but for what it merges", async () => {
      const theirs = pathOf("natural-theirs");
      const ours = pathOf("natural-ours");
      const protocol = judge.protocol;
      const request = { module: format, protocol, keys: KEYS, seed: 7, kind: "values" };
      await python().ask("write", { path: theirs, ...request });
      {
        using from = open(theirs, { flag: "r" });
        using to = open(ours, { flag: "n", format, protocol });
        to.setMany(from);
      }
      const shelves = { path: theirs, module: format, other: ours, other_module: format, natural: protocol };
      expect(await python().ask("differences", shelves)).toEqual([]);
    });

  it("are left byte for byte by writeback where nothing was changed", async () => {
    const shelf = pathOf("writeback");
    const request = { module: format, protocol: judge.protocol, keys: KEYS, seed: 99, kind: "values" };
    await python().ask("write", { path: shelf, ...request });
    const encoding = judge.isPython2 ? { encoding: "latin1" } : {};
    const contentOf = () => {
      using read = open(shelf, { flag: "r" });
      return new Map([...read.keys()].map((key) => [key, read.dict.get(new TextEncoder().encode(key))]));
    };
    const before = contentOf();
    for (const flag of ["w", "r"] as const) {
      using kept = open(shelf, { flag, writeback: true, ...encoding });
      expect([...kept].length).toBe(COUNT);
    }
    expect(contentOf()).toEqual(before);
  });

  it("have keys in another encoding", async () => {
    const keyencoding = "latin-1";
    const theirs = pathOf("latin-theirs");
    const ours = pathOf("latin-ours");
    const request = { module: format, protocol: 2, keys: LATIN, seed: 5, kind: "plain", keyencoding };
    await python().ask("write", { path: theirs, ...request });
    {
      using from = open(theirs, { flag: "r", exact: true, keyencoding });
      using to = open(ours, { flag: "n", format, protocol: 2, exact: true, keyencoding });
      expect([...from.keys()].sort()).toEqual([...LATIN].sort());
      to.setMany(from);
    }
    const shelves = { path: theirs, module: format, other: ours, other_module: format, keyencoding };
    expect(await python().ask("differences", shelves)).toEqual([]);
  });
}
