import * as copyreg from "pantry/copyreg";
import { dumps, type LoadOptions, load, loadAll, loads, Unpickler } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH, timeOf } from "../../growth.ts";
import { field, int, isRead, joined, long, refusal, repeated } from "./attack.ts";

class Part {
  name = "";
}

class Members extends Set<unknown> {}

const registry = new copyreg.Registry();
registry.register(Part, "shop.Part");
registry.register(Members, "shop.Members", { construct: (members: unknown[]) => new Members(members) });

const fields = (count: number): string =>
  `}(${Array.from({ length: count }, (_, i) => `\x8c\x06${String(100_000 + i)}N`).join("")}u`;
const items = (count: number): string => `](${"N".repeat(count)}e`;
const numbers = (count: number): string => `](${Array.from({ length: count }, (_, i) => int(i)).join("")}e`;
const dict = (count: number): string =>
  `}(${Array.from({ length: count }, (_, i) => `${int(i)}N`).join("")}u`;

interface Repetition {
  /** What is stored once: at 0 what to call, at 1 something large. */
  readonly once: (size: number) => string;
  /** What is done again and again. */
  readonly again: string;
  readonly options?: LoadOptions;
}

/** Calls and operations that are handed the same large object each time. */
const REPETITIONS: Readonly<Record<string, Repetition>> = {
  "set(list)": { once: (n) => `cbuiltins\nset\nq\0${numbers(n)}q\x01`, again: "0h\0h\x01\x85R" },
  "frozenset(list)": { once: (n) => `cbuiltins\nfrozenset\nq\0${numbers(n)}q\x01`, again: "0h\0h\x01\x85R" },
  "deque(list)": { once: (n) => `ccollections\ndeque\nq\0${items(n)}q\x01`, again: "0h\0h\x01\x85R" },
  "OrderedDict(list)": {
    once: (n) => `ccollections\nOrderedDict\nq\0](${"NN\x86".repeat(n)}eq\x01`,
    again: "0h\0h\x01\x85R",
  },
  "Counter(dict)": { once: (n) => `ccollections\nCounter\nq\0${dict(n)}q\x01`, again: "0h\0h\x01\x85R" },
  "frozendict of a dict": {
    once: (n) => `cbuiltins\nfrozendict\nq\0${dict(n)}\x85q\x01`,
    again: "0h\0h\x01\x81",
  },
  "bytearray(bytes)": {
    once: (n) => `cbuiltins\nbytearray\nq\0B${field(50 * n, 4)}${"x".repeat(50 * n)}q\x01`,
    again: "0h\0h\x01\x85R",
  },
  "encode(text)": {
    once: (n) => `c_codecs\nencode\nq\0X${field(50 * n, 4)}${"x".repeat(50 * n)}U\x06latin1\x86q\x01`,
    again: "0h\0h\x01R",
  },
  "array(list)": { once: (n) => `carray\narray\nq\0\x8c\x01l${numbers(n)}\x86q\x01`, again: "0h\0h\x01R" },
  "Decimal(text)": {
    once: (n) => `cdecimal\nDecimal\nq\0X${field(50 * n, 4)}${"1".repeat(50 * n)}\x85q\x01`,
    again: "0h\0h\x01R",
  },
  "range(ints)": {
    once: (n) =>
      `cbuiltins\nrange\nq\0K\0${long(3n ** BigInt(40 * n))}${long(7n ** BigInt(10 * n))}\x87q\x01`,
    again: "0h\0h\x01R",
  },
  "Fraction(ints)": {
    once: (n) =>
      `cfractions\nFraction\nq\0${long(3n ** BigInt(40 * n))}${long(7n ** BigInt(40 * n))}\x86q\x01`,
    again: "0h\0h\x01R",
  },
  "a call of a large tuple": {
    once: (n) => `cshop\nOrder\nq\0(${"N".repeat(10 * n)}tq\x01`,
    again: "0h\0h\x01R",
  },
  "a call of a large array": {
    once: (n) => `cshop\nOrder\nq\0(${"N".repeat(10 * n)}tq\x01`,
    again: "0h\0h\x01R",
    options: { tuples: "array" },
  },
  "a registered class made of a large tuple": {
    once: (n) => `cshop\nMembers\nq\0(${"N".repeat(10 * n)}tq\x01`,
    again: "0h\0h\x01R",
    options: { registry },
  },
  "keyword arguments": { once: (n) => `cshop\nOrder\nq\0${fields(n)}q\x01`, again: "0h\0)h\x01\x92" },
  "keyword arguments in a Map": {
    once: (n) => `cshop\nOrder\nq\0${fields(n)}q\x01`,
    again: "0h\0)h\x01\x92",
    options: { exact: true },
  },
  "the state of a namespace": {
    once: (n) => `ctypes\nSimpleNamespace\n)Rq\0${fields(n)}q\x010h\0`,
    again: "h\x01b",
  },
  "the state of a registered class": {
    once: (n) => `cshop\nPart\n)\x81q\0${fields(n)}q\x010h\0`,
    again: "h\x01b",
    options: { registry },
  },
  "the state of an instance": { once: (n) => `cshop\nOrder\n)\x81q\0${fields(n)}q\x010h\0`, again: "h\x01b" },
  "a large tuple as a key": { once: (n) => `}q\0(${"N".repeat(10 * n)}tq\x010h\0`, again: "h\x01Ns" },
  "the same key again and again": { once: (n) => `${dict(n)}`, again: "K\x01Ns" },
  "the same key in a large set": {
    once: (n) => `\x8f(${Array.from({ length: n }, (_, i) => int(i)).join("")}\x90`,
    again: "(K\x01\x90",
  },
  "a full deque": {
    once: (n) => `ccollections\ndeque\n${items(n)}${int(n)}\x86R`,
    again: "Na",
  },
  "an object that became a Map": { once: (n) => `${fields(n)}q\0K\x01Nsq\x010h\0`, again: "K\x01Ns0h\0" },
  "a large POP_MARK": { once: () => "", again: `(${"N".repeat(50)}1` },
};

