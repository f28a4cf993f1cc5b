import { readDump } from "../../dbm/gnu/dump.ts";
import type { DumpHeader } from "../../dbm/gnu/dump-header.ts";
import { DumpSource } from "../../dbm/gnu/dump-source.ts";
import { hostFiles } from "../../files/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { nameOf } from "../input.ts";
import { print } from "../output.ts";
import { Progress } from "../progress.ts";
import { counted } from "../scalar.ts";
import { chunksOf } from "./chunks.ts";
import { attempt, blamed, blaming, type Entries, formatOf } from "./databases.ts";
import { fill } from "./filling.ts";
import { makeDatabase, makeWay } from "./new-database.ts";
import { operands } from "./operands.ts";
import { readPairLines } from "./pair-lines.ts";

const USAGE = `Makes a database from a dump.

Usage: pantry dbm load [OPTION]... FILE [DUMP]

DUMP is what pantry dbm dump or gdbm_dump wrote, in any of its forms, which its first byte tells; without it, or as -,
the standard input. FILE is there once it is complete, or not at all.

Options:
  --format FORMAT  of FILE: sqlite3 (the default), gnu, ndbm or dumb
  --replace        put it in the place of the database that is there
  -h, --help       print this

Exit codes: 0 fine, 1 the format cannot hold that much, 2 the dump could not be read or FILE not be written, 64 wrong
usage, 130 Ctrl-C.
`;

/** `pantry dbm load`: a new database from a dump. */
export const load: Command = {
  usage: USAGE,
  options: { format: { type: "string" }, replace: { type: "boolean" } },
  run,
};

/** What begins a line of JSON. */
const BRACE = 0x7b;

interface Pairs {
  readonly entries: Entries;
  readonly header?: DumpHeader;
}

async function run(args: Arguments): Promise<number> {
  const [path = "", source = "-"] = operands(args, ["FILE", "DUMP"], 1);
  const format = formatOf(args, "format");
  const plan = { format, replaces: args.flag("replace") };
  const dump = { name: nameOf(source) };
  const progress = new Progress(source === "-" ? 0 : sizeOf(source));
  try {
    const count = await attempt(path, () => {
      makeWay(path, plan);
      const { entries, header } = blaming(dump, () => pairsOf(watched(chunksOf(source), progress)));
      return makeDatabase(path, { ...plan, mode: header?.mode }, async (database, interruption) => {
        await fill(database, blamed(entries, dump), interruption);
        return database.size;
      });
    });
    progress.clear();
    await print([`${counted(count, "key")} loaded\n`]);
    return EXIT.fine;
  } finally {
    progress.clear();
  }
}

function sizeOf(file: string): number {
  return hostFiles().status(file)?.size ?? 0;
}

function* watched(chunks: Iterable<Uint8Array>, progress: Progress): Generator<Uint8Array> {
  let done = 0;
  for (const chunk of chunks) {
    done += chunk.length;
    progress.bar(done, "byte");
    yield chunk;
  }
}

function pairsOf(chunks: Generator<Uint8Array>): Pairs {
  const first = chunks.next().value ?? new Uint8Array();
  const all = resumed(first, chunks);
  return first[0] === BRACE ? { entries: readPairLines(new DumpSource(all)) } : readDump(all);
}

function* resumed(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}
