import { crc32 } from "../../bytes/crc32.ts";
import type { Statement } from "./client.ts";

/** How many keys, and how many keys with their values, are asked for at once. */
const KEYS_IN_PAGE = 1000;
const ENTRIES_IN_PAGE = 500;
/** No more values come in one page once there are so many bytes of them. */
const BYTES_IN_PAGE = 1 << 20;

/** What PostgreSQL keeps of an identifier. */
const LONGEST_IDENTIFIER = 63;

/** The statements about a table. `$1` is the name of the shelf. */
export type Statements = Readonly<Record<keyof ReturnType<typeof textsOf>, Statement>>;

/** The statements about a table, which may be in a schema: `shelf`, `app.shelf`. */
export function statementsOf(table: string): Statements {
  const encoder = new TextEncoder();
  const named = Object.entries(textsOf(quoted(table))).map(([verb, text]) => {
    // The same name for the same text, whoever else prepares statements on the same connection.
    const sum = crc32(encoder.encode(text)).toString(16).padStart(8, "0");
    return [verb, { text, name: `pantry_${verb}_${sum}` }];
  });
  return Object.fromEntries(named);
}

function quoted(table: string): string {
  const parts = table.split(".");
  if (parts.length > 2 || !parts.every(isIdentifier))
    throw new RangeError(
      `table: a name, or a schema's and a table's with a dot between, expected, not ${table}`,
    );
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

function isIdentifier(text: string): boolean {
  if (text === "" || text.includes("\0") || !text.isWellFormed()) return false;
  return new TextEncoder().encode(text).length <= LONGEST_IDENTIFIER;
}

/**
 * Many keys come as one run of bytes, with where each begins and how long it is: clients send bytes as they are, but arrays of them as
 * hexadecimal text.
 */
const KEYS =
  "select substring($2::bytea from k.start for k.size) from unnest($3::int4[], $4::int4[]) as k (start, size)";

function textsOf(table: string) {
  return {
    // One row, whatever the table has, or none where names are not kept as they are; it can only be asked of keys and values that are bytes.
    probe: `select decode('00ff5c27', 'hex') where not exists (
      select 1 from ${table} where name = $1 and key = ''::bytea and value = ''::bytea and false)
      and pg_typeof((select name from ${table} where false))::text in ('text', 'character varying')`,
    create: `create table ${table} (name text not null, key bytea not null, value bytea not null, primary key (name, key))`,
    size: `select count(*) from ${table} where name = $1`,
    get: `select value from ${table} where name = $1 and key = $2`,
    getMany: `select k.nth, s.value from unnest($3::int4[], $4::int4[]) with ordinality as k (start, size, nth)
      join ${table} as s on s.name = $1 and s.key = substring($2::bytea from k.start for k.size)`,
    has: `select 1 from ${table} where name = $1 and key = $2`,
    set: `insert into ${table} (name, key, value) values ($1, $2, $3)
      on conflict (name, key) do update set value = excluded.value`,
    setMany: `insert into ${table} (name, key, value)
      select $1::text, substring($2::bytea from e.start for e.size), substring($2::bytea from e.start + e.size for e.rest)
      from unnest($3::int4[], $4::int4[], $5::int4[]) as e (start, size, rest)
      on conflict (name, key) do update set value = excluded.value`,
    deleteMany: `delete from ${table} where name = $1 and key in (${KEYS})`,
    add: `insert into ${table} (name, key, value) values ($1, $2, $3) on conflict (name, key) do nothing`,
    replace: `update ${table} set value = $4 where name = $1 and key = $2 and value = $3`,
    remove: `delete from ${table} where name = $1 and key = $2 and value = $3`,
    clear: `delete from ${table} where name = $1`,
    keys: `select key from ${table} where name = $1 and key >= $2 order by key limit ${KEYS_IN_PAGE}`,
    entries: `select key, value from (
        select key, value, sum(octet_length(value)) over (order by key) - octet_length(value) as before
        from (select key, value from ${table} where name = $1 and key >= $2 order by key limit ${ENTRIES_IN_PAGE}) as page
      ) as sized where before < ${BYTES_IN_PAGE} order by key`,
  };
}