describe("a large object used again and again", () => {
  /** At an eighth of it, what is paid for from the limit has met it; tables are looked at when they have grown by a multiple of 1024. */
  const SIZE = 16_384;

  for (const [name, { once, again, options }] of Object.entries(REPETITIONS)) {
    it(`takes linear time or meets the limit: ${name}`, () => {
      // The object and its uses grow together: twice as much of both would take four times as long.
      const growing = (size: number) => {
        const bytes = joined("\x80\x04", once(size), repeated(again, size), ".");
        return () => isRead(bytes, { ...options, limits: { maxMemory: 2 ** 25 } });
      };
      expect(exponentOf(growing, SIZE)).toBeLessThan(MOST_GROWTH);
    });
  }
});

describe("a long argument", () => {
  const LENGTH = 100_000;

  /** Opcodes whose argument is a long text, or many short ones. */
  const ARGUMENTS: Readonly<Record<string, (length: number) => string>> = {
    "digits of a FLOAT": (n) => `F${"1".repeat(n)}x\n.`,
    "digits of a FLOAT with a point": (n) => `F${"1".repeat(n)}.${"1".repeat(n)}x\n.`,
    "digits of an INT": (n) => `I${"1".repeat(n)}x\n.`,
    "digits of a PUT": (n) => `Np${"0".repeat(n)}x\n.`,
    "escapes of a STRING": (n) => `S'${"\\x41".repeat(n)}'\n.`,
    "backslashes of a STRING": (n) => `S'${"\\".repeat(2 * n)}'\n.`,
    "spaces after a STRING": (n) => `S'a'${" ".repeat(n)}\n.`,
    "escapes of a UNICODE": (n) => `V${"\\u0041".repeat(n)}\n.`,
    "backslashes of a UNICODE": (n) => `V${"\\".repeat(n)}\n.`,
    "surrogates of a BINUNICODE": (n) => `X${field(3 * n, 4)}${"\xed\xa0\x80".repeat(n)}.`,
    "parts of a name": (n) => `\x80\x04cm\n${"a.".repeat(n)}a\n.`,
    "marks, and the way back": (n) => `${"(".repeat(n / 4)}${"1".repeat(n / 4)}N.`,
    "empty frames": (n) => `${`\x95${"\0".repeat(8)}`.repeat(n / 10)}N.`,
    "a text of Decimal": (n) => `cdecimal\nDecimal\nX${field(n + 1, 4)}${"0".repeat(n)}x\x85R.`,
    "a text of Fraction": (n) => `cfractions\nFraction\nX${field(n + 1, 4)}${"1".repeat(n)}x\x85R.`,
    "a text of PosixPath": (n) => `cpathlib\nPosixPath\nX${field(n, 4)}${"/".repeat(n)}\x85R.`,
    "spaces of a Decimal": (n) => `cdecimal\nDecimal\nX${field(n + 1, 4)}${" ".repeat(n)}x\x85R.`,
  };

  for (const [name, argument] of Object.entries(ARGUMENTS)) {
    it(`takes linear time: ${name}`, () => {
      const growing = (length: number) => {
        const bytes = joined(argument(length));
        return () => [isRead(bytes), isRead(bytes, { exact: true })];
      };
      expect(exponentOf(growing, LENGTH)).toBeLessThan(MOST_GROWTH);
    });
  }

  it("of more decimal digits than the limit is refused at once", () => {
    for (const text of [`I${"9".repeat(2_000_000)}\n.`, `L-${"9".repeat(2_000_000)}L\n.`]) {
      const bytes = joined(text);
      expect(timeOf(() => expect(refusal(bytes).code).toBe("limit"))).toBeLessThan(1000);
    }
  });

  it("of megabytes is one integer, made in linear time", () => {
    const size = 2_000_000;
    for (const byte of ["\x5a", "\xff"]) {
      const bytes = joined("\x8b", field(size, 4), byte.repeat(size), ".");
      expect(timeOf(() => loads(bytes))).toBeLessThan(2000);
    }
  });

  it("of decimal digits within the limit is read", () => {
    const bytes = joined(`L${"9".repeat(100_000)}L\n.`);
    expect(loads(bytes)).toBe(10n ** 100_000n - 1n);
    expect(timeOf(() => loads(bytes))).toBeLessThan(1000);
    expect(refusal(bytes, { limits: { maxDigits: 4300 } }).code).toBe("limit");
  });
});

