import path from "node:path";
import { type Format, open as openDatabase } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { open, Shelf, ShelveError } from "pantry/shelve";

/** A value of some size, with what is shared and what refers to itself. */
function treeOf(round: number): { round: number; list: unknown[] } {
  const shared = { text: "x".repeat(round % 300) };
  const value = { round, list: [shared, shared, new Set([round]), new Date(round)] as unknown[] };
  value.list.push(value);
  return value;
}

/** Everything that a shelf in a file does, with an end and without. */
function useShelf(folder: string, format: Format, round: number): void {
  const file = path.join(folder, `${format} shelf`);
  const key = (i: number) => `key ${(round + i) % 97}`;
  {
    using shelf = open<ReturnType<typeof treeOf>>(file, {
      format,
      flag: round === 0 ? "n" : "c",
      writeback: true,
    });
    shelf.setMany(Array.from({ length: 10 }, (_, i) => [key(i), treeOf(round + i)] as const));
    shelf.get(key(0))?.list.push(round);
    shelf.update(key(1), (value = treeOf(0)) => ({ ...value, round }));
    shelf.setdefault(key(2), treeOf(round));
    for (const [name] of shelf) if (!shelf.has(name)) throw new Error("not there");
    expectError(() => shelf.set(key(3), { round, list: [fail] }), ShelveError);
    expectError(() =>
      shelf.batch(() => {
        shelf.set(key(4), treeOf(0));
        fail();
      }),
    );
    shelf.sync();
    shelf.pop(key(5));
    // Walks that nobody goes to the end of.
    for (const walk of [shelf.keys(), shelf.values(), shelf.entries()]) walk.next();
    for (const _ of shelf) break;
  }
  using reader = open(file, { flag: "r", writeback: true });
  if (reader.size !== [...reader.keys()].length) throw new Error("not all");
  expectError(() => reader.set("a", 1));
  expectError(() => open(path.join(folder, "missing"), { flag: "r" }));
}

const FRUIT = new Map<Uint8Array, Uint8Array>();

/** What a shelf holds of a dict, whatever becomes of the shelf: nothing. */
function useDict(round: number): void {
  using shelf = new Shelf(FRUIT, { writeback: round % 2 === 0 });
  shelf.set(`key ${round % 97}`, treeOf(round));
  if (round % 10 === 0) shelf.clear();
  const files = new MemoryFiles();
  using other = new Shelf(openDatabase("x", { flag: "c", format: "gnu", files }));
  other.setMany(shelf);
  other.close();
  expectError(() => other.get("a"), ShelveError);
}

/** The workloads of shelves, by their names. */
export const SHELVES: Readonly<Record<string, (round: number, folder: string) => void>> = {
  "shelf in sqlite3": (round, folder) => useShelf(folder, "sqlite3", round),
  "shelf in gnu": (round, folder) => useShelf(folder, "gnu", round),
  "shelf of a map": useDict,
};

function fail(): never {
  throw new Error("expected");
}

function expectError(work: () => unknown, kind: abstract new (...args: never[]) => unknown = Error): void {
  try {
    work();
  } catch (error) {
    if (error instanceof kind) return;
    throw error;
  }
  throw new Error("no error");
}
