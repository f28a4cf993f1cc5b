import { type Group, summaries, type Verb } from "../command.ts";

const VERBS: readonly Verb[] = [
  {
    name: "which",
    summary: "which format files are in",
    load: async () => (await import("../dbm/which.ts")).which,
  },
  {
    name: "keys",
    summary: "the keys, and if wanted the values",
    load: async () => (await import("../dbm/keys.ts")).keys,
  },
  {
    name: "get",
    summary: "the value of a key",
    load: async () => (await import("../dbm/get.ts")).get,
  },
  {
    name: "set",
    summary: "give a key a value",
    load: async () => (await import("../dbm/set.ts")).set,
  },
  {
    name: "delete",
    summary: "remove a key",
    load: async () => (await import("../dbm/delete.ts")).deleteKey,
  },
  {
    name: "dump",
    summary: "all keys and values, as text for gdbm_load or as JSON",
    load: async () => (await import("../dbm/dump.ts")).dump,
  },
  {
    name: "load",
    summary: "a new database from a dump",
    load: async () => (await import("../dbm/load.ts")).load,
  },
  {
    name: "copy",
    summary: "a new database, in any format, from another",
    load: async () => (await import("../dbm/copy.ts")).copy,
  },
  {
    name: "check",
    summary: "what is wrong with a database",
    load: async () => (await import("../dbm/check.ts")).check,
  },
  {
    name: "reorganize",
    summary: "make the files as small as they can be",
    load: async () => (await import("../dbm/reorganize.ts")).reorganize,
  },
  {
    name: "recover",
    summary: "save what can be saved of a damaged GDBM file",
    load: async () => (await import("../dbm/recover.ts")).recover,
  },
  {
    name: "stat",
    summary: "what there is to say of the files: sizes and counts",
    load: async () => (await import("../dbm/stat.ts")).stat,
  },
];

const USAGE = `Reads and writes the databases of Python's dbm, whatever machine they come from.

Usage: pantry dbm VERB [OPTION]... FILE

FILE is a database, as Python's dbm.open takes it or with the suffix that its files have; it tells its format itself.

Verbs:
${summaries(VERBS)}
Formats:
  sqlite3    a table of SQLite: what dbm.open makes from Python 3.13 on
  gnu        GDBM, of every word size and byte order
  ndbm       FILE.db: Berkeley DB (Linux), or the hash of BSD's db 1.85 (macOS, FreeBSD); FILE.pag and FILE.dir: GDBM
  dumb       FILE.dat and FILE.dir: Python's own

Options:
  -h, --help  print this, or after a verb what the verb can do

Exit codes: 0 fine, 1 the answer is bad, 2 could not be read or written, 3 unknown, 64 wrong usage.
`;

/** `pantry dbm`: the databases of Python's `dbm`. */
export const dbm: Group = { usage: USAGE, verbs: VERBS };