describe("a long pickle", () => {
  it("in small chunks takes linear time", async () => {
    const time = async (size: number): Promise<number> => {
      const bytes = joined("]", repeated("K\x01a\x8c\x05abcdea", size), `V${"x".repeat(10 * size)}\n`, "a.");
      const start = performance.now();
      await load(chunks(bytes, 16));
      return performance.now() - start;
    };
    await time(1000);
    expect(await time(24_000)).toBeLessThan(200 + 10 * (await time(6000)));
  });

  it("of two long lines in small chunks takes linear time", async () => {
    const bytes = joined("c", "m".repeat(2_000_000), "\n", "n".repeat(2_000_000), "\n.");
    const start = performance.now();
    await load(chunks(bytes, 1024));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("is one of thousands in a row, each read in the same time", () => {
    const row = (count: number) => {
      const bytes = repeated(dumps({ a: [1, 2, "three"] }), count);
      return () => {
        for (const _ of loadAll(bytes));
      };
    };
    expect(exponentOf(row, 16_000)).toBeLessThan(MOST_GROWTH);
  });

  it("is one of thousands that go on with the same memo", () => {
    const row = (count: number) => {
      const bytes = repeated("]\x94.", count);
      return () => {
        const unpickler = new Unpickler(bytes);
        while (unpickler.offset < bytes.length) unpickler.load();
      };
    };
    expect(exponentOf(row, 40_000)).toBeLessThan(MOST_GROWTH);
  });
});

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe("an object that holds itself through its arguments", () => {
  /** A subclass of list made of a list, in which are so many lists that hold the object, behind so many that do not. */
  const basket = (lists: number, before = 0): Instance => {
    const items: unknown[] = Array.from({ length: before }, () => []);
    const made = new Instance(new Global("copyreg", "_reconstructor"), {
      args: new Tuple<unknown>(new Global("shop", "Basket"), new Global("builtins", "list"), items),
    });
    for (let i = 0; i < lists; i += 1) items.push([made]);
    return made;
  };

  it("is written as often as Python's stack lets it be", () => {
    const size = dumps(basket(1665), { protocol: 1 }).length;
    expect(size).toBeGreaterThan(1665 ** 2);
    expect(size).toBeLessThan(10 * 1665 ** 2);
  });

  it.each([
    [5000, 0],
    [200, 100_000],
  ])("is refused beyond, with %i lists behind %i", (lists, before) => {
    const refused = "it holds itself in a way that Python cannot write";
    expect(() => dumps(basket(lists, before), { protocol: 1 })).toThrow(refused);
    expect(() => dumps([basket(1500), basket(1500), basket(1500), basket(1500)])).toThrow(refused);
  });
});
