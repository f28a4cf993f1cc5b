import { DbmError, type DbmErrorCode } from "../errors.ts";
import { NotSent } from "./client.ts";

/** What the server's codes are about here: whole ones, or the classes that their first two characters are. */
const CODES: ReadonlyMap<string, DbmErrorCode> = /* @__PURE__ */ new Map([
  ["08", "system"], // the connection
  ["0A", "unsupported"], // serializable transactions on a standby, say
  ["22001", "limit"], // string data right truncation
  ["22", "other-format"],
  ["23", "other-format"], // a constraint of a table that is not ours
  ["25006", "read-only"], // a standby, or a transaction that only reads
  ["28", "system"], // who are you?
  ["3D000", "not-found"], // no such database
  ["3F000", "not-found"], // no such schema
  ["40", "conflict"], // the transaction was rolled back
  ["42501", "read-only"], // insufficient privilege
  ["42P01", "not-found"], // no such table
  ["42", "other-format"], // no such column, no such operator, no unique constraint
  ["54", "limit"],
  ["55P03", "locked"],
]);

/** What the server says when it has closed the connection, or does not know itself what became of the statement. */
const UNKNOWN_OUTCOME = /^(?:08...|40003|57P01|57P02|57P05)$/;

/** What is prepared is not there any more (`discard all`), or already is, since a pooler has put another connection in the place of this one. */
const FORGOTTEN: ReadonlySet<string> = /* @__PURE__ */ new Set(["26000", "42P05"]);

/** Nothing was done, and it will be done if it is sent again: the transaction was in others' way, or others in its. */
const RETRYABLE: ReadonlySet<string> = /* @__PURE__ */ new Set(["40001", "40P01", ...FORGOTTEN]);

/** What a client says, and PGlite, when it does not even try. */
const REFUSED = /not queryable|PGlite is closed/;
const REFUSED_CODES: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ENOTFOUND",
]);

/** What an error was met in: something read, something changed by itself, or something within a transaction that was not yet committed. */
export type Kind = "read" | "change" | "within";

/** The five characters of an error that the server answered. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  return typeof severity === "string" && typeof code === "string" && code.length === 5 ? code : undefined;
}

/** Whether the connection has other statements prepared than its client believes. */
export function isForgetful(error: unknown): boolean {
  return FORGOTTEN.has(sqlStateOf(error) ?? "");
}

/** Whether the server has done nothing, and asks for another attempt. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(sqlStateOf(error) ?? "");
}

/** The `DbmError` for what a client or the server said. */
export function dbmErrorOf(error: unknown, name: string, kind: Kind): DbmError {
  if (error instanceof DbmError) return error;
  const cause = error instanceof NotSent ? error.cause : error;
  const reason = reasonOf(cause);
  if (kind === "change" && isUncertain(error))
    return new DbmError(
      `Cannot tell whether ${name} was changed: the server's answer was lost (${reason})`,
      "unconfirmed",
      { cause },
    );
  return new DbmError(`Cannot ${kind === "read" ? "read" : "change"} ${name}: ${reason}`, codeOf(cause), {
    cause,
  });
}

function codeOf(error: unknown): DbmErrorCode {
  const state = sqlStateOf(error);
  return (state && (CODES.get(state) ?? CODES.get(state.slice(0, 2)))) || "system";
}

/** Whether a change that met this error may have happened. */
function isUncertain(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return UNKNOWN_OUTCOME.test(state);
  if (error instanceof NotSent || REFUSED.test(reasonOf(error))) return false;
  return !REFUSED_CODES.has((error as { code?: unknown } | undefined)?.code);
}

function reasonOf(error: unknown): string {
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown };
  // Where several addresses were tried, the message is empty.
  return String(message || code || error);
}
