import type { Arguments, Options } from "../arguments.ts";
import type { Content } from "../contents.ts";
import { oneOf } from "../dbm/operands.ts";
import { EXIT, Failure } from "../failure.ts";
import { type Form, jsonForm, reprForm, treeForm } from "../forms.ts";
import { host } from "../host.ts";
import type { Input } from "../input.ts";
import { encodingOf, pickles } from "../pickles.ts";
import { counted } from "../scalar.ts";
import { styleFor } from "../style.ts";
import type { TreeOptions } from "../tree.ts";

/** The options that say how values are shown, and what the helps tell of them. */
export const VALUE_FORMS: Options = {
  repr: { type: "boolean" },
  json: { type: "boolean" },
  encoding: { type: "string" },
};
export const VALUE_FORMS_USAGE = `  --repr              what Python's repr() gives instead of a tree
  --json              tagged JSON instead of a tree, which keeps int and float apart`;
export const ENCODING_USAGE = `  --encoding NAME     what Python 2's str is in: ASCII, latin1, utf-8, or bytes to leave it as bytes`;

/** How values are read where nothing of them may be lost. */
export const EXACT: Form["read"] = { exact: true, encoding: undefined };

/** How trees are drawn here. */
export function treeOptions(): TreeOptions {
  const { stdout } = host;
  const width = stdout.columns || 100;
  return { exact: true, verbatim: false, depth: 8, items: 100, width, style: styleFor(stdout) };
}

/** How values are shown. */
export function formOf(args: Arguments, others: readonly string[] = []): Form {
  const name = oneOf(args, ["repr", "json", ...others]);
  const encoding = encodingOf(args);
  if (name === "json") return jsonForm({ exact: true, encoding });
  return name === "repr" ? reprForm({ exact: false, encoding }) : treeForm(encoding, treeOptions());
}

/** What is read of the bytes of a value, by the name of its key. */
export function inputOf(name: string, bytes: Uint8Array): Input {
  return { name, bytes, compression: undefined };
}

/** A value of a shelf. */
interface Value extends Content {
  /** How many bytes are behind its pickle. */
  readonly left: number;
}

/** The value in bytes. Python, too, reads the first pickle, and looks at nothing behind it. What cannot be read is a `Failure`. */
export function contentOf(input: Input, { encoding, exact }: Form["read"]): Value {
  const options = { exact, ...(encoding !== undefined && { encoding }) };
  const { value: pickle } = pickles(input, options).next();
  if (!pickle) {
    const reason = "it is empty, so there is no pickle in it";
    throw new Failure(`${input.name}: ${reason}`, EXIT.unreadable, { reason });
  }
  const { length, protocol, value } = pickle;
  const facts = [
    protocol === undefined ? "protocol 0 or 1" : `protocol ${protocol}`,
    counted(length, "byte"),
  ];
  const left = input.bytes.length - length;
  if (left > 0) facts.push(behind(left));
  return { value, number: 1, noun: "pickle", facts, isLast: true, left };
}

/** What is said of bytes that nobody reads. */
export function behind(left: number): string {
  return `${counted(left, "byte")} behind it`;
}
