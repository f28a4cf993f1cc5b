// Says what a graph read exactly is in a text, as `description.py` does of Python's: every distinction, and all sharing.
import { PickleBuffer } from "pantry/pickle";
import {
  type CodePointString,
  type Extension,
  type FrozenSet,
  type Global,
  type Instance,
  kindOf,
  type PersistentId,
  type Python2String,
} from "pantry/python";
import { HashTexts } from "./hash-texts.ts";

/** As in `description.py`. */
const DEPTH = 4;
const UNSHARED: ReadonlySet<string | undefined> = new Set(["Int", "Long", "Float", "Global"]);

/** What a graph looks like to a Python. */
export interface Described {
  readonly text: string;
  /** Keys that Python takes for equal and we keep apart: the text has them as one. */
  readonly merged: boolean;
  /** Whether another text may be as right: a NaN is equal to itself in Python, if it is the same object. */
  readonly certain: boolean;
}

/** Thrown for what no Python of that version could hold. */
class Indescribable extends Error {}

export function describeGraph(value: unknown, isPython2: boolean): Described {
  const description = new Description(isPython2);
  description.walk(value);
  const { parts, merged, certain } = description;
  return { text: parts.join(""), merged, certain };
}

class Description {
  readonly parts: string[] = [];
  merged = false;
  certain = true;
  readonly #isPython2: boolean;
  readonly #numbers = new Map<unknown, number>();
  readonly #hashes = new HashTexts();

  constructor(isPython2: boolean) {
    this.#isPython2 = isPython2;
  }

  walk(value: unknown): void {
    const text = this.#leaf(value);
    const number = this.#numbers.get(value);
    if (text !== undefined) {
      this.parts.push(text);
    } else if (number !== undefined) {
      this.parts.push(`@${number} `);
    } else {
      this.#numbers.set(value, this.#numbers.size);
      this.#walkObject(value as object);
    }
  }

