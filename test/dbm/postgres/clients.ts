import type { PGlite } from "@electric-sql/pglite";
import type { PostgresClient } from "pantry/dbm/postgres";
import pg from "pg";
import postgres from "postgres";

/** A client, connected. */
export interface Connected<Client = PostgresClient> extends AsyncDisposable {
  readonly client: Client;
  end(): Promise<unknown>;
}

/** The clients of a server, by what they are called. */
export const CLIENTS = {
  "a Pool of pg": connectPool,
  "a Client of pg": connectClient,
  postgres: connectPostgresJs,
} as const;

/** Those that have several connections. */
export const POOLS = { "a Pool of pg": connectPool, postgres: connectPostgresJs } as const;

/** A pool of pg, with so many connections at most. */
export async function connectPool(url: string, max = 4): Promise<Connected<pg.Pool>> {
  const client = new pg.Pool({ connectionString: url, max });
  client.on("error", () => {});
  return connected(client, () => client.end());
}

/** A connection of pg. */
export async function connectClient(url: string): Promise<Connected<pg.Client>> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return connected(client, () => client.end());
}

/** What the package postgres makes. It rejects a promise of its own when it breaks while it reads types, unless it is told not to. */
export async function connectPostgresJs(
  url: string,
  max = 4,
  options: { readonly fetch_types?: boolean } = {},
): Promise<Connected<postgres.Sql>> {
  const client = postgres(url, { max, onnotice: () => {}, backoff: () => 0.05, ...options });
  return connected(client, () => client.end({ timeout: 1 }));
}

/** A PostgreSQL in this process. */
export async function connectPGlite(): Promise<Connected<PGlite>> {
  const { PGlite } = await import("@electric-sql/pglite");
  const client = await PGlite.create();
  return connected(client, async () => {
    if (!client.closed) await client.close();
  });
}

function connected<Client>(client: Client, end: () => Promise<unknown>): Connected<Client> {
  return {
    client,
    end,
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
