import { readFileSync } from "node:fs";
import * as copyreg from "pantry/copyreg";
import { open as openDatabase } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { inspect } from "pantry/inspect";
import * as marshal from "pantry/marshal";
import * as pyc from "pantry/marshal/pyc";
import { dumps, loads } from "pantry/pickle";
import { audit } from "pantry/pickletools";
import { fromJson, type Json, Tuple, toJson } from "pantry/python";
import { AsyncShelf, open as openShelf } from "pantry/shelve";
import { connect, Row } from "pantry/sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { AsyncDatabase } from "../../src/dbm/async-database.ts";
import { pantry, temporaryFile, temporaryFolder } from "../cli/pantry.ts";
import { MemoryAsyncStore, MemoryServer } from "../dbm/async/memory-async-store.ts";
import { tar, zip } from "../inspect/archives.ts";
import { NAMES, pictureOfPrototypes } from "./prototypes.ts";

// Names that mean something to JavaScript, wherever a file, a server or a command line may choose a name: but for pickles, which have a test of their own.

const ORIGINAL = pictureOfPrototypes();
const EVIL = { evil: 1 };

afterEach(() => {
  expect(pictureOfPrototypes()).toEqual(ORIGINAL);
  expect({}).not.toHaveProperty("evil");
});

/** An object with an own property of that name, whatever it means. */
function holding(name: string): object {
  return Object.fromEntries([[name, EVIL]]);
}

/** What a value has under a name, which must be a property of its own and change nothing else in it. */
function own(value: unknown, name: string): unknown {
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value as object)).toEqual([name]);
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

describe("a name that JavaScript knows", () => {
  it.for(NAMES)("is a key like any other in marshal and JSON: %s", (name) => {
    expect(own(marshal.loads(marshal.dumps(holding(name))), name)).toEqual(EVIL);
    const json = JSON.parse(JSON.stringify(toJson(holding(name)))) as Json;
    expect(own(fromJson(json), name)).toEqual(EVIL);
    expect(
      marshal.loads<Map<string, unknown>>(marshal.dumps(holding(name)), { dict: "map" }).get(name),
    ).toEqual(new Map([["evil", 1]]));
  });

  it.for(NAMES)("is a name like any other in a program: %s", (name) => {
    for (const python of ["2.7", "3.8", "3.13"]) {
      const fields = { name, filename: name, names: new Tuple(name), varnames: new Tuple(name), nlocals: 1 };
      const made = new marshal.Code({ python, argcount: 1, flags: 3, ...fields });
      const { code } = pyc.loads(pyc.dumps({ code: made, mtime: 0, size: 0 }));
      expect([code.name, code.filename, [...code.names], [...code.varnames]]).toEqual([
        name,
        name,
        [name],
        [name],
      ]);
      expect(own(toJson(code), "$code")).toHaveProperty("name", name);
    }
  });

  it.for(NAMES)("is the name of a member like any other in an archive: %s", async (name) => {
    const data = dumps([1]);
    for (const archive of [zip([{ name, data }]), tar([[name, data]])]) {
      const { root } = await inspect(archive);
      expect(root.parts.map((part) => part.name)).toEqual([name]);
    }
  });

  it.for(NAMES)("is a module and a class like any other in an audit, and in a registry: %s", (name) => {
    const report = audit(Buffer.from(`c${name}\n${name}\n.`));
    expect(report.imports).toMatchObject([{ module: name, name }]);
    expect(JSON.parse(JSON.stringify(report)).verdict).toBe(report.verdict);
    class Mine {}
    const registry = new copyreg.Registry();
    registry.register(Mine, `${name}.${name}`);
    expect(loads(dumps(new Mine(), { registry }), { registry })).toBeInstanceOf(Mine);
  });

  it.for(NAMES)("is a column like any other: %s", (name) => {
    using connection = connect(":memory:");
    connection.rowFactory = Row;
    const [row] = connection.execute(`select 1 as "${name}"`).fetchall() as unknown as Row[];
    expect(Object.entries(row?.toObject() ?? {})).toEqual([[name, 1]]);
    expect(
      connection
        .execute(`select :${name}`, Object.fromEntries([[name, 2]]))
        .fetchone()
        ?.at(0),
    ).toBe(2);
  });

  it.for(NAMES)(
    "is a key like any other of a shelf, also of one that has to be waited for: %s",
    async (name) => {
      using shelf = openShelf<object>("shelf", { flag: "n", format: "dumb", files: new MemoryFiles() });
      shelf.set(name, holding(name));
      expect(own(shelf.get(name), name)).toEqual(EVIL);
      await using other = new AsyncShelf<object>(new AsyncDatabase(new MemoryAsyncStore(new MemoryServer())));
      expect(await other.get(name)).toBeUndefined();
      await other.set(name, holding(name));
      expect(own(await other.get(name), name)).toEqual(EVIL);
      for await (const key of other.keys()) expect(key).toBe(name);
    },
  );

  it.for(NAMES)("is no format, no encoding, no Python and no policy: %s", (name) => {
    const wrong = name as never;
    for (const work of [
      () => openDatabase("x", { flag: "n", format: wrong, files: new MemoryFiles() }),
      () => openShelf("x", { flag: "n", format: "dumb", keyencoding: name, files: new MemoryFiles() }),
      () => loads(dumps(1), { encoding: name }),
      () => marshal.loads(marshal.dumps(1), { python: name }),
      () => marshal.dumps(1, { refs: wrong }),
      () => audit(dumps(1), { policy: wrong }),
    ])
      expect(work).toThrow(/expected|unknown|not known|no policy|not/i);
  });
});

describe("a command line and what it prints", { timeout: 60_000 }, () => {
  it("take such names for nothing that they are not", async () => {
    for (const [args, words] of [
      [["__proto__"], "Unknown verb '__proto__'"],
      [["dbm", "constructor"], "Unknown verb 'constructor'"],
      [["show", "--__proto__", "x"], "Unknown option '--__proto__'"],
    ] as const) {
      const { status, stderr } = await pantry(args);
      expect([status, stderr]).toEqual([64, expect.stringContaining(words)]);
    }
  });

  it("keep them as keys", async () => {
    const pickle = temporaryFile("in.pkl", dumps(holding("__proto__")));
    expect(JSON.parse((await pantry(["show", "--json", pickle])).stdout)).toEqual(
      JSON.parse('{"__proto__": {"evil": 1}}'),
    );
    const file = `${temporaryFolder()}/shelf`;
    openShelf(file, { flag: "n", format: "dumb" }).close();
    const { status } = await pantry([
      "shelf",
      "set",
      file,
      "__proto__",
      '{"constructor": {"prototype": {"evil": 1}}}',
    ]);
    expect(status).toBe(0);
    using shelf = openShelf<object>(file, { flag: "r" });
    expect(own(shelf.get("__proto__"), "constructor")).toEqual({ prototype: EVIL });
    expect(readFileSync(`${file}.dir`, "latin1")).toContain("__proto__");
  });
});
