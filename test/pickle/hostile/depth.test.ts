import * as copyreg from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { Global, Instance, type Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH, timeOf } from "../../growth.ts";
import { joined, type Part, refusal, repeated } from "./attack.ts";

const DEPTH = 300_000;
/** Deep enough for any call stack, for the kinds that take more time. */
const MIDDLE = 40_000;
const DEEPEST: ReadonlySet<string> = new Set(["lists", "tuples", "dicts", "instances"]);

class Node {
  next: unknown = null;
}

const registry = new copyreg.Registry();
registry.register(Node, "shop.Node");

/** Nested pickles: the parts before and after the innermost value, and the way from each level to the next. */
const NESTS: readonly (readonly [
  kind: string,
  before: Part,
  after: Part,
  inner: (value: never) => unknown,
])[] = [
  ["lists", "]", "a", (value: unknown[]) => value[0]],
  ["tuples", "", "\x85", (value: unknown[]) => value[0]],
  ["long tuples", "(NNN", "t", (value: unknown[]) => value[3]],
  ["dicts", "}\x8c\x01k", "s", (value: { readonly k: unknown }) => value.k],
  ["dicts of numbers", "}K\x01", "s", (value: Map<number, unknown>) => value.get(1)],
  ["persistent ids", "", "Q", (value: { readonly id: unknown }) => value.id],
  ["states", "cshop\nOrder\n)\x81", "b", (value: Instance) => value.state],
  ["instances", "cshop\nNode\n)\x81}\x8c\x04next", "sb", (value: Node) => value.next],
  ["calls", "cshop\nOrder\n", "\x85R", (value: Instance) => value.args[0]],
  ["partial calls", "", ")R", (value: Instance) => value.class],
  ["ordered dicts", "ccollections\nOrderedDict\n)RK\x01", "s", (value: Map<number, unknown>) => value.get(1)],
  ["exceptions", "cbuiltins\nValueError\n", "\x85R", (value: { readonly args: Tuple }) => value.args[0]],
  ["namespaces", "ctypes\nSimpleNamespace\n)R}\x8c\x01k", "sb", (value: { readonly k: unknown }) => value.k],
];

function nest(depth: number, before: Part, after: Part, innermost: Part): Uint8Array {
  return joined("\x80\x04", repeated(before, depth), innermost, repeated(after, depth), ".");
}

function depthOf(value: unknown, inner: (value: never) => unknown): number {
  let depth = 0;
  let current = inner(value as never);
  while (typeof current === "object" && current !== null) {
    depth += 1;
    current = inner(current as never);
  }
  return depth;
}

describe("a deep pickle", () => {
  for (const [kind, before, after, inner] of NESTS) {
    const depth = DEEPEST.has(kind) ? DEPTH : MIDDLE;
    it(`of ${kind} is read, written and read again`, () => {
      const innermost = kind === "partial calls" ? "cshop\nOrder\n" : "N";
      const value = loads(nest(depth, before, after, innermost), { registry });
      expect(depthOf(value, inner)).toBeGreaterThanOrEqual(depth - 1);
      const copy = loads(dumps(value, { registry }), { registry });
      expect(depthOf(copy, inner)).toBe(depthOf(value, inner));
    });
  }

  it("of frozensets and of tuples as keys is read, written and read again", () => {
    const inner = (value: Iterable<unknown>): unknown => value[Symbol.iterator]().next().value;
    const frozen = loads(nest(MIDDLE, "(", "\x91", "(\x91"));
    expect(depthOf(frozen, inner)).toBe(MIDDLE);
    expect(depthOf(loads(dumps(frozen)), inner)).toBe(MIDDLE);
    const dict = loads<Map<unknown, unknown>>(joined("}N", repeated("\x85", MIDDLE), "Ns."));
    const [key] = loads<typeof dict>(dumps(dict)).keys();
    expect(depthOf(key, inner)).toBe(MIDDLE - 1);
  });

  it("of lists in a tuple that is a key is refused", () => {
    expect(refusal(joined("}]", repeated("\x85", DEPTH), "Ns.")).code).toBe("bad-key");
  });
});

describe("a pickle that unfolds without end", () => {
  const LEVELS = 60;
  /** A tuple of two that are the same tuple of two, and so on: 2^60 ways lead down. */
  const PAIRS = `N${"2\x86".repeat(LEVELS)}`;
  const each = (make: (index: string, before: string) => string): string =>
    Array.from({ length: LEVELS }, (_, i) => make(String.fromCharCode(i + 1), String.fromCharCode(i))).join(
      "",
    );

  it("of lists shared by the memo stays as small as it is", () => {
    const laughs = joined(
      "]q\0",
      each((index, before) => `]q${index}h${before}ah${before}a`),
      ".",
    );
    for (const protocol of [0, 4]) {
      const value = loads<unknown[]>(dumps(loads(laughs), { protocol }));
      expect(value).toHaveLength(2);
      expect(value[0]).toBe(value[1]);
      expect(dumps(value).length).toBeLessThan(1000);
    }
  });

  it("of tuples made by DUP stays as small as it is", () => {
    const value = loads<Tuple>(joined(PAIRS, "."));
    expect(value[0]).toBe(value[1]);
    expect(dumps(value).length).toBeLessThan(1000);
  });

  it("can be a key and a member", () => {
    for (const bomb of [
      `}${PAIRS}Ns.`,
      `\x8f(${PAIRS}\x90.`,
      `(${PAIRS}\x91.`,
      `cbuiltins\nset\n](${PAIRS}e\x85R.`,
    ])
      for (const exact of [false, true])
        expect(timeOf(() => dumps(loads(joined(bomb), { exact }), { exact }))).toBeLessThan(1000);
  });

  it("of frozensets in each other can be a key", () => {
    const bomb = joined(
      "}(\x91q\0",
      each((index, before) => `0(h${before}h${before}\x85\x91q${index}`),
      "Ns.",
    );
    expect(timeOf(() => dumps(loads(bomb)))).toBeLessThan(1000);
  });

  it("takes linear time as a row of keys, each in the next", () => {
    const chain = (count: number) => {
      const bytes = joined("}()q\0N", repeated("h\0\x85q\0N", count), "u.");
      return () => loads(bytes);
    };
    expect(exponentOf(chain, 40_000)).toBeLessThan(MOST_GROWTH);
  });

  it("does not unfold in the message of an error", () => {
    const call = joined("cuuid\nUUID\n(", PAIRS, "t\x81)R.");
    expect(refusal(call, { unknown: "error" }).message.length).toBeLessThan(400);
  });
});

describe("a cycle", () => {
  it("through lists and dicts ends, and is no key", () => {
    const cycle = loads<unknown[]>(joined("]q\0h\0a."));
    expect(cycle[0]).toBe(cycle);
    expect(loads<unknown[]>(dumps(cycle))[0]).toBeInstanceOf(Array);
    expect(refusal(joined("]q\0(h\0tq\x010h\0h\x01a}h\x01Ns.")).code).toBe("bad-key");
    expect(refusal(joined("\x8fq\0(h\0\x85\x90.")).code).toBe("bad-key");
  });

  it("that is a call among its own arguments is soon refused", () => {
    const call = new Instance(new Global("shop", "Order"), { form: "call" });
    call.args.push(call, Number.NaN);
    call.state = { order: call };
    let error: unknown;
    const time = timeOf(() => {
      try {
        dumps(call);
      } catch (caught) {
        error = caught;
      }
    });
    expect(error).toMatchObject({ name: "PicklingError", code: "unsupported-value" });
    expect(time).toBeLessThan(2000);
  });
});
