// What a pickle makes, as far as an audit remembers it. Numbers, texts, bytes, booleans and None stand for themselves;
// of a container the first items are kept. Nothing here is ever equal, hashed or followed without a bound.

import type { NameJudgement } from "./names/judge.ts";
import { specialAttribute } from "./special-attributes.ts";
import type { ImportTally } from "./tally.ts";

/** A class or function that was imported. */
export class Imported {
  /** The name that Python 3 imports. */
  readonly module: string;
  readonly name: string;
  readonly judgement: NameJudgement;
  readonly tally: ImportTally | undefined;

  constructor(module: string, name: string, judgement: NameJudgement, tally?: ImportTally) {
    this.module = module;
    this.name = name;
    this.judgement = judgement;
    this.tally = tally;
  }

  /** As in `os.system`. */
  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** How something was made: by a call, by `__new__`, or as an instance of an old class. */
export type Form = "call" | "new" | "object";

/** How an opcode fills an object. */
export type Filling = "append" | "set" | "add";

/** What a call has made. */
export class Made {
  readonly callee: unknown;
  /** The arguments, usually a tuple. */
  readonly args: unknown;
  readonly kwargs: unknown;
  readonly form: Form;
  /** Whether all it took is known to be harmless. */
  readonly isInert: boolean;
  /** What an attribute that was reached by name is, where that is known. */
  readonly attribute: Imported | undefined;
  /** The number of the variable that holds it in the program; 0 if it was never named. */
  variable = 0;
  /** The last state it was given. */
  state: unknown;
  /** Whether it was put into a container, or among arguments. */
  isKept = false;

  constructor(
    callee: unknown,
    args: unknown,
    form: Form,
    isInert: boolean,
    kwargs?: unknown,
    attribute?: Imported,
  ) {
    this.callee = callee;
    this.args = args;
    this.kwargs = kwargs;
    this.form = form;
    this.isInert = isInert;
    this.attribute = attribute;
  }
}

/** How many items of a container are kept, to be shown. */
const KEPT = 64;

/** A list, tuple, set or frozenset. */
export class Items {
  readonly kind: "list" | "tuple" | "set" | "frozenset";
  readonly items: unknown[];
  length: number;

  constructor(
    kind: "list" | "tuple" | "set" | "frozenset",
    stack: readonly unknown[],
    from: number,
    to: number,
  ) {
    this.kind = kind;
    this.items = stack.slice(from, Math.min(to, from + KEPT));
    this.length = to - from;
  }

  add(stack: readonly unknown[], from: number, to: number): void {
    for (let i = from; i < to && this.items.length < KEPT; i += 1) this.items.push(stack[i]);
    this.length += to - from;
  }
}

/** A dict: keys and values in turns. */
export class Entries {
  readonly items: unknown[] = [];
  length = 0;
  /** The first key that no ordinary attribute has, of all there ever were. */
  special: string | undefined;

  add(stack: readonly unknown[], from: number, to: number): void {
    for (let i = from; i < to; i += 2) {
      const key = stack[i];
      if (typeof key === "string" && specialAttribute(key)) this.special ??= key;
      if (this.items.length < 2 * KEPT) this.items.push(key, stack[i + 1]);
    }
    this.length += (to - from) >> 1;
  }

  /** The value of a key that is a text, as far as it was kept. */
  get(key: string): unknown {
    for (let i = 0; i + 1 < this.items.length; i += 2) if (this.items[i] === key) return this.items[i + 1];
    return undefined;
  }
}

/** Bytes that can be changed. */
export class Mutable {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** Something that only the loading program has: by a persistent id, an extension code, or as a buffer. */
export class Outside {
  readonly kind: "persistent" | "extension" | "buffer";
  /** The id or code. */
  readonly operand: unknown;

  constructor(kind: "persistent" | "extension" | "buffer", operand: unknown) {
    this.kind = kind;
    this.operand = operand;
  }
}

/** A number too long to be worth its digits. */
export class LongInteger {
  /** As in `<int of 9000 digits>`. */
  readonly description: string;

  constructor(description: string) {
    this.description = description;
  }
}
