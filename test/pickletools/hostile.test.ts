import { dis, disLines, genops, optimize, PickletoolsError } from "pantry/pickletools";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH } from "../growth.ts";
import { field, joined, type Part, repeated } from "../pickle/hostile/attack.ts";

/** The error that a run ends in; throws for one of another kind. */
function failure(run: () => unknown): PickletoolsError {
  try {
    run();
  } catch (error) {
    if (error instanceof PickletoolsError) return error;
    throw error;
  }
  throw new Error("came to an end");
}

function exhaust(items: Iterable<unknown>): void {
  for (const _ of items);
}

/** What costs a time that must grow with the size and not with its square. */
const LINEAR: readonly (readonly [
  name: string,
  make: (size: number) => Uint8Array,
  run: (data: Uint8Array) => unknown,
])[] = [
  ["objects that are never taken", (size) => joined(repeated("N", size), repeated("0", size), "N."), dis],
  ["marks that are closed at once", (size) => joined(repeated("(0", size), "N."), dis],
  ["a long text of quotes and escapes", (size) => line("V", repeated("'\"\\", size)), attempt],
  ["a long quoted string", (size) => line("S'", repeated("\\x41", size), "'"), dis],
  ["a long line of underscores", (size) => line("F", repeated("1_", size)), attempt],
  ["a long number of zeros", (size) => line("F", repeated("0", size)), dis],
  ["a long number that is none", (size) => line("I", repeated("1", size), "x"), attempt],
  ["a long list of indices", (size) => puts(size), dis],
  [
    "a long list of indices, all read",
    (size) => joined(puts(size).subarray(0, -1), gets(size), "."),
    optimize,
  ],
  ["lines that have no end", (size) => joined(repeated("I1\n0", size), "I1"), attempt],
];

function line(...parts: readonly Part[]): Uint8Array {
  return joined(...parts, "\n.");
}

function puts(size: number): Uint8Array {
  return joined("N", ...Array.from({ length: size / 4 }, (_, index) => `r${field(index * 2 ** 10, 4)}`), ".");
}

function gets(size: number): Uint8Array {
  return joined(...Array.from({ length: size / 4 }, (_, index) => `j${field(index * 2 ** 10, 4)}0`));
}

function attempt(data: Uint8Array): void {
  try {
    exhaust(disLines(data));
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
  }
}

describe("what was made to hurt", () => {
  it.for(LINEAR)("costs no more than its size: %s", ([, make, run]) => {
    const prepare = (size: number) => {
      const data = make(size);
      return () => run(data);
    };
    expect(exponentOf(prepare, 60_000)).toBeLessThan(MOST_GROWTH);
  });

  it("is cut short where marks would make the text the square of the pickle", () => {
    const marks = repeated("(", 300_000);
    const error = failure(() => dis(marks, { maxLength: 1_000_000 }));
    expect([error.code, error.reason]).toEqual(["limit", "a disassembly of more than 1000000 characters"]);
    expect(error.text.length).toBeLessThan(1_020_000);
    const wide = failure(() => exhaust(disLines(repeated("(", 100), { indentlevel: 10 ** 8 })));
    expect([wide.code, wide.offset]).toEqual(["limit", 3]);
  });

  it("is given line by line all the same", () => {
    let count = 0;
    for (const _ of disLines(repeated("(", 20_000), { indentlevel: 1 })) {
      count += 1;
      if (count === 20_000) break;
    }
    expect(count).toBe(20_000);
  });

  it("bears any depth", () => {
    const depth = 300_000;
    const nested = joined(repeated("]", depth), repeated("a", depth - 1), ".");
    expect(dis(nested).split("\n")).toHaveLength(2 * depth + 2);
    exhaust(genops(nested));
    expect(optimize(nested)).toEqual(nested);
  });

  it("can't ask for more than there is", () => {
    for (const opcode of [
      "X\xff\xff\xff\xff",
      "\x8d\xff\xff\xff\xff\xff\xff\xff\x7f",
      "\x8b\xff\xff\xff\x7f",
      "T\xff\xff\xff\x7f",
    ])
      expect(failure(() => exhaust(genops(joined(opcode, "abc")))).code).toBe("truncated");
  });

  it("can't ask for an integer that is too long to be one", () => {
    const size = 2 ** 26 + 1;
    const error = failure(() => exhaust(genops(joined(`\x8b${field(size, 4)}`, new Uint8Array(size), "."))));
    expect([error.code, error.offset, error.cause instanceof RangeError]).toEqual(["limit", 0, true]);
  });

  it("can't write a name that a terminal would obey", () => {
    expect(dis(joined("c\x1b[31m\n\x07\n0N."))).toContain("'\\x1b[31m \\x07'");
    expect(dis(joined("V\\u202e\n."))).toContain("'\\u202e'");
  });
});
