import { dumps, loads } from "pantry/pickle";
import { DateOnly, Global, Instance, Int, Long, repr, Tuple } from "pantry/python";
import { describe, expect, it, vi } from "vitest";
import { Sprint } from "../../src/pickle/sprint.ts";

const shared = { city: "Łódź", zip: null };
const VALUE = {
  ints: [0, 255, 256, 65_535, 65_536, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 40],
  floats: [0.5, -0.25, 1e300],
  texts: ["", "ascii", "żółw", "你好", "a text that is longer than what is cut out of a window", "\u{1f40d}"],
  tuples: [new Tuple(), new Tuple(1), new Tuple(1, 2), new Tuple(true, false, null), new Tuple(1, 2, 3, 4)],
  shared: [shared, shared, [shared], new Map([[1, shared]])],
  nested: [[[[]]], {}, { a: {} }],
  bytes: [new Uint8Array(0), new Uint8Array(255).fill(7)],
  objects: [
    new DateOnly(2024, 1, 2),
    new Instance(new Global("shop", "Order"), { form: "new", state: { lines: [1, 2] } }),
    new Instance(new Global("shop", "order"), { args: new Tuple("x") }),
  ],
};

/** What is a line of its own kind in protocol 0. */
const TEXTUAL = {
  escaped: [
    "\\u0041",
    "\n\r\0\x1a",
    "\xe9",
    "\xe9".repeat(300),
    "\ud800",
    "\udc00\ud800",
    "\\\\",
    "ż".repeat(99),
  ],
  floats: [-0, 100.1, 0.1 + 0.2, 1e-7, 5e-324, 123456789.12345679],
};

/** What takes each kind of line, and little else. */
const LINES = [
  [0, -7, 2 ** 31 - 1, 2 ** 31, -(2 ** 40), 12345678901234567890n, true, false],
  [new Long(5n), new Int(2n ** 40n)],
  [0.5, -0.1, 1e300, 0.30000000000000004],
  ["", "a", "\\\n\u20ac\xe9", "\u{1f40d}"],
  [shared, shared, new Tuple(1, "a"), new Map([[1, 2]])],
];

describe("a sprint", () => {
  it.each([0, 1, 2, 3, 4, 5])("gives the values that the machine alone gives, in protocol %i", (protocol) => {
    const bytes = dumps([VALUE, TEXTUAL], { protocol });
    for (const exact of [false, true]) {
      const sprinted = loads(bytes, { exact });
      expect(repr(sprinted)).toBe(repr(withoutSprints(() => loads(bytes, { exact }))));
    }
  });

  it("leaves what is wrong to be told as the machine tells it", () => {
    for (const protocol of [3, 4]) {
      const bytes = dumps(VALUE, { protocol });
      const others = [
        0x28, 0x61, 0x65, 0x6a, 0x74, 0x75, 0x86, 0x94, 0x30, 0x43, 0x52, 0x62, 0x81, 0x8a, 0xff,
      ];
      compareChanged(bytes, others, false);
    }
  }, 60_000);

  it.each([false, true])(
    "leaves lines that are not as usual to be read as the machine reads them (exact: %s)",
    (exact) => {
      const bytes = dumps(LINES, { protocol: 0 });
      compareChanged(bytes, [..."(-01LVgadlpst.\\ \n\xff"].map(codeOf), exact);
    },
    60_000,
  );

  it("reads to the last byte, and never behind it", () => {
    for (const bytes of [dumps(VALUE, { protocol: 3 }), dumps(LINES, { protocol: 0 })]) {
      for (let length = 0; length < bytes.length; length += 1) {
        const cut = bytes.slice(0, length);
        expect(outcome(cut), `${length} bytes`).toBe(withoutSprints(() => outcome(cut)));
      }
    }
  });

  it("knows that another object is stored where one was that it has lent", () => {
    const program =
      // A list with a dict that was stored at 0, and handed out again.
      "]}q\0h\x000a" +
      // Another dict is stored there, and handed out into a tuple that is stored at 1; then it needs to be a Map.
      "}q\0h\0\x85q\x010K\x01K\x02sah\x01a.";
    const list = loads(Uint8Array.from(program + "\0".repeat(16), codeOf)) as [
      object,
      Map<number, number>,
      [unknown],
    ];
    expect(list[1]).toEqual(new Map([[1, 2]]));
    expect(list[2][0]).toBe(list[1]);
  });

  it("tells the ints of Python 2 from its longs", () => {
    const read = (line: string): unknown =>
      loads(Uint8Array.from(`${line}\n.${"\0".repeat(16)}`, codeOf), { exact: true });
    expect(read("L5L")).toEqual(new Long(5n));
    expect(read("I5")).toBe(5n);
    expect(read("L2147483648L")).toBe(2n ** 31n);
    expect(read("I2147483648")).toEqual(new Int(2n ** 31n));
  });

  it("lends what DUP doubles, so that it stays one when it becomes another", () => {
    // A dict that is on the stack twice, and needs to be a Map the second time.
    const program = Uint8Array.from("(}2K\x01Nsl.", codeOf);
    const [first, second] = loads(program) as Map<number, null>[];
    expect(first).toEqual(new Map([[1, null]]));
    expect(second).toBe(first);
  });
});

/** Reads with each of these bytes in the place of each byte. */
function compareChanged(bytes: Uint8Array, others: readonly number[], exact: boolean): void {
  for (let at = 0; at < bytes.length; at += 1) {
    for (const byte of others) {
      const changed = bytes.with(at, byte);
      const alone = withoutSprints(() => outcome(changed, exact));
      expect(outcome(changed, exact), `${byte} at ${at}`).toBe(alone);
    }
  }
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

function outcome(bytes: Uint8Array, exact: boolean = false): string {
  try {
    return repr(loads(bytes, { exact }));
  } catch (error) {
    return String(error);
  }
}

function withoutSprints<T>(read: () => T): T {
  const run = vi.spyOn(Sprint.prototype, "run").mockImplementation(() => {});
  try {
    return read();
  } finally {
    run.mockRestore();
  }
}
