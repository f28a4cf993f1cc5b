import type { PostgresPort, SendOptions } from "./client.ts";
import { type PgClient, type PgPool, portOfClient, portOfPool } from "./pg.ts";
import { type PGlite, portOfPGlite } from "./pglite.ts";
import { type PostgresJs, portOfPostgresJs } from "./postgres-js.ts";

/** The clients of PostgreSQL that are known: pg's `Pool` and `Client`, what postgres and PGlite make, and whatever one writes a port for. */
export type PostgresClient = PgPool | PgClient | PostgresJs | PGlite | PostgresPort;

/** The port of a client, which is known by its shape. */
export function portOf(client: PostgresClient, options: SendOptions): PostgresPort {
  const has = (name: string) => typeof (client as unknown as Record<string, unknown>)?.[name] === "function";
  if ((client as Partial<PostgresPort>)?.isPostgresPort) return client as PostgresPort;
  if (has("unsafe") && has("begin")) return portOfPostgresJs(client as PostgresJs, options);
  if (has("query") && has("transaction")) return portOfPGlite(client as PGlite);
  if (has("connect") && "totalCount" in client) return portOfPool(client as PgPool, options);
  if (has("query") && has("on")) return portOfClient(client as PgClient, options);
  throw new TypeError(
    "a client of PostgreSQL expected: a Pool or Client of pg, or what postgres or PGlite makes",
  );
}
