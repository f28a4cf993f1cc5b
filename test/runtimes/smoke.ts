// What every runtime must manage, written with nothing but the language, the web's own streams and the package.
import * as copyreg from "pantry/copyreg";
import { AsyncDatabase, type AsyncStore, type Bytes, open, whichdb } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { inspect } from "pantry/inspect";
import * as marshal from "pantry/marshal";
import { dis } from "pantry/marshal/dis";
import * as pyc from "pantry/marshal/pyc";
import { dump, dumps, load, loadAll, loads } from "pantry/pickle";
import { audit, genops, optimize, dis as pickleDis } from "pantry/pickletools";
import { equal, Tuple, toJson } from "pantry/python";
import * as shelve from "pantry/shelve";
import { connect, NotSupportedError } from "pantry/sqlite3";

/** A pickle that a CPython wrote, and the value it stands for as tagged JSON. */
export interface Fixture {
  readonly name: string;
  readonly protocol: number;
  readonly pickle: Uint8Array;
  readonly expected: unknown;
}

/** Runs all checks; gives a line for people, or throws at the first check that fails. */
export async function smoke(fixtures: readonly Fixture[]): Promise<string> {
  fixtures.forEach(checkFixture);
  checkValues();
  checkClasses();
  await checkStreams();
  fixtures.forEach(checkTools);
  await checkContainers();
  await checkMarshal();
  checkPyc();
  checkDatabases();
  checkShelves();
  await checkAsyncShelf();
  const sqlite = checkSqlite();
  return `ok: ${fixtures.length} fixtures, values, classes, streams, tools, containers, marshal, .pyc, dbm, shelves, ${sqlite}`;
}

function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(`Smoke check failed: ${what}`);
  }
}

function checkFixture({ name, protocol, pickle, expected }: Fixture): void {
  const exact = loads(pickle, { exact: true });
  check(
    JSON.stringify(toJson(exact, { exact: true })) === JSON.stringify(expected),
    `${name} means what Python meant`,
  );
  const again = loads(dumps(exact, { exact: true, protocol }), { exact: true });
  check(JSON.stringify(toJson(again, { exact: true })) === JSON.stringify(expected), `${name} survives`);
  check(equal(exact, again), `${name} is equal to its copy`);
}

function checkValues(): void {
  const value = {
    numbers: [0, -1, 1.5, 2 ** 40, 10n ** 30n],
    text: "grüß 🐍",
    bytes: Uint8Array.of(0, 128, 255),
    pair: new Tuple(1, "two"),
    names: new Map<unknown, unknown>([[1, new Set(["a"])]]),
    none: null,
  };
  for (const protocol of [0, 1, 2, 3, 4, 5]) {
    check(equal(loads(dumps(value, { protocol })), value), `a value survives protocol ${protocol}`);
  }
}

class Point {
  x = 0;
  y = 0;
}

function checkClasses(): void {
  copyreg.register(Point, "smoke.Point");
  const point = Object.assign(new Point(), { x: 3, y: 4 });
  const copy = loads(dumps([point, point])) as [Point, Point];
  check(copy[0] instanceof Point && copy[0] === copy[1] && copy[0].y === 4, "a registered class comes back");
}

async function checkStreams(): Promise<void> {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ index, name: `row ${index}` }));
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [copy] = await Promise.all([load(readable), dump(rows, writable)]);
  check(equal(copy, rows), "a stream carries a pickle");

  const two = new Uint8Array([...dumps("first"), ...dumps("second")]);
  check(equal([...loadAll(two)], ["first", "second"]), "pickles in a row are read");
}

function checkTools({ name, pickle, protocol }: Fixture): void {
  const { status, verdict } = audit(pickle);
  const isHarmless = verdict !== "dangerous" || name.includes("/py2-names.");
  check(status === "complete" && isHarmless, `${name} was audited and does no harm`);
  // Python 3's pickletools gives up on the bytes of Python 2, and so do these.
  if (name.startsWith("2.7/") && protocol === 0) return;
  const lines = pickleDis(pickle).split("\n").length - 2;
  check(lines === [...genops(pickle)].length, `${name} has a line for each opcode`);
  const [whole, short] = [pickle, optimize(pickle)].map((bytes) => loads(bytes, { exact: true }));
  check(equal(whole, short), `${name} means the same when it is optimized`);
}

const ATTACK = new TextEncoder().encode("cos\nsystem\n(S'id'\ntR.");

async function checkContainers(): Promise<void> {
  const compressed = new Response(new Blob([ATTACK]).stream().pipeThrough(new CompressionStream("gzip")));
  const { verdict, findings } = await inspect(new Uint8Array(await compressed.arrayBuffer()));
  check(verdict === "dangerous" && findings[0]?.code === "os.system('id')", "an attack in gzip is found");
}

