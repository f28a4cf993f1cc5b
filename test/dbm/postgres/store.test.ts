import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { AsyncDatabase } from "pantry/dbm";
import { open, type PostgresClient, type PostgresOptions } from "pantry/dbm/postgres";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { contentOf, textOf } from "../async/contract.ts";
import { failureOf } from "../async/failure-of.ts";
import { CLIENTS, connectClient, connectPool, connectPostgresJs } from "./clients.ts";

const DEBIAN_PYTHON = "/usr/bin/python3";
const hasPsycopg = spawnSync(DEBIAN_PYTHON, ["-c", "import psycopg2"]).status === 0;
const PSYCOPG_NOTE = hasPsycopg ? "" : ` (skipped: no psycopg2 for ${DEBIAN_PYTHON})`;

describe.skipIf(POSTGRES === undefined)(`a database in PostgreSQL${POSTGRES_NOTE}`, () => {
  const server = forSuite(startPostgres);
  const pool = forSuite(() => connectPool(server().url()));

  it("is in a table that is created when it is missing, one row for each key", async () => {
    const database = await open(pool().client, "notes");
    await database.setMany([
      ["b", "2"],
      ["a", Uint8Array.of(0, 255)],
    ]);
    expect(server().psql("select name, key, value from shelf where name = 'notes' order by key")).toBe(
      "notes|\\x61|\\x00ff\nnotes|\\x62|\\x32",
    );
    expect(
      server().psql(`select string_agg(attname || ' ' || format_type(atttypid, null), ', ' order by attnum)
      from pg_attribute where attrelid = 'shelf'::regclass and attnum > 0`),
    ).toBe("name text, key bytea, value bytea");
  });

  it("can be in any table, of any schema", async () => {
    server().psql(`create schema "An ""App"""`);
    for (const table of ["Mixed Case", `An "App".it's; drop table shelf`, "ключ"]) {
      const database = await open(pool().client, "notes", { table });
      await database.set("table", table);
      expect(textOf(await (await open(pool().client, "notes", { table })).get("table"))).toBe(table);
    }
    expect(await (await open(pool().client, "notes")).has("table")).toBe(false);
  });

  it.each(["", "a.b.c", "a.", ".b", "a\0b", "x".repeat(64), "\ud800"])(
    "cannot be in a table %j",
    async (table) => {
      await expect(open(pool().client, "notes", { table })).rejects.toThrow(RangeError);
    },
  );

  it.each(["", "a\0b", "x".repeat(513), "\ud800"])("cannot have the name %j", async (name) => {
    await expect(open(pool().client, name)).rejects.toThrow(RangeError);
  });

  it("is opened with nothing but a client, and with numbers that make sense", async () => {
    for (const client of [undefined, null, {}, { query: 1 }, () => {}])
      await expect(open(client as unknown as PostgresClient, "notes")).rejects.toThrow(TypeError);
    await expect(open(pool().client, "notes", { attempts: 0 })).rejects.toThrow(RangeError);
    await expect(open(pool().client, 1 as unknown as string)).rejects.toThrow(TypeError);
  });

  it.each([1, 100, 512])("takes keys as long as the index does, with a name of %i bytes", async (length) => {
    const database = await open(pool().client, "n".repeat(length));
    const longest = 2680 - length;
    // What can be compressed would fit at any length.
    for (let i = 0; i < 5; i++) {
      const key = randomBytes(longest);
      await database.set(key, "value");
      expect(textOf(await database.get(key))).toBe("value");
      expect((await database.getMany([key])).map((value) => value && textOf(value))).toEqual(["value"]);
      expect(await database.compareAndSet(key, "value", "other")).toBe(true);
    }
    const sent = await database.size();
    const tooLong = new Uint8Array(longest + 1);
    for (const change of [
      () => database.set(tooLong, ""),
      () =>
        database.setMany([
          ["fits", ""],
          [tooLong, ""],
        ]),
      () => database.compareAndSet(tooLong, undefined, ""),
    ])
      expect(await failureOf(change())).toMatchObject({ name: "DbmError", code: "limit" });
    expect(await database.size()).toBe(sent);
    expect([
      await database.has(tooLong),
      await database.get(tooLong),
      await database.delete(tooLong),
    ]).toEqual([false, undefined, false]);
  });

  it("takes many keys at once, in several statements where they are large", async () => {
    const database = await open(pool().client, "large");
    const entries = Array.from({ length: 12 }, (_, i) => [`${i}`, new Uint8Array(1 << 19).fill(i)] as const);
    await database.setMany([...entries, ["", "of the empty key"], ["0 empty", ""]]);
    const values = await database.getMany(["11", "", "0 empty", "missing", "7", ""]);
    expect(values.map((value) => value?.length)).toEqual([1 << 19, 16, 0, undefined, 1 << 19, 16]);
    expect(new Set(values[4])).toEqual(new Set([7]));
    // Pages of these are bounded by their bytes.
    let seen = 0;
    for await (const [key, value] of database) {
      if (value.length < 100) continue;
      expect(value[5]).toBe(Number(textOf(key)));
      seen += 1;
    }
    expect(seen).toBe(12);
    expect(await database.deleteMany([...entries.map(([key]) => key), "missing", ""])).toBe(13);
    expect(await contentOf(database)).toEqual({ "0 empty": "" });
  });

  it("goes through its keys in the order of their bytes, each once, whatever others do", async () => {
    const database = await open(pool().client, "walk");
    const stays = Array.from({ length: 2500 }, (_, i) => `stays ${i}`);
    await database.setMany(stays.map((key) => [key, "x"]));
    const other = await connectPostgresJs(server().url());
    const others = await open(other.client, "walk");
    let walking = true;
    const changing = (async () => {
      for (let i = 0; walking; i++) {
        await others.setMany([
          [`comes ${i}`, "y"],
          [`stays ${(i * 37) % 2500}`, `changed ${i}`],
          [`z ${i}`, ""],
        ]);
        await others.deleteMany([`comes ${i - 3}`, `z ${i - 2}`]);
      }
    })();
    for (const walk of [() => database.keys(), () => keysOf(database)]) {
      const seen: string[] = [];
      for await (const key of walk()) seen.push(Buffer.from(key).toString("latin1"));
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(seen.toSorted());
      const found = new Set(seen);
      expect(stays.filter((key) => !found.has(key))).toEqual([]);
    }
    walking = false;
    await changing;
    await other.end();
  });

  it("is changed by those who may", async () => {
    server().psql(`create role reader login; create role writer login; create role nobody login`);
    await open(pool().client, "rights", { table: "rights" });
    server().psql(
      `grant select on rights to reader; grant select, insert, update, delete on rights to writer`,
    );
    const reader = await connectPool(server().url("reader"));
    const writer = await connectPool(server().url("writer"));
    const nobody = await connectPool(server().url("nobody"));
    const database = await open(writer.client, "rights", { table: "rights" });
    await database.set("key", "value");
    const read = await open(reader.client, "rights", { table: "rights" });
    expect(textOf(await read.get("key"))).toBe("value");
    const within = () => read.transaction(async (database) => database.set("key", "x"));
    for (const change of [...changesOf(read), within])
      expect(await failureOf(change())).toMatchObject({ code: "read-only" });
    const refused = (client: PostgresClient, options: PostgresOptions) =>
      failureOf(open(client, "rights", options));
    expect(await refused(nobody.client, { table: "rights" })).toMatchObject({ code: "read-only" });
    expect(await refused(nobody.client, { table: "more" })).toMatchObject({ code: "read-only" });
    expect(await refused(writer.client, { table: "more", create: false })).toMatchObject({
      code: "not-found",
    });
    expect(await refused(writer.client, { table: "no.where" })).toMatchObject({ code: "not-found" });
    await Promise.all([reader, writer, nobody].map(({ end }) => end()));
  });

  it("is read on a standby, and changed once that is promoted", async () => {
    const database = await open(pool().client, "standby", { table: "followed" });
    await database.set("key", "value");
    const standby = await server().standby();
    const { client, end } = await connectPool(standby.url());
    const copy = await open(client, "standby", { table: "followed" });
    expect(textOf(await copy.get("key"))).toBe("value");
    for (const change of [...changesOf(copy), () => open(client, "standby", { table: "missing" })])
      expect(await failureOf(change())).toMatchObject({ code: "read-only" });
    expect(await failureOf(copy.transaction(contentOf))).toMatchObject({ code: "unsupported" });
    await standby.promote();
    await copy.set("key", "changed");
    expect(textOf(await copy.get("key"))).toBe("changed");
    await end();
    await standby.stop();
  });

  it.each([
    ["other columns", "create table other (id int primary key)"],
    ["keys that are text", "create table other (name text, key text, value bytea, primary key (name, key))"],
    [
      "values that are JSON",
      "create table other (name text, key bytea, value jsonb, primary key (name, key))",
    ],
  ])("is not opened in a table with %s", async (_, sql) => {
    server().psql(`drop table if exists other; ${sql}`);
    expect(await failureOf(open(pool().client, "notes", { table: "other" }))).toMatchObject({
      code: "other-format",
    });
  });

  it("does not change what a table without its primary key has", async () => {
    server().psql("create table loose (name text, key bytea, value bytea)");
    const database = await open(pool().client, "notes", { table: "loose" });
    expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: "other-format" });
    expect(await database.size()).toBe(0);
  });

  it.each(Object.entries(CLIENTS))("works without prepared statements: %s", async (title, connect) => {
    const { client, end } = await connect(server().url());
    const database = await open(client, title, { prepare: false, table: "unprepared" });
    const prepared = () => database.transaction(async (within) => within.set("key", "value"));
    await prepared();
    await database.set("other", "value");
    expect(await contentOf(database)).toEqual({ key: "value", other: "value" });
    await end();
  });

  it("keeps the statements of pg prepared on its connections", async () => {
    const { client, end } = await connectPool(server().url(), 1);
    const database = await open(client, "prepared");
    await database.get("key");
    await database.get("key");
    const { rows } = await client.query(
      "select name from pg_prepared_statements where name like 'pantry_get%'",
    );
    expect(rows.length).toBe(1);
    await end();
  });

  it("shares one connection of pg with others, without getting into their transactions", async () => {
    const { client, end } = await connectClient(server().url());
    const [one, other] = [await open(client, "one"), await open(client, "other")];
    const failed = one.transaction(async (within) => {
      await within.set("key", "gone");
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error("not now");
    });
    const set = other.set("key", "stays");
    expect((await failureOf(failed)).message).toBe("not now");
    await set;
    expect([await contentOf(one), await contentOf(other)]).toEqual([{}, { key: "stays" }]);
    await end();
  });

  it("lets its user's pool go on after errors, with the connections that it had", async () => {
    const { client, end } = await connectPool(server().url(), 1);
    const database = await open(client, "errors");
    const pid = async () => (await client.query("select pg_backend_pid() as pid")).rows[0].pid as number;
    const before = await pid();
    await failureOf(database.transaction(async () => Promise.reject(new Error("not now"))));
    await failureOf(
      database.transaction(async (within) =>
        within.set("key", "x".repeat(10)).then(() => Promise.reject(new Error("no"))),
      ),
    );
    expect(await pid()).toBe(before);
    expect(await database.size()).toBe(0);
    await end();
    expect(await failureOf(database.set("key", ""))).toMatchObject({ code: "system" });
  });

  it("refuses a client that was told to answer something else than bytes", async () => {
    const { client, end } = await connectPool(server().url());
    const types = { getTypeParser: () => (text: string) => text };
    const odd = new (client.constructor as new (options: object) => typeof client)({
      connectionString: server().url(),
      types,
    });
    expect(await failureOf(open(odd, "odd"))).toMatchObject({ code: "unsupported" });
    await Promise.all([end(), odd.end()]);
  });

  it("can be given up on, which leaves nothing behind", async () => {
    const { client, end } = await connectPool(server().url(), 1);
    const database = await open(client, "aborted");
    const { client: locker, end: endLocker } = await connectClient(server().url());
    await locker.query("begin; lock table shelf");
    const controller = new AbortController();
    const set = database.set("key", "value", { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    expect((await failureOf(set)).message).toBe("enough");
    expect((await failureOf(database.get("key", { signal: controller.signal }))).message).toBe("enough");
    await locker.query("rollback");
    await database.sync();
    expect(textOf(await database.get("key"))).toBe("value");
    await Promise.all([end(), endLocker()]);
  });

  it.skipIf(!hasPsycopg)(`is read and written by psycopg2${PSYCOPG_NOTE}`, async () => {
    const database = await open(pool().client, "python");
    const entries = Array.from({ length: 50 }, () => [randomBytes(20), randomBytes(300)] as const);
    await database.setMany(entries);
    const script = `
import sys, pickle, psycopg2
connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()
cursor.execute("SELECT key, value FROM shelf WHERE name = %s", ("python",))
rows = cursor.fetchall()
for key, value in rows:
    print(bytes(key).hex(), bytes(value).hex())
    cursor.execute("UPDATE shelf SET value = %s WHERE name = %s AND key = %s", (bytes(value)[::-1], "python", bytes(key)))
cursor.execute("INSERT INTO shelf (name, key, value) VALUES (%s, %s, %s)", ("python", b"\\x00\\xff\\\\", pickle.dumps([1])))
connection.commit()
`;
    const answer = execFileSync(DEBIAN_PYTHON, ["-c", script, server().url()], { encoding: "utf8" });
    const lines = entries.map(([key, value]) => `${key.toString("hex")} ${value.toString("hex")}`);
    expect(answer.trim().split("\n").toSorted()).toEqual(lines.toSorted());
    for (const [key, value] of entries)
      expect(Buffer.from((await database.get(key)) ?? []).equals(Buffer.from(value).reverse())).toBe(true);
    expect((await database.get(Uint8Array.of(0, 255, 92)))?.at(-1)).toBe(".".charCodeAt(0));
  });
});

async function* keysOf(database: AsyncDatabase): AsyncIterableIterator<Uint8Array> {
  for await (const [key] of database) yield key;
}

/** One change of each kind. */
function changesOf(database: AsyncDatabase): (() => Promise<unknown>)[] {
  return [
    () => database.set("key", "x"),
    () => database.setMany([["key", "x"]]),
    () => database.delete("key"),
    () => database.compareAndSet("key", "value", "x"),
    () => database.compareAndSet("new", undefined, "x"),
    () => database.clear(),
  ];
}
