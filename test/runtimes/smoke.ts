// What every runtime must manage, written with nothing but the language, the web's own streams and the package.
import * as copyreg from "pantry/copyreg";
import { open, whichdb } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { inspect } from "pantry/inspect";
import * as marshal from "pantry/marshal";
import { dis } from "pantry/marshal/dis";
import * as pyc from "pantry/marshal/pyc";
import { dump, dumps, load, loadAll, loads } from "pantry/pickle";
import { audit, genops, optimize, dis as pickleDis } from "pantry/pickletools";
import { equal, Tuple, toJson } from "pantry/python";
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
  const sqlite = checkSqlite();
  return `ok: ${fixtures.length} fixtures, values, classes, streams, tools, containers, marshal, .pyc, dbm, ${sqlite}`;
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
