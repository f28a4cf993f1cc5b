import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { whichdb } from "pantry/dbm";
import { dumps, loads } from "pantry/pickle";
import { open, Shelf } from "pantry/shelve";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PYTHONS, skipMissing } from "../../oracle/each-python.ts";
import { withShelfPython } from "./shelf-python.ts";

const python313 = PYTHONS.find(({ short }) => short === "3.13");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-shelve-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a shelf that Python 3.13 and Pantry have open at the same time", () => {
  if (!python313) return skipMissing("3.13");
  withShelfPython(python313.path, (python) => {
    const hold = async (name: string, more = "") => {
      const file = path.join(folder, name);
      await python().execute(`shelf = shelve.open(${JSON.stringify(file)}${more})`);
      return file;
    };

    it("shows each what the other stored", async () => {
      const file = await hold("both");
      expect(whichdb(file)).toBe("sqlite3");
      using shelf = open<unknown>(file);
      shelf.set("ours", { when: new Date(0), tags: new Set(["a"]), big: 2n ** 70n, bytes: Uint8Array.of(1) });
      expect(await python().execute("result = shelf['ours']")).toBe(
        "{'when': datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), 'tags': {'a'}, " +
          `'big': ${2n ** 70n}, 'bytes': b'\\x01'}`,
      );
      await python().execute("shelf['theirs'] = [1, 'é', None, (True,)]; shelf['é'] = 1.5");
      expect(shelf.get("é")).toBe(1.5);
      expect((shelf.get("theirs") as unknown[]).slice(0, 3)).toEqual([1, "é", null]);
      expect([...shelf.keys()]).toEqual(["ours", "theirs", "é"]);
      expect(await python().execute("result = sorted(shelf)")).toBe("['ours', 'theirs', 'é']");
      await python().execute("del shelf['theirs']");
      expect([shelf.has("theirs"), shelf.size]).toEqual([false, 2]);
      shelf.clear();
      expect(await python().execute("result = len(shelf), shelf.get('ours')")).toBe("(0, None)");
    });

    it("keeps what Python changed with its writeback, and what Pantry changed with its own", async () => {
      const file = await hold("writeback", ", writeback=True");
      await python().execute("shelf['one'] = [1.0]; shelf['two'] = [2]; shelf.sync()");
      using shelf = open<number[]>(file, { writeback: true });
      const before = shelf.dict.get(new TextEncoder().encode("one")) as Uint8Array;
      for (const list of shelf.values()) expect(list).toHaveLength(1);
      await python().execute("shelf['two'].append(3); shelf.sync()");
      shelf.sync();
      expect(shelf.dict.get(new TextEncoder().encode("one"))).toEqual(before);
      expect(dumps(loads(before))).not.toEqual(before);
      expect(shelf.get("two")).toEqual([2, 3]);
      shelf.get("two")?.push(4);
      shelf.sync();
      expect(await python().execute("result = shelf['one'], shelf['two']")).toBe("([1.0], [2, 3, 4])");
    });

    it("fails for neither when Python reads while a batch of ours is open, and shows the batch at once", async () => {
      const file = await hold("batch");
      using shelf = open<number>(file);
      shelf.set("key", 0);
      const reading = shelf.batch(() => {
        for (let number = 0; number < 100; number++) shelf.set(`key ${number}`, number);
        return 100;
      });
      expect(await python().execute("result = len(shelf)")).toBe(String(reading + 1));
    });

    it("is kept in a dict of Python's that has nothing to do with files", async () => {
      const map = new Map<Uint8Array, Uint8Array>();
      new Shelf<unknown>(map).set("Pöp", [1n, "x"]);
      const entries = [...map].map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const);
      const [[key, value]] = entries as [readonly [Buffer, Buffer]];
      const literal = (bytes: Buffer) => `bytes.fromhex('${bytes.toString("hex")}')`;
      const statements = `result = list(shelve.Shelf({${literal(key)}: ${literal(value)}}).items())`;
      expect(await python().execute(statements)).toBe("[('Pöp', [1, 'x'])]");
    });
  });
});

describe("a shelf for an old Python", () => {
  for (const { short, path: executable, protocol } of PYTHONS) {
    if (protocol > 4) continue;
    describe(`Python ${short}`, () =>
      withShelfPython(executable, (python) => {
        it(`is found by its shelve.open, in dumb and protocol ${protocol}`, async () => {
          const file = path.join(folder, `old-${short}`);
          {
            using shelf = open<unknown>(file, { format: "dumb", protocol });
            shelf.set("key", [1, { a: [2.5, true, null] }]);
          }
          const u = short === "2.7" ? "u" : "";
          const opening = `shelf = shelve.open(${JSON.stringify(file)})`;
          expect(await python().execute(`${opening}; result = shelf['key']`)).toBe(
            `[1, {${u}'a': [2.5, True, None]}]`,
          );
          await python().execute("shelf['theirs'] = [1, 2]; shelf.close()");
          using shelf = open<unknown>(file);
          expect(shelf.get("theirs")).toEqual([1, 2]);
        });
      }));
  }
});
