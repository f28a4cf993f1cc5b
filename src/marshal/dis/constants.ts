import { replaceCharacters } from "../../bytes/replace.ts";
import { type Int, kindOf, type Long, type Python2String, repr } from "../../python/index.ts";
import { cut, escapeOf } from "../../python/printable.ts";
import { runTask, type Task, type Visitor } from "../../python/tasks.ts";
import { bytesRepr, strRepr } from "../../python/text-repr.ts";

const PYTHON_3 = 300;

/** The `repr()` of a constant in that version of Python, cut to a length. */
export function constantText(value: unknown, version: number, maxLength: number): string {
  if (version >= PYTHON_3) return repr(value, { exact: true, maxLength });
  const representation = new Python2Representation(maxLength);
  runTask(representation, value);
  return representation.text();
}

/** Writes what Python 2 shows in other ways: texts and integers, and what holds them. */
class Python2Representation implements Visitor<true> {
  readonly #maxLength: number;
  readonly #pieces: string[] = [];
  readonly #open = new Set<object>();
  #left: number;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
    this.#left = maxLength;
  }

  text(): string {
    return cut(this.#pieces.join(""), this.#maxLength);
  }

  leaf(value: unknown): true | undefined {
    if (this.#left < 0) return true;
    const kind = kindOf(value);
    if (kind !== "Tuple" && kind !== "FrozenSet") return this.#write(leafText(value, this.#left));
    return this.#open.has(value as object) ? this.#write("(...)") : undefined;
  }

  *task(value: object): Task<true> {
    this.#open.add(value);
    const isTuple = kindOf(value) === "Tuple";
    this.#write(isTuple ? "(" : "frozenset([");
    let count = 0;
    for (const member of value as Iterable<unknown>) {
      if (count > 0) this.#write(", ");
      count += 1;
      yield member;
    }
    this.#open.delete(value);
    return this.#write(isTuple ? (count === 1 ? ",)" : ")") : "])");
  }

  #write(text: string): true {
    if (this.#left < 0) return true;
    this.#pieces.push(text);
    this.#left -= text.length;
    return true;
  }
}

function leafText(value: unknown, maxLength: number): string {
  if (typeof value === "string") return `u${asciiText(strRepr(value.slice(0, maxLength + 1)))}`;
  if (typeof value === "bigint") return BigInt.asIntN(32, value) === value ? String(value) : `${value}L`;
  switch (kindOf(value)) {
    case "Int":
      return String((value as Int).value);
    case "Long":
      return `${(value as Long).value}L`;
    case "Python2String":
      return bytesRepr((value as Python2String).bytes.subarray(0, maxLength + 1)).slice(1);
    default:
      return repr(value, { exact: true, maxLength });
  }
}

function asciiText(text: string): string {
  return replaceCharacters(text, /[^ -~]/gu, escapeOf);
}
