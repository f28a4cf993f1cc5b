import { type Group, summaries, type Verb } from "../command.ts";
import { PLACE_USAGE } from "../shelf/places.ts";

const VERBS: readonly Verb[] = [
  {
    name: "ls",
    summary: "the keys, and if wanted what their values are",
    load: async () => (await import("../shelf/ls.ts")).ls,
  },
  {
    name: "get",
    summary: "the value of a key",
    load: async () => (await import("../shelf/get.ts")).get,
  },
  {
    name: "set",
    summary: "give a key a value",
    load: async () => (await import("../shelf/set.ts")).set,
  },
  {
    name: "rm",
    summary: "remove keys",
    load: async () => (await import("../shelf/rm.ts")).rm,
  },
  {
    name: "show",
    summary: "all keys and values",
    load: async () => (await import("../shelf/show.ts")).show,
  },
  {
    name: "export",
    summary: "all keys and values, as lines of JSON or as one pickle",
    load: async () => (await import("../shelf/export.ts")).exportAll,
  },
  {
    name: "import",
    summary: "keys and values of an export",
    load: async () => (await import("../shelf/import.ts")).importAll,
  },
  {
    name: "copy",
    summary: "from files or a server to files or a server",
    load: async () => (await import("../shelf/copy.ts")).copy,
  },
  {
    name: "check",
    summary: "what is wrong with a shelf, and what reading it in Python would run",
    load: async () => (await import("../shelf/check.ts")).check,
  },
];

const USAGE = `Reads and writes the shelves of Python's shelve, and those that servers keep.

Usage: pantry shelf VERB [OPTION]... FILE|URL

${PLACE_USAGE}

Verbs:
${summaries(VERBS)}
Options:
  -h, --help  print this, or after a verb what the verb can do

Exit codes: 0 fine, 1 the answer is bad, 2 could not be read or written, 3 unknown, 64 wrong usage.
`;

/** `pantry shelf`: the shelves of Python's `shelve`, and those of servers. */
export const shelf: Group = { usage: USAGE, verbs: VERBS };
