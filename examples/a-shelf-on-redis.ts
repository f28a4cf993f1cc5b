// A shelf that many machines share, on a Redis or Valkey. A client that you have already will do: of ioredis, iovalkey or @redis/client.
//
//   node a-shelf-on-redis.ts redis://127.0.0.1:6379
import { Redis } from "ioredis";
import { open } from "pantry/shelve/redis";

interface Basket {
  readonly lines: Map<string, number>;
  readonly changed: Date;
}

const nothing: Basket = { lines: new Map(), changed: new Date() };

async function main(url: string): Promise<void> {
  const client = new Redis(url); // or new Cluster([url])
  try {
    // Where there are replicas, `replicas: 1` waits until one of them has each change.
    await using shelf = await open<Basket>(client, "baskets");

    // Many may do this at once, on many machines: nobody's change is lost.
    const basket = await shelf.update("ada", ({ lines } = nothing) => ({
      lines: new Map(lines).set("tea", (lines.get("tea") ?? 0) + 1),
      changed: new Date(),
    }));
    console.log(`Ada has ${basket.lines.get("tea")} x tea`);

    await shelf.setMany([
      ["grace", nothing],
      ["lin", nothing],
    ]);
    for await (const [name, { lines }] of shelf) console.log(name, lines);
  } finally {
    client.disconnect(); // the client is yours: closing the shelf leaves it open
  }
}

const url = process.argv[2];
if (url === undefined) console.log("Usage: node a-shelf-on-redis.ts redis://HOST:PORT");
else await main(url);