async function checkMarshal(): Promise<void> {
  const shared = new Tuple("tea", 2.5);
  const value = {
    numbers: [0, -1, 2 ** 40, 10n ** 30n],
    text: "grüß 🐍",
    pairs: [shared, shared],
    none: null,
  };
  for (const version of [0, 1, 2, 3, 4, 5]) {
    const copy = marshal.loads(marshal.dumps(value, { version }));
    check(equal(copy, value), `a value survives version ${version} of marshal`);
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [copy] = await Promise.all([marshal.load(readable), marshal.dump(value, writable)]);
  check(equal(copy, value), "a stream carries a marshalled value");
}

// x = 1, compiled by CPython 3.12.
const PYC =
  "yw0NCgAAAAAA8VNlBgAAAOMAAAAAAAAAAAAAAAABAAAAAAAAAPMIAAAAlwBkAFoAeQEpAukBAAAATikB2gF4qQDz" +
  "AAAAAPoEeC5wefoIPG1vZHVsZT5yBwAAAAEAAABzCgAAAPADAQEB2AQFgQFyBQAAAA==";

function checkPyc(): void {
  const file = Uint8Array.from(atob(PYC), (character) => character.charCodeAt(0));
  const { header, code } = pyc.loads(file);
  check(header.python === "3.12" && header.mtime === 1_700_000_000 && header.size === 6, "a header is read");
  const again = pyc.loads(pyc.dumps({ ...header, code }));
  check(equal(again.code, code) && again.header.mtime === header.mtime, "a .pyc file survives");
  check(dis(code).includes("LOAD_CONST               0 (1)"), "code is disassembled");
}

/** Where there is an SQLite, it works; where there is none, that is what is said. */
function checkDatabases(): void {
  for (const format of ["gnu", "ndbm", "dumb"] as const) {
    const files = new MemoryFiles();
    const writer = open("db", { flag: "c", format, files });
    writer.batch(() => {
      for (let i = 0; i < 500; i++) writer.set(`key ${i}`, "x".repeat(i));
    });
    writer.delete("key 7");
    writer.close();
    const reader = open("db", { files });
    check(reader.size === 499 && reader.get("key 499")?.length === 499, `${format} keeps its keys`);
    check(whichdb("db", { files }) === format, `${format} is known`);
    reader.close();
  }
}

function checkShelves(): void {
  const files = new MemoryFiles();
  const point = Object.assign(new Point(), { x: 1, y: 2 });
  const places = new Map([
    ["here", point],
    ["there", point],
  ]);
  shelve.open("shelf", { files, writeback: true }).set("places", places).set("seen", new Date(0)).close();
  const shelf = shelve.open("shelf", { files, writeback: true });
  const copy = shelf.get("places") as typeof places;
  check(copy.get("here") instanceof Point && copy.get("here") === copy.get("there"), "a shelf keeps a graph");
  copy.set("nowhere", new Point());
  shelf.close();
  const again = shelve.open("shelf", { files, flag: "r" });
  check((again.get("places") as typeof places).size === 3, "a shelf writes back what was changed");
  check(
    equal([...again.keys()].sort(), ["places", "seen"]) && equal(again.get("seen"), new Date(0)),
    "all is there",
  );
  again.close();

  const counts = new shelve.Shelf<number>(new Map());
  for (let i = 0; i < 3; i++) counts.update("visits", (visits = 0) => visits + 1);
  check(counts.get("visits") === 3 && counts.size === 1, "a shelf over a Map counts");
}

/** The smallest engine: rows by the text of their keys' bytes. */
function smallStore(): AsyncStore {
  const rows = new Map<string, [key: Bytes, value: Bytes]>();
  const get = (key: Uint8Array) => rows.get(String(key))?.[1];
  const put = (key: Uint8Array, value: Uint8Array) =>
    void rows.set(String(key), [Uint8Array.from(key), Uint8Array.from(value)]);
  return {
    engine: "memory",
    name: "small",
    size: async () => rows.size,
    get: async (key) => get(key),
    getMany: async (keys) => keys.map(get),
    has: async (key) => rows.has(String(key)),
    set: async (key, value) => put(key, value),
    async setMany(entries) {
      for (const [key, value] of entries) put(key, value);
    },
    deleteMany: async (keys) => keys.filter((key) => rows.delete(String(key))).length,
    async compareAndSet(key, expected, value) {
      if (!equal(get(key), expected)) return false;
      if (value === undefined) rows.delete(String(key));
      else put(key, value);
      return true;
    },
    clear: async () => rows.clear(),
    async *keys() {
      for (const [key] of rows.values()) yield key;
    },
    async *entries() {
      yield* rows.values();
    },
    close: async () => {},
  };
}

async function checkAsyncShelf(): Promise<void> {
  const shelf = new shelve.AsyncShelf<number>(new AsyncDatabase(smallStore()));
  await Promise.all(Array.from({ length: 10 }, () => shelf.update("visits", (visits = 0) => visits + 1)));
  check((await shelf.get("visits")) === 10, "of ten that count at once, none is lost");
  for await (const [key, visits] of shelf)
    check(key === "visits" && visits === 10, "an asynchronous shelf is walked");
  await shelf.close();
}

function checkSqlite(): string {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  if (process?.getBuiltinModule?.("node:sqlite") === undefined) {
    try {
      connect(":memory:");
    } catch (error) {
      check(error instanceof NotSupportedError, "no SQLite is an error that says so");
      return "no sqlite3";
    }
    throw new Error("Smoke check failed: there is no SQLite, and it was opened");
  }
  const connection = connect(":memory:");
  connection.createFunction("twice", 1, (value) => Number(value) * 2);
  connection.execute("create table t(id integer primary key, name text, score real, data)");
  const rows = [
    [1, "grüß 🐍", 1.5, Uint8Array.of(0, 255)],
    [2 ** 53 - 1, "", 2, null],
    [2n ** 62n, "a\0b", -0.5, 3],
  ];
  connection.executemany("insert into t values (?, ?, ?, ?)", rows);
  check(equal(connection.execute("select * from t").fetchall(), rows), "rows come back");
  connection.rollback();
  const [count, four] = connection.execute("select count(*), twice(2) from t").fetchone() ?? [];
  check(count === 0 && four === 4, "a transaction is rolled back, a function called");
  connection.close();
  return "sqlite3";
}
