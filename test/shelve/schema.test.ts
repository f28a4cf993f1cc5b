import { type } from "arktype";
import { MemoryFiles } from "pantry/files";
import { SchemaError, type StandardSchema } from "pantry/pickle";
import { type DbfilenameShelf, open, Shelf } from "pantry/shelve";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { shelveErrorOf } from "./error-of.ts";

interface User {
  id: number;
  name: string;
}

const schemas: Readonly<Record<string, StandardSchema<User, User>>> = {
  zod: z.object({ id: z.number(), name: z.string() }),
  valibot: v.object({ id: v.number(), name: v.string() }),
  arktype: type({ id: "number", name: "string" }),
};

describe.for(Object.entries(schemas))("a Shelf with a schema of %s", ([, schema]) => {
  it("stores and reads what the schema lets through", () => {
    const shelf = new Shelf(new Map(), { schema });
    expectTypeOf(shelf).toEqualTypeOf<Shelf<User, User>>();
    shelf.set("ada", { id: 1, name: "Ada" });
    expect(shelf.get("ada")).toEqual({ id: 1, name: "Ada" });
    expect([...shelf.values()]).toEqual([{ id: 1, name: "Ada" }]);
  });

  it.for([false, true])("refuses others on both ways, by their key; writeback: %s", (writeback) => {
    const map = new Map<Uint8Array, Uint8Array>();
    const shelf = new Shelf(map, { schema, writeback });
    const bad = { id: "1", name: "Ada" } as unknown as User;
    for (const store of [
      () => shelf.set("ada", bad),
      () => shelf.setMany([["ada", bad]]),
      () => shelf.setdefault("ada", bad),
      () => shelf.update("ada", () => bad),
    ]) {
      const error = shelveErrorOf(store);
      expect(error).toMatchObject({ code: "schema", key: "ada" });
      expect(error.cause).toBeInstanceOf(SchemaError);
      expect(error.message).toMatch(
        /^Cannot write the value of "ada": The value is not what the schema asks for: id: /,
      );
    }
    expect(shelf.size).toBe(0);
    new Shelf(map).set("ada", bad);
    expect(shelveErrorOf(() => shelf.get("ada")).message).toMatch(/^Cannot read the value of "ada": /);
    expect(shelveErrorOf(() => shelf.get("ada")).code).toBe("schema");
    expect(shelveErrorOf(() => [...shelf]).code).toBe("schema");
    shelf.sync();
    if (writeback) {
      shelf.set("ada", { id: 1, name: "Ada" });
      (shelf.get("ada") as { id: unknown }).id = "2";
      expect(shelveErrorOf(() => shelf.close()).code).toBe("schema");
      expect(new Shelf<User>(map).get("ada")).toEqual({ id: 1, name: "Ada" });
    }
  });
});

describe("a Shelf with a schema", () => {
  const date = z.string().transform((text) => new Date(text));

  it("stores what it was given, and gives what the schema makes of it", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const shelf = new Shelf(map, { schema: date });
    expectTypeOf(shelf.get("day")).toEqualTypeOf<Date | undefined>();
    expectTypeOf(shelf.set).parameter(1).toEqualTypeOf<string>();
    shelf.set("day", "2024-01-02");
    expect(new Shelf(map).get("day")).toBe("2024-01-02");
    expect(shelf.get("day")).toEqual(new Date("2024-01-02"));
    expect(shelf.setdefault("other", "2024-01-03")).toEqual(new Date("2024-01-03"));
    expect(shelf.update("day", (day) => `${day?.getUTCFullYear()}-12-31`)).toEqual(new Date("2024-12-31"));
  });

  it("gives the same with writeback, and leaves what was not changed", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const shelf = new Shelf(map, { schema: date, writeback: true }).set("day", "2024-01-02");
    const given = shelf.get("day");
    expect(given).toEqual(new Date("2024-01-02"));
    expect(shelf.get("day")).toBe(given);
    shelf.sync();
    expect(shelf.get("day")).toEqual(given);
    shelf.close();
    expect(new Shelf(map).get("day")).toBe("2024-01-02");
  });

  it("writes what was changed in what a schema made, if it takes that too", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const schema = z.object({ tags: z.array(z.string()).default([]) });
    const shelf = new Shelf(map, { schema, writeback: true }).set("one", {}).set("two", {});
    shelf.get("one")?.tags.push("new");
    shelf.close();
    expect(new Map(new Shelf(map))).toEqual(
      new Map<string, unknown>([
        ["one", { tags: ["new"] }],
        ["two", {}],
      ]),
    );
  });

  it("keeps the graph of what it stores", () => {
    const shared = { deep: 1 };
    const map = new Map<Uint8Array, Uint8Array>();
    new Shelf(map, { schema: z.array(z.looseObject({})) }).set("key", [shared, shared]);
    const [one, other] = new Shelf<object[]>(map).get("key") as object[];
    expect(one).toBe(other);
  });

  it.for([false, true])(
    "is asked once the value is pickled, which it may change; writeback: %s",
    (writeback) => {
      const map = new Map<Uint8Array, Uint8Array>();
      const validate = (value: unknown) => {
        (value as { stamp?: number }).stamp = 1;
        return { value: value as object };
      };
      const schema = { "~standard": { version: 1, vendor: "test", validate } } as const;
      using shelf = new Shelf<object>(map, { schema, writeback });
      shelf.set("key", {});
      shelf.sync();
      expect(new Shelf(map).get("key")).toEqual({});
      expect(shelf.get("key")).toEqual({ stamp: 1 });
    },
  );

  it("cannot be asynchronous", () => {
    const validate = () => Promise.reject(new Error("nobody waits"));
    const schema = { "~standard": { version: 1, vendor: "test", validate } } as const;
    const shelf = new Shelf(new Map(), { schema });
    const refusal = new TypeError(
      "the schema is asynchronous: use load, or an AsyncShelf, which can wait for it",
    );
    expect(() => shelf.set("key", "text")).toThrow(refusal);
    expect(shelf.size).toBe(0);
  });

  it("gives its types to open()", () => {
    const files = new MemoryFiles();
    using shelf = open("shelf", { schema: date, files });
    expectTypeOf(shelf).toEqualTypeOf<DbfilenameShelf<Date, string>>();
    using typed = open<User>("typed", { files });
    expectTypeOf(typed).toEqualTypeOf<DbfilenameShelf<User, User>>();
    using unknown = open("unknown", { files });
    expectTypeOf(unknown.get("key")).toBeUnknown();
  });
});
