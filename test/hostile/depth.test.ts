import { inspect as show } from "node:util";
import { inspect } from "pantry/inspect";
import * as marshal from "pantry/marshal";
import { dumps, loads, Unpickler } from "pantry/pickle";
import { audit, dis, genops, optimize } from "pantry/pickletools";
import { equal, fromJson, kindOf, repr, Tuple, toJson } from "pantry/python";
import { describe, expect, it } from "vitest";
import { tree } from "../../src/cli/tree.ts";
import { joined, repeated } from "../pickle/hostile/attack.ts";

/** Deeper than any call stack. */
const DEPTH = 30_000;

/** What nests, by kind, as pickles. Tuples and frozensets can be keys. */
const NESTS: Readonly<Record<string, Uint8Array>> = {
  lists: joined("\x80\x04", repeated("]", DEPTH), repeated("a", DEPTH - 1), "."),
  tuples: joined("\x80\x04N", repeated("\x85", DEPTH), "."),
  dicts: joined("\x80\x04", repeated("}\x8c\x01k", DEPTH), "N", repeated("s", DEPTH), "."),
  frozensets: joined("\x80\x04", repeated("(", DEPTH), "N", repeated("\x91", DEPTH), "."),
  instances: joined("\x80\x04", repeated("cshop\nOrder\n)\x81", DEPTH), "N", repeated("b", DEPTH), "."),
};

const TREE = { exact: false, verbatim: false, depth: 1000, items: 100, width: 100 };

/** Whatever goes down into a value that was read. What it throws must say that it is about depth. */
const CONSUMERS: Readonly<Record<string, (value: unknown, copy: () => unknown) => unknown>> = {
  "repr()": (value) => repr(value, { maxLength: 2 ** 21 }),
  // That of an array is JavaScript's own.
  "String()": (value) => (Array.isArray(value) && kindOf(value) === undefined ? "" : `${value as string}`),
  "util.inspect()": (value) => show(value),
  "toJson() and fromJson()": (value) => fromJson(toJson(value)),
  "equal()": (value, copy) => expect(equal(value, copy())).toBe(true),
  "equal() of keys": (value, copy) => equal(new Map([[value, 1]]), new Map([[copy(), 1]])),
  "dumps()": (value) => dumps(value),
  "dumps() of a key": (value) => attempt(() => dumps(new Set([new Tuple(value)])), /hash/),
  "marshal.dumps()": (value) => attempt(() => marshal.dumps(value), /deep|marshal/),
  "the tree of pantry show": (value) => Array.from(tree(value, TREE)).length,
};

const READERS: Readonly<Record<string, (pickle: Uint8Array) => unknown>> = {
  "loads()": (pickle) => loads(pickle, { exact: true }),
  "load() with hooks": (pickle) => new Unpickler(pickle, { persistentLoad: () => null }).load(),
  "a schema": (pickle) =>
    loads(pickle, {
      schema: { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } },
    }),
  "audit()": (pickle) => audit(pickle),
  "inspect()": (pickle) => inspect(pickle),
  "dis()": (pickle) => attempt(() => dis(pickle), /characters/),
  "genops()": (pickle) => Array.from(genops(pickle)).length,
  "optimize()": (pickle) => optimize(pickle),
};

/** Does something; an error says what it was that failed. */
async function named(name: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Does something that may be refused for this reason. */
function attempt(work: () => unknown, reason: RegExp): void {
  try {
    work();
  } catch (error) {
    expect((error as Error).message).toMatch(reason);
  }
}

describe("30,000 levels", { timeout: 60_000 }, () => {
  for (const [kind, pickle] of Object.entries(NESTS)) {
    it(`of ${kind} are read by everything that reads`, async () => {
      for (const [name, read] of Object.entries(READERS)) await named(name, () => read(pickle));
    });

    it(`of ${kind} are gone through by everything that goes through a value`, async () => {
      const value = loads(pickle);
      for (const [name, consume] of Object.entries(CONSUMERS))
        await named(name, () => consume(value, () => loads(pickle)));
    });
  }
});
