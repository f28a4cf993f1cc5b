import { type } from "arktype";
import { dumps, load, loads, SchemaError, type StandardSchema } from "pantry/pickle";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

interface User {
  id: number;
  name: string;
}

const GOOD = dumps({ id: 7, name: "Ada" });
const BAD = dumps({ id: "7", name: "Ada" });

const zod = z.object({ id: z.number(), name: z.string() });
const valibot = v.object({ id: v.number(), name: v.string() });
const arktype = type({ id: "number", name: "string" });

/** A source of one chunk. */
async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("loads() and load() with a schema", () => {
  const schemas: Readonly<Record<string, StandardSchema<User>>> = { zod, valibot, arktype };
  for (const [vendor, schema] of Object.entries(schemas)) {
    it(`let through what a schema of ${vendor} lets through`, async () => {
      expect(loads(GOOD, { schema })).toEqual({ id: 7, name: "Ada" });
      expect(await load(streamOf(GOOD), { schema })).toEqual({ id: 7, name: "Ada" });
    });

    it(`throw a SchemaError for what a schema of ${vendor} refuses`, async () => {
      const refused = { name: "SchemaError", code: "schema", issues: { length: 1 } };
      expect(failure(() => loads(BAD, { schema }))).toMatchObject(refused);
      await expect(load(streamOf(BAD), { schema })).rejects.toMatchObject(refused);
      await expect(load(streamOf(BAD), { schema })).rejects.toBeInstanceOf(SchemaError);
    });
  }

  it("say what is wrong, and where", () => {
    expect(() => loads(BAD, { schema: valibot })).toThrow(
      'The value is not what the schema asks for: id: Invalid type: Expected number but received "7"',
    );
    const nested = z.object({ lines: z.array(z.object({ price: z.number() })) });
    expect(() => loads(dumps({ lines: [{ price: 1 }, { price: "2" }] }), { schema: nested })).toThrow(
      "The value is not what the schema asks for: lines.1.price: ",
    );
    const error = new SchemaError([{ message: "all wrong" }, { message: "odd", path: [{ key: "a" }, 0] }]);
    expect(error.message).toBe("The value is not what the schema asks for: all wrong; a.0: odd");
    expect(error.issues).toHaveLength(2);
  });

  it("give what the schema makes of the value", async () => {
    const schema = zod.transform(({ name }) => name.length);
    expect(loads(GOOD, { schema })).toBe(3);
    expect(await load(streamOf(GOOD), { schema: schema.pipe(z.coerce.string()) })).toBe("3");
  });

  it("take an asynchronous schema in load only", async () => {
    const schema = zod.refine(async ({ id }) => id === 7, "another user");
    expect(() => loads(GOOD, { schema })).toThrow(
      new TypeError("the schema is asynchronous: use load, or an AsyncShelf, which can wait for it"),
    );
    expect(await load(streamOf(GOOD), { schema })).toEqual({ id: 7, name: "Ada" });
    await expect(load(streamOf(dumps({ id: 8, name: "Eve" })), { schema })).rejects.toThrow("another user");
  });

  it("ask the schema nothing for bytes that are no pickle", () => {
    let asked = 0;
    const schema = z.unknown().transform(() => {
      asked += 1;
    });
    expect(() => loads(Uint8Array.of(255), { schema })).toThrow("no such opcode");
    expect(asked).toBe(0);
  });
});

describe("the type of what is read", () => {
  it("is unknown, unless it is given", () => {
    expectTypeOf(loads(GOOD)).toBeUnknown();
    expectTypeOf(loads<User>(GOOD)).toEqualTypeOf<User>();
    expectTypeOf(load(streamOf(GOOD))).resolves.toBeUnknown();
    expectTypeOf(load<User>(streamOf(GOOD))).resolves.toEqualTypeOf<User>();
  });

  it("is the output of the schema", () => {
    expectTypeOf(loads(GOOD, { schema: zod })).toEqualTypeOf<User>();
    expectTypeOf(loads(GOOD, { schema: valibot })).toEqualTypeOf<User>();
    expectTypeOf(loads(GOOD, { schema: arktype })).toEqualTypeOf<User>();
    expectTypeOf(load(streamOf(GOOD), { schema: valibot })).resolves.toEqualTypeOf<User>();
    const length = zod.transform(({ name }) => name.length);
    expectTypeOf(loads(GOOD, { schema: length, exact: false })).toEqualTypeOf<number>();
  });
});
