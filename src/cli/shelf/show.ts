import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { operands } from "../dbm/operands.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Form } from "../forms.ts";
import { host } from "../host.ts";
import { complain, print } from "../output.ts";
import { styleFor } from "../style.ts";
import { entryLine } from "./entry-lines.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { contentOf, ENCODING_USAGE, formOf, inputOf, VALUE_FORMS, VALUE_FORMS_USAGE } from "./values.ts";

const USAGE = `Shows all that is in a shelf, each value as a tree. Classes and functions are shown by name; nothing is imported or
called. What is said of a value that cannot be read goes to the standard error, and the others are shown.

Usage: pantry shelf show [OPTION]... FILE|URL

${PLACE_USAGE}

Options:
${VALUE_FORMS_USAGE};
                      a line {"key": ..., "value": ...} for each
${ENCODING_USAGE}
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 2 the shelf or a value could not be read, 64 wrong usage.
`;

/** `pantry shelf show`: all keys and values. */
export const show: Command = { usage: USAGE, options: { ...VALUE_FORMS, ...KEYENCODING }, run };

async function run(args: Arguments): Promise<number> {
  const [word = ""] = operands(args, ["FILE|URL"]);
  const place = placeOf(word);
  const form = formOf(args);
  const text = args.flag("json") ? jsonLine : args.flag("repr") ? reprLine : treeOf;
  const keys = new KeyText(args);
  return withPlace(place, { flag: "r" }, async (shelf) => {
    let exitCode: number = EXIT.fine;
    let isFirst = true;
    for await (const [key, bytes] of shelf.entries()) {
      try {
        await print(text({ key, keys, bytes, form, isFirst }));
        isFirst = false;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        await complain(error.message);
        exitCode = EXIT.unreadable;
      }
    }
    return exitCode;
  });
}

interface Shown {
  readonly key: Uint8Array;
  readonly keys: KeyText;
  readonly bytes: Uint8Array;
  readonly form: Form;
  readonly isFirst: boolean;
}

function* treeOf({ bytes, form, isFirst, key, keys }: Shown): Generator<string> {
  const input = inputOf(keys.shown(key), bytes);
  const content = contentOf(input, form.read);
  if (!isFirst) yield "\n";
  yield* form.print(content, input);
}

function* reprLine({ bytes, form, key, keys }: Shown): Generator<string> {
  const input = inputOf(keys.shown(key), bytes);
  const content = contentOf(input, form.read);
  yield `${styleFor(host.stdout).heading(input.name)}: `;
  yield* form.print(content, input);
}

function* jsonLine({ bytes, form, key, keys }: Shown): Generator<string> {
  const { value } = contentOf(inputOf(keys.shown(key), bytes), form.read);
  yield* entryLine(key, value, keys);
}
