import { kindOf, type Tuple } from "../python/index.ts";
import { printable } from "../python/printable.ts";
import { counted, type ScalarOptions, scalar } from "./scalar.ts";

/** A value inside another one. */
export interface Branch {
  /** What stands before it, printable: `'id'`, `0`, `.total`. Empty for the members of a set. */
  readonly label: string;
  readonly value: unknown;
}

/** What a value with branches is. */
export interface Description {
  /** The Python name of its type, printable. */
  readonly type: string;
  /** Its size, and what else there is to say. */
  readonly note: string;
  /** How many branches there are. */
  readonly count: number;
  branches(): Iterable<Branch>;
  /** It in one line, from its branches in one line each. Left out where that would hide something. */
  readonly literal?: (branches: readonly string[]) => string;
  /** Whether the branches in such a line have their labels. */
  readonly isKeyed?: boolean;
}

type Literal = NonNullable<Description["literal"]>;

/** An entry of a dict whose key has branches of its own. */
export class Entry {
  readonly key: unknown;
  readonly value: unknown;

  constructor(key: unknown, value: unknown) {
    this.key = key;
    this.value = value;
  }
}

/** Keys and names are cut to this many characters. */
export const KEY_ROOM = 60;
const KEY_ITEMS = 6;

/** Values in order, with their indices. */
export function sequence(type: string, items: readonly unknown[], literal?: Literal): Description {
  return {
    type,
    note: counted(items.length, "item"),
    count: items.length,
    branches: () => indexed(items),
    ...(literal && { literal }),
  };
}

/** Values without order. */
export function members(type: string, set: ReadonlySet<unknown>): Description {
  return {
    type,
    note: counted(set.size, "member"),
    count: set.size,
    *branches() {
      for (const value of set) yield { label: "", value };
    },
    literal: (texts) => (texts.length === 0 ? `${type}()` : `${type} {${texts.join(", ")}}`),
  };
}

/** Values by their keys. */
export function mapping(
  type: string,
  entries: ReadonlyMap<unknown, unknown>,
  options: ScalarOptions,
): Description {
  return {
    type,
    note: counted(entries.size, "key"),
    count: entries.size,
    *branches() {
      for (const [key, value] of entries) yield entry(key, value, options);
    },
    literal: (texts) => `${type} {${texts.join(", ")}}`,
    isKeyed: true,
  };
}

/** A few values, each with a label of its own. */
export function listed(type: string, note: string, branches: readonly Branch[]): Description {
  return { type, note, count: branches.length, branches: () => branches };
}

/** Branches labelled by the names of an object made for it. */
export function fields(values: { readonly [name: string]: unknown }): Branch[] {
  return Object.entries(values).map(([label, value]) => ({ label, value }));
}

/** What a dict has at a key: one branch, whatever the key. */
export function entry(key: unknown, value: unknown, options: ScalarOptions): Branch {
  const label = scalar(key, KEY_ROOM, options) ?? tupleKey(key, options);
  return label === undefined ? { label: "", value: new Entry(key, value) } : { label, value };
}

/** A short tuple of values without branches, such as the place on a grid. */
function tupleKey(key: unknown, options: ScalarOptions): string | undefined {
  if (kindOf(key) !== "Tuple" || (key as Tuple).length > KEY_ITEMS) return undefined;
  const texts = (key as Tuple).map((item) => scalar(item, KEY_ROOM, options));
  const text = tupleText(texts);
  return texts.includes(undefined) || text.length > KEY_ROOM ? undefined : text;
}

/** A tuple of these texts, as Python writes it. */
export function tupleText(texts: readonly unknown[]): string {
  return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(", ")})`;
}

/** The attribute of that name. */
export function attribute(name: string, value: unknown): Branch {
  const short = name.length > KEY_ROOM ? `${name.slice(0, KEY_ROOM)}…` : name;
  return { label: `.${printable(short)}`, value };
}

function* indexed(items: readonly unknown[]): Generator<Branch> {
  for (let i = 0; i < items.length; i += 1) yield { label: String(i), value: items[i] };
}
