import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { historyOf, latin1, Model } from "../histories.ts";
import { type DbmDriver, describeDebianPython, describeEachDbmPython, type Module } from "./driver.ts";

const folder = mkdtempSync(join(tmpdir(), "pantry-driver-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** A driver's Python must do what the model does; that is what every other test relies upon. */
function agrees(module: Module, driver: () => DbmDriver, name: string, reads = true): void {
  it("does a history as the model does", async () => {
    const path = join(folder, name);
    const history = historyOf({ seed: 1, length: 2000, keySize: 60, valueSize: 900, reads });
    const model = new Model();
    const results = await driver().run(module, path, "c", [...history, ["size"], ["entries"]]);
    const expected = [...history, ["size"] as const].map((operation) => model.apply(operation));
    expect(results.slice(0, -1)).toEqual(expected);
    expect(model.entries.size).toBeGreaterThan(100);
    const entries = await driver().readAll(module, path);
    expect(results.at(-1)).toEqual(entries);
    expect(model.differences(entries)).toEqual([]);
    await driver().run(module, path, "w", [["clear"]]);
    expect(await driver().readAll(module, path)).toEqual([]);
  });
}

describeDebianPython("Debian's Python with dbm.gnu", "gnu", (driver) => {
  agrees("gnu", driver, "gnu.db");

  it("keeps databases open, and says what it raises", async () => {
    const path = join(folder, "open.db");
    const session = await driver().open("gnu", path, "c");
    const [key, value] = [new Uint8Array([0, 255]), new Uint8Array()];
    expect(await session.run([["set", key, value], ["get", key], ["keys"]])).toEqual([
      undefined,
      value,
      [key],
    ]);
    await expect(driver().readAll("gnu", path)).rejects.toMatchObject({ type: "_gdbm.error", errno: 11 });
    await session.close();
    expect(await driver().whichdb(path)).toBe("dbm.gnu");
    expect(await driver().run("gnu", path, "r", [["get", new Uint8Array([1])]])).toEqual([undefined]);
  });

  it("opens shelves", async () => {
    const path = join(folder, "shelf.db");
    expect(await driver().shelf(path, "n", "shelf['a'] = [1]; result = dict(shelf)", "gnu")).toBe(
      "{'a': [1]}",
    );
    expect((await driver().readAll("gnu", path)).map(([key]) => latin1(key))).toEqual(["a"]);
  });
});

describeDebianPython("Debian's Python with dbm.ndbm", "ndbm", (driver) => {
  // It may say of an empty value that it is not there, though it lists it.
  agrees("ndbm", driver, "ndbm", false);
});

describeEachDbmPython("dbm.dumb", "dumb", (driver, { short }) => {
  agrees("dumb", driver, `dumb-${short}`);
});

describeEachDbmPython("dbm.sqlite3", "sqlite3", (driver) => {
  agrees("sqlite3", driver, "sqlite3.db");
});
