/**
 * A shelf in PostgreSQL.
 *
 * @module
 */
export { open, type PostgresShelfOptions } from "./open.ts";
