// A shelf that many machines share, in a table of PostgreSQL. Here the server is PGlite, which runs in this process; a pool of pg or a client of
// postgres will do as well.
import { PGlite } from "@electric-sql/pglite";
import { open } from "pantry/shelve/postgres";

interface Account {
  readonly owner: string;
  readonly cents: bigint;
}

const client = new PGlite();
{
  await using accounts = await open<Account>(client, "accounts"); // the table is made if it is missing
  await accounts.setMany([
    ["1", { owner: "Ada", cents: 10_000n }],
    ["2", { owner: "Grace", cents: 0n }],
  ]);

  // Both changes happen, or neither does, and nobody sees one without the other.
  await accounts.transaction(async (shelf) => {
    await shelf.update("1", (account) => changed(account, -2_500n));
    await shelf.update("2", (account) => changed(account, 2_500n));
  });

  // In the order of their keys.
  for await (const [number, { owner, cents }] of accounts) console.log(number, owner, cents);
  if ((await accounts.get("2"))?.cents !== 2_500n) throw new Error("no money has arrived");
}
await client.close();

function changed(account: Account | undefined, by: bigint): Account {
  if (account === undefined || account.cents + by < 0n) throw new RangeError("there is not enough money");
  return { ...account, cents: account.cents + by };
}
