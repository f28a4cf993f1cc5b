/**
 * Databases in PostgreSQL, and in what speaks its protocol and its SQL.
 *
 * @module
 */
export type { PostgresClient } from "./adapters.ts";
export type { Answer, Parameter, PostgresPort, Session, Statement } from "./client.ts";
export { open, type PostgresOptions } from "./open.ts";
export type { PgClient, PgLent, PgPool, PgQuery, PgResult } from "./pg.ts";
export type { PGlite, PGliteResult, PGliteSession } from "./pglite.ts";
export type { PostgresJs, PostgresJsQuery, PostgresJsSession } from "./postgres-js.ts";
