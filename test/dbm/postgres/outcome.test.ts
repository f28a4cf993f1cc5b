import type { AsyncDatabase, DbmError } from "pantry/dbm";
import { type Answer, open, type PostgresPort, type Session, type Statement } from "pantry/dbm/postgres";
import { describe, expect, it } from "vitest";
import { failureOf } from "../async/failure-of.ts";

const SAMPLE: Answer = { rows: [[Uint8Array.of(0, 0xff, 0x5c, 0x27)]], count: 1 };
const NONE: Answer = { rows: [], count: 1 };

/** An error as the server answers it. */
const answered = (code: string) => Object.assign(new Error(`said ${code}`), { code, severity: "ERROR" });
/** One of the client. */
const failed = (message: string, code?: string) => Object.assign(new Error(message), { code });

/** A client whose statements fail with what is in a list, one after the other, and its commits with what is in another. */
class Failing implements PostgresPort {
  readonly isPostgresPort = true;
  readonly errors: (Error | undefined)[] = [];
  readonly commits: (Error | undefined)[] = [];
  sent = 0;
  begun = 0;
  rolledBack = 0;

  async query(_: Statement): Promise<Answer> {
    this.sent += 1;
    const error = this.errors.shift();
    if (error) throw error;
    return this.sent === 1 ? SAMPLE : NONE;
  }

  async transaction<T>(fn: (session: Session) => Promise<T>): Promise<T> {
    this.begun += 1;
    const result = await fn(this).catch((error: unknown) => {
      this.rolledBack += 1;
      throw error;
    });
    const error = this.commits.shift();
    if (error) throw error;
    return result;
  }
}

async function opened(options = {}): Promise<[Failing, AsyncDatabase]> {
  const port = new Failing();
  const database = await open(port, "notes", options);
  port.sent = 1;
  return [port, database];
}

const LOST = [
  failed("Connection terminated unexpectedly"),
  failed("write CONNECTION_CLOSED", "CONNECTION_CLOSED"),
  failed("read ECONNRESET", "ECONNRESET"),
  failed("Query read timeout"),
  answered("57P01"),
  answered("08006"),
  answered("08007"),
  answered("40003"),
];

const REFUSED = [
  failed("connect ECONNREFUSED", "ECONNREFUSED"),
  failed("Client has encountered a connection error and is not queryable"),
  failed("write CONNECTION_ENDED", "CONNECTION_ENDED"),
  failed("PGlite is closed"),
  answered("57P03"),
  answered("53300"),
  answered("53100"),
  answered("57014"),
];

describe("a change whose outcome", () => {
  it.each(LOST)("nobody knows is not confirmed, and not sent again: %s", async (error) => {
    const [port, database] = await opened();
    for (const change of [
      () => database.set("key", "value"),
      () => database.setMany([["key", "value"]]),
      () => database.delete("key"),
      () => database.compareAndSet("key", "value", undefined),
      () => database.clear(),
    ]) {
      port.errors.push(error);
      port.sent = 0;
      expect(await failureOf(change())).toMatchObject({
        name: "DbmError",
        code: "unconfirmed",
        cause: error,
      });
      expect(port.sent).toBe(1);
    }
  });

  it.each(REFUSED)("is known has not happened: %s", async (error) => {
    const [port, database] = await opened();
    port.errors.push(error);
    expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: "system", cause: error });
  });

  it.each(["40001", "40P01", "26000", "42P05"])("is another attempt is sent again: %s", async (code) => {
    const [port, database] = await opened();
    port.errors.push(answered(code), answered(code));
    await database.set("key", "value");
    expect(port.sent).toBe(4);
    port.errors.push(answered(code), answered(code));
    await database.get("key");
  });

  it("is always another attempt is a conflict at last", async () => {
    const [port, database] = await opened({ attempts: 3 });
    port.errors.push(answered("40001"), answered("40001"), answered("40001"));
    expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: "conflict" });
    expect(port.sent).toBe(4);
  });

  it("is an error has its code", async () => {
    const [port, database] = await opened();
    const codes = {
      "25006": "read-only",
      "42501": "read-only",
      "42P01": "not-found",
      "54000": "limit",
      "42P10": "other-format",
    };
    for (const [code, expected] of Object.entries(codes)) {
      port.errors.push(answered(code));
      expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: expected });
    }
  });
});

describe("a question whose answer is lost", () => {
  it.each(LOST)("changes nothing: %s", async (error) => {
    const [port, database] = await opened();
    port.errors.push(error);
    expect((await failureOf(database.get("key"))) as DbmError).toMatchObject({ cause: error });
    port.errors.push(LOST[0]);
    expect(await failureOf(database.get("key"))).toMatchObject({ code: "system" });
  });
});

describe("a transaction", () => {
  it.each(LOST)(
    "that was lost before its commit has not happened, and is not begun again: %s",
    async (error) => {
      const [port, database] = await opened();
      port.errors.push(undefined, error);
      const lost = database.transaction(async (within) => {
        await within.set("a", "1");
        await within.set("b", "2");
      });
      expect((await failureOf(lost)) as DbmError).not.toMatchObject({ code: "unconfirmed" });
      expect([port.begun, port.rolledBack]).toEqual([1, 1]);
    },
  );

  it.each(LOST)("that was lost in its commit is not confirmed, and not begun again: %s", async (error) => {
    const [port, database] = await opened();
    port.commits.push(error);
    const lost = database.transaction(async (within) => within.set("a", "1"));
    expect(await failureOf(lost)).toMatchObject({ code: "unconfirmed", cause: error });
    expect(port.begun).toBe(1);
  });

  it("that others were in the way of is begun again, be it in a statement or in the commit", async () => {
    const [port, database] = await opened();
    port.errors.push(answered("40001"), undefined, answered("40P01"));
    port.commits.push(answered("40001"));
    let calls = 0;
    const answer = await database.transaction(async (within) => {
      calls += 1;
      await within.set("a", "1");
      return calls;
    });
    expect([answer, port.begun, port.rolledBack]).toEqual([4, 4, 2]);
  });

  it("fails with its first statement that failed, even where the function minds nothing", async () => {
    const [port, database] = await opened();
    port.errors.push(answered("53100"), answered("25P02"));
    const failing = database.transaction(async (within) => {
      await within.set("a", "1").catch(() => {});
      await within.set("b", "1").catch(() => {});
    });
    expect(await failureOf(failing)).toMatchObject({ code: "system", cause: { code: "53100" } });
    expect(port.rolledBack).toBe(1);
  });

  it("throws what its function throws", async () => {
    const [port, database] = await opened();
    const mine = new Error("mine");
    expect(await failureOf(database.transaction(() => Promise.reject(mine)))).toBe(mine);
    port.errors.push(answered("53100"));
    const wrapped = database.transaction((within) => within.set("a", "1").catch(() => Promise.reject(mine)));
    expect(await failureOf(wrapped)).toBe(mine);
    expect(port.begun).toBe(2);
  });

  it("sends nothing once it is over", async () => {
    const [port, database] = await opened();
    let kept: AsyncDatabase | undefined;
    let walk: AsyncIterableIterator<unknown> | undefined;
    await database.transaction(async (within) => {
      kept = within;
      walk = within.keys();
    });
    const { sent } = port;
    expect(await failureOf((kept as AsyncDatabase).get("key"))).toMatchObject({ code: "closed" });
    expect(await failureOf((walk as AsyncIterableIterator<unknown>).next())).toMatchObject({
      code: "closed",
    });
    expect(port.sent).toBe(sent);
  });
});
