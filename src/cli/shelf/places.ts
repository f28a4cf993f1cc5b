import { printable } from "../../python/printable.ts";
import { misuse } from "../failure.ts";

/** Where a shelf is: in files, or in a database of a server. */
export type Place = FilePlace | ServerPlace;

export interface FilePlace {
  readonly kind: "file";
  /** How it is called where it is told of, printable. */
  readonly shown: string;
  readonly path: string;
}

export interface ServerPlace {
  readonly kind: "redis" | "postgres";
  /** Without the password. */
  readonly shown: string;
  /** What a client is told, without the name. */
  readonly url: string;
  /** What the database is called there. */
  readonly name: string;
}

/** What the helps say of FILE|URL. */
export const PLACE_USAGE = `FILE is a database of Python's dbm in any format, URL one of a server: redis://HOST:PORT/DB#NAME (also rediss, valkey,
valkeys; a cluster is known by any of its servers) or postgres://HOST:PORT/DB#NAME. What reaches the server is an
installed ioredis, iovalkey or @redis/client, or pg or postgres.`;

const SCHEMES: ReadonlyMap<string, readonly [kind: ServerPlace["kind"], scheme: string]> = new Map([
  ["redis:", ["redis", "redis:"]],
  ["rediss:", ["redis", "rediss:"]],
  ["valkey:", ["redis", "redis:"]],
  ["valkeys:", ["redis", "rediss:"]],
  ["postgres:", ["postgres", "postgres:"]],
  ["postgresql:", ["postgres", "postgres:"]],
]);

/** The place that a word of the command line names. */
export function placeOf(word: string): Place {
  const [start, scheme = ""] = /^([a-z][a-z\d+.-]+:)\/\//i.exec(word) ?? [];
  if (start === undefined) return { kind: "file", shown: printable(word), path: word };
  const [kind, known] = SCHEMES.get(scheme.toLowerCase()) ?? [];
  if (kind === undefined)
    throw misuse(`${printable(scheme)}//: redis, rediss, valkey, valkeys or postgres expected`);
  // A scheme that the URL's own rules do not know cannot be taken for another.
  const [address = "", fragment = ""] = word.slice(start.length).split(/#(.*)/s);
  const url = `${known}//${address}`;
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  if (!parts) throw misuse(`${printable(scheme)}//...: a URL expected`);
  // Where a password is not written as URLs have it, what is behind its # or / looks like a name, and would be shown.
  if (/[#@]/.test(fragment) || parts.pathname.includes("@"))
    throw misuse(`${printable(scheme)}//...: # is %23, / is %2F and @ is %40 in a password or a name`);
  const user = parts.username === "" ? "" : `${parts.username}@`;
  const shown = printable(`${scheme}//${user}${parts.host}${parts.pathname}#${fragment}`);
  if (kind === "redis" && !isNumbered(parts)) throw misuse(`${shown}: a number expected behind the host`);
  const name = decoded(fragment);
  if (!name) throw misuse(`${shown}: the name of the database expected behind a #`);
  return { kind, shown, url, name };
}

/** Whether a URL of Redis names a database of the server by its number, or none. */
function isNumbered({ pathname, searchParams }: URL): boolean {
  return /^\/?\d*$/.test(pathname) && /^\d*$/.test(searchParams.get("db") ?? "");
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
