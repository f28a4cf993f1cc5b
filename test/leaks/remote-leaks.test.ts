import { describe, it } from "vitest";
import { POSTGRES, POSTGRES_NOTE } from "../servers/postgres.ts";
import { REDIS, REDIS_NOTE } from "../servers/redis.ts";
import { expectFlat, SECONDS } from "./flat.ts";

const timeout = 120_000 + 4000 * SECONDS;

describe("shelves whose connections end and whose server starts anew, over and over", () => {
  it.skipIf(!REDIS)(`hold on to no memory, socket or listener, in Redis${REDIS_NOTE}`, { timeout }, () =>
    expectFlat("remote-soak.ts", "redis"),
  );

  it.skipIf(POSTGRES === undefined)(
    `hold on to no memory, socket or listener, in PostgreSQL${POSTGRES_NOTE}`,
    { timeout },
    () => expectFlat("remote-soak.ts", "postgres"),
  );
});
