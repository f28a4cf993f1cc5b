import { isCode } from "../marshal/code.ts";
import { disLines, PYTHONS } from "../marshal/dis/index.ts";
import { repr, toJson } from "../python/index.ts";
import { printable } from "../python/printable.ts";
import type { Content, Profile } from "./contents.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Input } from "./input.ts";
import { jsonText } from "./json-text.ts";
import { headerFields } from "./pyc-header.ts";
import { grouped } from "./scalar.ts";
import { PLAIN } from "./style.ts";
import { summary, type TreeOptions, tree } from "./tree.ts";

/** How values are read, and what is printed of each. */
export interface Form {
  readonly read: Profile;
  print(content: Content, input: Input): Iterable<string>;
}

/** A graph that shares a lot has a repr of any length. */
const LONGEST_REPR = 2 ** 25;
/** So has code that is shared a disassembly. */
const LONGEST_LISTING = 2 ** 28;

/** Tagged JSON; of a `.pyc` file its header and its code. */
export function jsonForm({ exact, encoding }: Profile): Form {
  return {
    read: { exact, encoding },
    *print({ header, value }) {
      const shown = header ? { header: headerFields(header, exact), code: value } : value;
      yield* jsonText(toJson(shown, { exact }));
      yield "\n";
    },
  };
}

/** What Python's `repr` gives. What is shown for people is read exactly, because 1 and 1.0 look different in Python. */
export function reprForm({ exact, encoding = exact ? undefined : "ASCII" }: Profile): Form {
  return {
    read: { exact: true, encoding },
    *print({ value }, { name }) {
      yield `${printable(reprText(value, name))}\n`;
    },
  };
}

/** A line about the value, and a tree below it. */
export function treeForm(encoding: string | undefined, options: TreeOptions): Form {
  return {
    read: { exact: true, encoding },
    *print(content, input) {
      const own = content.header ? { ...options, isDecodable: false } : options;
      if (content.number > 1) yield "\n";
      yield `${heading(content, input, own)}\n`;
      for (const line of tree(content.value, own)) yield `${line}\n`;
    },
  };
}

/** What the `dis` of its own Python prints of code. */
export function disForm(): Form {
  return {
    read: { exact: true, encoding: undefined },
    *print({ value }, { name }) {
      yield* listing(value, name);
    },
  };
}

function* listing(value: unknown, name: string): Generator<string, void, undefined> {
  if (!isCode(value)) throw unshown(name, "it is no code object", EXIT.unreadable);
  if (!PYTHONS.includes(value.python))
    throw unshown(name, `the instructions of Python ${value.python} are not known`, EXIT.unreadable);
  let left = LONGEST_LISTING;
  for (const line of disLines(value)) {
    left -= line.length;
    if (left < 0) throw unshown(name, `there are more than ${grouped(LONGEST_LISTING)} characters`, EXIT.bad);
    yield `${printable(line.replace(/\n$/, ""))}\n`;
  }
}

/** `orders.pkl, pickle 2  protocol 4, 1,234 bytes at 310: list, 3 items` */
function heading(
  { facts, isLast, noun, number, value }: Content,
  { compression, name }: Input,
  options: TreeOptions,
): string {
  const style = options.style ?? PLAIN;
  const which = number === 1 && isLast ? "" : `, ${noun} ${number}`;
  const all = compression ? [compression, ...facts] : facts;
  return `${style.heading(`${name}${which}`)}  ${all.join(", ")}: ${summary(value, options)}`;
}

function reprText(value: unknown, name: string): string {
  const text = repr(value, { exact: true, maxLength: LONGEST_REPR });
  if (text.length < LONGEST_REPR || !text.endsWith("…")) return text;
  throw unshown(name, `its repr has more than ${grouped(LONGEST_REPR)} characters, use --json`, EXIT.bad);
}

function unshown(name: string, reason: string, exitCode: number): Failure {
  return new Failure(`${name}: Cannot show it: ${reason}`, exitCode);
}
