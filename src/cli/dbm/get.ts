import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { contentsOf } from "../contents.ts";
import { EXIT, Failure, misuse } from "../failure.ts";
import { type Form, jsonForm, reprForm, treeForm } from "../forms.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { styleFor } from "../style.ts";
import { withDatabase } from "./databases.ts";
import {
  AS,
  AS_USAGE,
  bytesJson,
  KEY_AS,
  KEY_AS_USAGE,
  missingKey,
  notationOf,
  parsed,
  shown,
  shownAtLength,
} from "./notation.ts";
import { oneOf, operands } from "./operands.ts";

const USAGE = `Prints the value of a key.

Usage: pantry dbm get [OPTION]... FILE KEY

Options:
${AS_USAGE}
${KEY_AS_USAGE}
  --raw              the very bytes, and nothing behind them
  --pickle           the value is one or more pickles: show what they hold, as pantry show does; with --json as tagged
                     JSON, with --as repr as Python's repr
  --json             JSON: a string for what is UTF-8, else {"$bytes": base64}
  -h, --help         print this

Exit codes: 0 fine, 1 there is no such key, 2 the database (or the pickle) could not be read, 64 wrong usage.
`;

/** `pantry dbm get`: the value of a key. */
export const get: Command = {
  usage: USAGE,
  options: {
    raw: { type: "boolean" },
    pickle: { type: "boolean" },
    json: { type: "boolean" },
    ...AS,
    ...KEY_AS,
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [path = "", word = ""] = operands(args, ["FILE", "KEY"]);
  oneOf(args, ["raw", "json", "as"]);
  oneOf(args, ["raw", "pickle"]);
  const notation = notationOf(args, "as");
  const key = parsed(word, notationOf(args, "key-as"), "KEY");
  if (args.flag("raw") && host.stdout.isTTY) throw misuse("--raw is nothing for a terminal");
  const value = await withDatabase(path, {}, async (database) => database.get(key));
  if (!value) throw missingKey(path, key);
  if (args.flag("raw")) await print([value]);
  else if (args.flag("pickle")) await printPickles(shown(key, "text"), value, args);
  else if (args.flag("json")) await print([`${bytesJson(value)}\n`]);
  else await print([`${shownAtLength(value, notation)}\n`]);
  return EXIT.fine;
}

async function printPickles(name: string, bytes: Uint8Array, args: Arguments): Promise<void> {
  const form = formOf(args);
  if (bytes.length === 0)
    throw new Failure(`${name}: it is empty, so there is no pickle in it`, EXIT.unreadable);
  const input = { name, bytes, compression: undefined };
  for (const content of contentsOf(input, { ...form.read, python: undefined })) {
    await print(form.print(content, input));
  }
}

function formOf(args: Arguments): Form {
  const profile = { exact: false, encoding: undefined };
  if (args.flag("json")) return jsonForm(profile);
  switch (notationOf(args, "as")) {
    case "repr":
      return reprForm(profile);
    case "text":
      return treeForm(undefined, {
        exact: true,
        verbatim: false,
        depth: 8,
        items: 100,
        width: host.stdout.columns || 100,
        style: styleFor(host.stdout),
      });
    default:
      throw misuse("--pickle goes with --as text, --as repr and --json only");
  }
}
