import type { Database } from "../../dbm/index.ts";
import { cut } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { styleFor } from "../style.ts";
import { withDatabase } from "./databases.ts";
import { AS, AS_USAGE, bytesJson, KEY_AS, notationOf, parsed, shown } from "./notation.ts";
import { operands } from "./operands.ts";
import { pairJson } from "./pair-lines.ts";
import { pickleJson, pickleLine } from "./pickled.ts";

const USAGE = `Prints the keys of a database, each on a line, in the order that the format has them.

Usage: pantry dbm keys [OPTION]... FILE

Options:
  --values           the value behind each key, too; on a terminal, a line is cut at its width
  --pickle           show values that are pickles as what they hold, as pantry show does; with --values
  --prefix KEY       only keys that begin with it
  --limit N          no more than so many
${AS_USAGE}
  --key-as NOTATION  how the prefix is written, likewise
  --json             JSON on each line: a string for what is UTF-8, else {"$bytes": base64}; with --values
                     {"key": ..., "value": ...}, and "pickle" with tagged JSON in place of "value"
  -h, --help         print this

Exit codes: 0 fine, 2 the database could not be read, 64 wrong usage.
`;

/** `pantry dbm keys`: what is in a database. */
export const keys: Command = {
  usage: USAGE,
  options: {
    values: { type: "boolean" },
    pickle: { type: "boolean" },
    prefix: { type: "string" },
    limit: { type: "string" },
    json: { type: "boolean" },
    ...AS,
    ...KEY_AS,
  },
  run,
};

type Row = readonly [key: Uint8Array, value?: Uint8Array];

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  if (args.flag("pickle") && !args.flag("values")) throw misuse("--pickle goes with --values only");
  const line = args.flag("json") ? jsonLine(args) : textLine(args);
  const prefix = parsed(args.text("prefix") ?? "", notationOf(args, "key-as"), "--prefix");
  const limit = args.integer("limit", 0) ?? Number.POSITIVE_INFINITY;
  return withDatabase(path, {}, async (database) => {
    await print(lines(rowsOf(database, args.flag("values")), { line, prefix, limit }));
    return EXIT.fine;
  });
}

interface Selection {
  readonly line: (row: Row) => string;
  readonly prefix: Uint8Array;
  readonly limit: number;
}

function* lines(rows: Iterable<Row>, { limit, line, prefix }: Selection): Generator<string> {
  let left = limit;
  if (left === 0) return;
  for (const row of rows) {
    if (!prefix.every((byte, i) => row[0][i] === byte)) continue;
    yield `${line(row)}\n`;
    left -= 1;
    if (left === 0) return;
  }
}

function* rowsOf(database: Database, hasValues: boolean): Generator<Row> {
  if (hasValues) yield* database.entries();
  else for (const key of database.keys()) yield [key];
}

function jsonLine(args: Arguments): Selection["line"] {
  const isPickle = args.flag("pickle");
  return ([key, value]) => {
    if (value === undefined) return bytesJson(key);
    const json = isPickle ? pickleJson(value) : undefined;
    return json === undefined ? pairJson(key, value) : `{"key":${bytesJson(key)},"pickle":${json}}`;
  };
}

function textLine(args: Arguments): Selection["line"] {
  const notation = notationOf(args, "as");
  const isPickle = args.flag("pickle");
  const style = styleFor(host.stdout);
  const width = host.stdout.isTTY ? host.stdout.columns || 80 : Number.POSITIVE_INFINITY;
  return ([key, value]) => {
    const name = shown(key, notation);
    if (value === undefined) return name;
    const room = Math.max(width - name.length - 2, 10);
    const text = (isPickle ? pickleLine(value, room) : undefined) ?? cut(shown(value, notation), room);
    return `${style.heading(name)}: ${style.value(text)}`;
  };
}
