import { open } from "pantry/dbm/postgres";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { contentOf, describeAsyncStore } from "../async/contract.ts";
import { failureOf } from "../async/failure-of.ts";
import { CLIENTS, type Connected, connectPGlite } from "./clients.ts";

describe.skipIf(POSTGRES === undefined)(`on a server of PostgreSQL${POSTGRES_NOTE}`, () => {
  const server = forSuite(startPostgres);

  for (const [title, connect] of Object.entries(CLIENTS)) {
    describe(title, () => {
      const clients = forSuite(async () => new AsyncDisposableStack());
      const connected: Connected[] = [];

      describeAsyncStore("keeps the contract", () => ({
        transactions: true,
        ordered: true,
        async open(name) {
          // Two clients in turn: what one has written, the other reads.
          if (connected.length < 2) connected.push(clients().use(await connect(server().url())));
          else connected.reverse();
          const { client } = connected.at(-1) as Connected;
          return open(client, name);
        },
      }));
    });
  }
});

describe("in this process, with PGlite", () => {
  const connected = forSuite(connectPGlite);

  describeAsyncStore("keeps the contract", () => ({
    transactions: true,
    alone: true,
    ordered: true,
    open: (name) => open(connected().client, name),
  }));

  it("keeps others out of a transaction, though there is one connection", async () => {
    const { client } = connected();
    const [one, other] = await Promise.all([open(client, "one"), open(client, "other")]);
    const within = one.transaction(async (database) => {
      await database.set("key", "gone");
      throw new Error("not now");
    });
    const set = other.set("key", "stays");
    expect((await failureOf(within)).message).toBe("not now");
    await set;
    expect([await contentOf(one), await contentOf(other)]).toEqual([{}, { key: "stays" }]);
  });

  // To start another one takes seconds.
  it("says so when it is closed, in the end", async () => {
    const database = await open(connected().client, "closed");
    await connected().end();
    expect(await failureOf(database.set("key", ""))).toMatchObject({ code: "system" });
  });
});