  #walkObject(value: object): void {
    const kind = kindOf(value);
    if (kind === "Instance") this.#walkInstance(value as Instance);
    else if (kind === "PersistentId") this.#walkAll("id<", [this.#id((value as PersistentId).id)], ">");
    else if (kind === "Extension") this.parts.push(`extension ${(value as Extension).code} `);
    else if (kind === "Tuple") this.#walkAll("(", value as unknown[], ")");
    else if (kind === "FrozenSet") this.#walkAll("z<", this.#sorted(value as FrozenSet), ">");
    else if (kind === "ByteArray") this.parts.push(`a${Buffer.from(value as Uint8Array).toString("hex")}`);
    else if (kind !== undefined) throw new Indescribable(`a ${kind}`);
    else if (Array.isArray(value)) this.#walkAll("[", value, "]");
    else if (value instanceof Set) this.#walkAll("s<", this.#sorted(value), ">");
    else if (value instanceof Map) this.#walkAll("{", this.#entries(value), "}");
    else throw new Indescribable(`a ${value.constructor.name}`);
  }

  #walkAll(before: string, values: Iterable<unknown>, after: string): void {
    this.parts.push(before);
    for (const value of values) this.walk(value);
    this.parts.push(after);
  }

  #walkInstance({ form, class: class_, args, kwargs, items, entries, state, ...rest }: Instance): void {
    this.parts.push(`o${this.#form(form, class_, args.length)}<`);
    this.walk(class_);
    for (const arg of args) this.walk(arg);
    for (const [name, arg] of kwargs ?? []) {
      this.parts.push(`${textOf(name)}=`);
      this.walk(arg);
    }
    this.#events("append", items);
    for (const entry of entries ?? []) this.#walkAll("set:", entry, "");
    // Python calls what sets the state and forgets that it did.
    if (state !== undefined && rest.stateSetter === undefined) this.#events("build", [state]);
    for (const step of rest.later ?? []) {
      if (step.operation === "build") this.#events("build", [step.state]);
      else if (step.operation !== "set") this.#events(step.operation, step.items);
      else for (const entry of step.entries) this.#walkAll("set:", entry, "");
    }
    this.parts.push(">");
  }

  #events(name: string, values: readonly unknown[] | undefined): void {
    for (const value of values ?? []) this.#walkAll(`${name}:`, [value], "");
  }

  /** Python 2 calls an old class in the same way as any other; Python 3 makes an object of a class without arguments. */
  #form(form: Instance["form"], class_: unknown, count: number): string {
    if (form !== "object") return form;
    return this.#isPython2 || count > 0 || kindOf(class_) === "Instance" ? "call" : "new";
  }

  /** Python 2 has texts and bytes alike for ids. */
  #id(id: unknown): unknown {
    if (!this.#isPython2 || kindOf(id) !== "Python2String") return id;
    const text = new TextDecoder().decode((id as Python2String).bytes);
    if (text.includes("\ufffd")) this.certain = false;
    return text;
  }

  *#entries(map: ReadonlyMap<unknown, unknown>): Generator<unknown> {
    const merged = new Map<string, { key: unknown; value: unknown }>();
    for (const [key, value] of map) {
      const hash = this.#hash(key);
      const known = merged.get(hash);
      if (known) known.value = value;
      else merged.set(hash, { key, value });
    }
    if (merged.size < map.size) this.merged = true;
    const pairs = Array.from(merged.values());
    if (this.#isPython2) this.#sort(pairs, ({ key }) => key);
    for (const { key, value } of pairs) yield* [key, value];
  }

  #sorted(members: Iterable<unknown>): unknown[] {
    const all = Array.from(members);
    const merged = new Map<string, unknown>();
    for (const member of all) {
      const hash = this.#hash(member);
      if (!merged.has(hash)) merged.set(hash, member);
    }
    if (merged.size < all.length) this.merged = true;
    const found = Array.from(merged.values());
    this.#sort(found, (member) => member);
    return found;
  }

  #hash(key: unknown): string {
    const hash = this.#hashes.of(key);
    if (this.#hashes.nans > 1) this.certain = false;
    return hash;
  }

  #sort<T>(items: T[], memberOf: (item: T) => unknown): void {
    const looks = new Map(items.map((item) => [item, this.#looks(memberOf(item), DEPTH)]));
    items.sort((left, right) => compare(looks.get(left) as string, looks.get(right) as string));
  }

  #looks(value: unknown, depth: number): string {
    const text = this.#leaf(value);
    if (text !== undefined) return text;
    const kind = kindOf(value);
    if (depth === 0 || (kind !== "Tuple" && kind !== "FrozenSet")) return "?";
    const parts = Array.from(value as Iterable<unknown>, (part) => this.#looks(part, depth - 1));
    return kind === "Tuple" ? `(${parts.join("")})` : `z<${parts.sort(compare).join("")}>`;
  }

  /** The text of what has no identity of its own in Python; `undefined` for anything else. */
  #leaf(value: unknown): string | undefined {
    switch (typeof value) {
      case "boolean":
        return value ? "T" : "F";
      case "bigint":
        return this.#int(value, BigInt.asIntN(32, value) !== value);
      case "number":
        return float(value);
      case "string":
        return textOf(value);
      case "undefined":
        throw new Indescribable("undefined");
      default:
        return value === null ? "N" : this.#leafOf(value as object);
    }
  }

  #leafOf(value: object): string | undefined {
    const kind = kindOf(value);
    if (UNSHARED.has(kind)) return this.#box(value, kind);
    if (kind === "Python2String") return `b${Buffer.from((value as Python2String).bytes).toString("hex")} `;
    if (kind === "CodePointString") return textOf((value as CodePointString).codePoints);
    if (kind === "Tuple") return (value as unknown[]).length === 0 ? "()" : undefined;
    if (kind === "FrozenSet") return (value as FrozenSet).size === 0 ? "z<>" : undefined;
    if (kind === undefined && value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")} `;
    if (value instanceof PickleBuffer)
      return `B${value.readonly ? "r" : "w"}${Buffer.from(value.raw()).toString("hex")} `;
    return undefined;
  }

  #box(value: object, kind: string | undefined): string {
    if (kind === "Global") {
      const { module, name } = value as Global;
      // What is of the library itself is no name that was read: a built-in value was taken for a call.
      return module.startsWith(INERT)
        ? `n<${textOf(module.slice(INERT.length))}${textOf(name)}>`
        : `known<${module}.${name}>`;
    }
    const inner = value.valueOf();
    return typeof inner === "bigint" ? this.#int(inner, kind === "Long") : float(Number(inner));
  }

  /** Python 2 has two classes of integers; which of them an `INT` is depends on the machine. */
  #int(value: bigint, isLong: boolean): string {
    const isWide = this.#isPython2 && (isLong || BigInt.asIntN(64, value) !== value);
    return `${isWide ? "l" : "i"}${value.toString(16)} `;
  }
}

/** In front of each module, so that no name stands for anything that is known. */
export const INERT = "inert:";

function float(value: number): string {
  if (Number.isNaN(value)) return "fnan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return `f${bytes.toString("hex")}`;
}

function textOf(text: string | readonly number[]): string {
  const codes =
    typeof text === "string" ? Array.from(text, (character) => character.codePointAt(0) as number) : text;
  const escaped = codes.map((code) => {
    const isPlain = code >= 0x20 && code <= 0x7e && code !== 0x22 && code !== 0x5c;
    return isPlain ? String.fromCharCode(code) : `\\${code.toString(16)};`;
  });
  return `"${escaped.join("")}"`;
}

/** As Python compares texts of ASCII. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
