import { type } from "arktype";
import { AsyncDatabase } from "pantry/dbm";
import { dumps, loads, SchemaError, type StandardSchema } from "pantry/pickle";
import { AsyncShelf } from "pantry/shelve";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { abortEverywhere, type Call } from "../../dbm/async/aborts.ts";
import { failureOf, failuresOf } from "../../dbm/async/failure-of.ts";
import { MemoryAsyncStore, TransactionalStore } from "../../dbm/async/memory-async-store.ts";

interface User {
  id: number;
  name: string;
}

const zod = z.object({ id: z.number(), name: z.string() });
const valibot = v.object({ id: v.number(), name: v.string() });
const arktype = type({ id: "number", name: "string" });
const later = zod.refine(async ({ id }) => id < 10, "too many users");
const ADA: User = { id: 7, name: "Ada" };

function databaseOf(Store = MemoryAsyncStore): [AsyncDatabase, MemoryAsyncStore] {
  const store = new Store();
  return [new AsyncDatabase(store), store];
}

describe("an AsyncShelf with a schema", () => {
  const schemas: Readonly<Record<string, StandardSchema<User, User>>> = { zod, valibot, arktype, later };

  it.for(Object.entries(schemas))("checks what is given and what is read, with %s", async ([, schema]) => {
    const [database, store] = databaseOf();
    const shelf = new AsyncShelf(database, { schema });
    const bad = { id: "7", name: "Ada" } as unknown as User;
    const refusals = [
      shelf.set("ada", bad),
      shelf.setMany([
        ["good", ADA],
        ["ada", bad],
      ]),
      shelf.setdefault("ada", bad),
      shelf.compareAndSet("ada", undefined, bad),
    ];
    for (const error of await failuresOf(refusals)) {
      expect(error).toMatchObject({ name: "ShelveError", code: "schema", key: "ada" });
      expect(error.message).toMatch(/^Cannot write the value of "ada"/);
      expect(error.cause).toBeInstanceOf(SchemaError);
    }
    expect(store.asked).toEqual([]);
    expect(await failureOf(shelf.update("ada", () => bad))).toMatchObject({ code: "schema", key: "ada" });
    expect(await shelf.has("ada")).toBe(false);

    await shelf.set("good", ADA);
    expect(await shelf.get("good")).toEqual(ADA);
    await database.set("bad", dumps(bad));
    const reads = [
      shelf.get("bad"),
      shelf.getMany(["good", "bad"]),
      shelf.pop("bad"),
      shelf.forEach(() => {}),
      shelf.update("bad", () => ADA),
      shelf.setdefault("bad", ADA),
    ];
    for (const error of await failuresOf(reads)) {
      expect(error).toMatchObject({ name: "ShelveError", code: "schema", key: "bad" });
      expect(error.message).toMatch(/^Cannot read the value of "bad"/);
    }
    expect(await shelf.has("bad")).toBe(true);
  });

  it("stores what it is given, and gives what the schema makes of it", async () => {
    const [database] = databaseOf();
    const lengths = new AsyncShelf(database, { schema: z.string().transform((text) => text.length) });
    await lengths.set("a", "four");
    expect(loads((await database.get("a")) ?? new Uint8Array())).toBe("four");
    expect(await lengths.get("a")).toBe(4);
    expect(await lengths.setdefault("b", "seven..")).toBe(7);
    expect(await lengths.setdefault("b", "other")).toBe(7);
    expect(await lengths.update("a", (length = 0) => "x".repeat(length + 1))).toBe(5);
    expect(await lengths.compareAndSet("a", 4, "no")).toBe(false);
    expect(await lengths.compareAndSet("a", 5, "yes")).toBe(true);
    expect(await lengths.pop("a")).toBe(3);
  });

  it("sends at once where the schema answers at once", async () => {
    const [database, store] = databaseOf();
    const shelf = new AsyncShelf(database, { schema: zod });
    const changes = [shelf.set("a", ADA), shelf.setMany([["b", ADA]])];
    expect(store.asked).toEqual(["set", "setMany"]);
    await shelf.close();
    await Promise.all(changes);
  });

  it("is synced and closed once what the schema was asked of is sent", async () => {
    const [database, store] = databaseOf();
    const shelf = new AsyncShelf(database, { schema: later });
    const first = shelf.set("a", ADA);
    await shelf.sync();
    expect(store.server.content.size).toBe(1);
    const changes = [
      first,
      shelf.set("b", ADA),
      shelf.setMany([["c", ADA]]),
      shelf.setdefault("d", ADA),
      shelf.compareAndSet("e", undefined, ADA),
    ];
    await shelf.close();
    await Promise.all(changes);
    expect(store.server.content.size).toBe(5);
  });

  it("has the same schema in a transaction", async () => {
    const [database] = databaseOf(TransactionalStore);
    const shelf = new AsyncShelf(database, { schema: later });
    const many = shelf.transaction(async (within) => {
      await within.set("a", ADA);
      await within.set("b", { id: 10, name: "Eve" });
    });
    expect((await failureOf(many)).message).toContain("too many users");
    expect(await shelf.size()).toBe(0);
  });
});

describe("a signal, of an AsyncShelf whose schema takes time", () => {
  type Work = (shelf: AsyncShelf<User>, signal: AbortSignal) => Promise<unknown>;
  const calls: Readonly<Record<string, Work>> = {
    size: (shelf, signal) => shelf.size({ signal }),
    get: (shelf, signal) => shelf.get("ada", { signal }),
    getMany: (shelf, signal) => shelf.getMany(["ada", "bob"], { signal }),
    has: (shelf, signal) => shelf.has("ada", { signal }),
    set: (shelf, signal) => shelf.set("ada", ADA, { signal }),
    setMany: (shelf, signal) => shelf.setMany([["ada", ADA]], { signal }),
    delete: (shelf, signal) => shelf.delete("ada", { signal }),
    deleteMany: (shelf, signal) => shelf.deleteMany(["ada"], { signal }),
    clear: (shelf, signal) => shelf.clear({ signal }),
    compareAndSet: (shelf, signal) => shelf.compareAndSet("ada", ADA, ADA, { signal }),
    update: (shelf, signal) => shelf.update("ada", () => ADA, { signal }),
    setdefault: (shelf, signal) => shelf.setdefault("new", ADA, { signal }),
    pop: (shelf, signal) => shelf.pop("ada", { signal }),
    keys: (shelf, signal) => shelf.keys({ signal }).next(),
    values: (shelf, signal) => shelf.values({ signal }).next(),
    entries: (shelf, signal) => shelf.entries({ signal }).next(),
    forEach: (shelf, signal) => shelf.forEach(() => {}, { signal }),
    transaction: (shelf, signal) =>
      shelf.transaction((within) => within.update("ada", () => ADA), { signal }),
  };

  it.for(Object.entries(calls))(
    "ends %s whenever it is aborted, and leaves nothing behind",
    async ([, call]) => {
      const asks = await abortEverywhere(async (): Promise<[MemoryAsyncStore, Call]> => {
        const [database, store] = databaseOf(TransactionalStore);
        // The schema is asked like the server: each of its answers is a time to be aborted at.
        const validate = async (value: unknown) => {
          await store.before("schema");
          return { value: value as User };
        };
        const schema: StandardSchema<User, User> = { "~standard": { version: 1, vendor: "test", validate } };
        const shelf = new AsyncShelf<User>(database, { schema });
        await shelf.setMany([
          ["ada", ADA],
          ["bob", ADA],
        ]);
        return [store, (signal) => call(shelf, signal)];
      });
      expect(asks).toBeGreaterThanOrEqual(1);
    },
  );

  it("that is aborted already lets nothing be sent, nor the schema be asked", async () => {
    const [database, store] = databaseOf(TransactionalStore);
    let asked = 0;
    const schema = zod.refine(async () => {
      asked += 1;
      return true;
    });
    const shelf = new AsyncShelf<User>(database, { schema });
    const reason = new Error("enough");
    for (const call of Object.values(calls))
      expect(await failureOf(call(shelf, AbortSignal.abort(reason)))).toBe(reason);
    expect([store.asked, asked]).toEqual([[], 0]);
  });
});

describe("the types of an AsyncShelf", () => {
  it("are what one says, or what the schema has", () => {
    const [database] = databaseOf();
    expectTypeOf(new AsyncShelf(database).get("a")).resolves.toBeUnknown();
    expectTypeOf(new AsyncShelf<User>(database).get("a")).resolves.toEqualTypeOf<User | undefined>();
    expectTypeOf(new AsyncShelf<User>(database).set).parameter(1).toEqualTypeOf<User>();
    for (const shelf of [
      new AsyncShelf(database, { schema: zod }),
      new AsyncShelf(database, { schema: valibot }),
      new AsyncShelf(database, { schema: arktype }),
    ]) {
      expectTypeOf(shelf.get("a")).resolves.toEqualTypeOf<User | undefined>();
      expectTypeOf(shelf.getMany(["a"])).resolves.toEqualTypeOf<Map<string, User>>();
      expectTypeOf(shelf.set).parameter(1).toEqualTypeOf<User>();
    }
    const lengths = new AsyncShelf(database, { schema: z.string().transform((text) => text.length) });
    expectTypeOf(lengths).toEqualTypeOf<AsyncShelf<number, string>>();
    expectTypeOf(lengths.update).parameter(1).returns.toEqualTypeOf<string | Promise<string>>();
    expectTypeOf(lengths.entries()).toEqualTypeOf<AsyncIterableIterator<[key: string, value: number]>>();
  });
});
