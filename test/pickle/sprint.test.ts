import { dumps, load, loads } from "pantry/pickle";
import { Int, Long, repr, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";

/** Room behind a program: a sprint ends where an opcode could be cut short. */
const ROOM = new Uint8Array(16);

const shared = { city: "Łódź", zip: null };
const VALUE = {
  ints: [0, 255, 256, 65_535, 65_536, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 40],
  floats: [0.5, -0.25, 1e300],
  texts: ["", "ascii", "żółw", "你好", "a text that is longer than what is cut out of a window", "\u{1f40d}"],
  tuples: [new Tuple(), new Tuple(1), new Tuple(1, 2), new Tuple(true, false, null), new Tuple(1, 2, 3, 4)],
  shared: [shared, shared, [shared], new Map([[1, shared]])],
  nested: [[[[]]], {}, { a: {} }],
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
  it.each([0, 1, 2, 3, 4, 5])(
    "gives the values that opcodes one by one give, in protocol %i",
    async (protocol) => {
      const bytes = dumps([VALUE, TEXTUAL], { protocol });
      for (const exact of [false, true]) {
        const sprinted = loads(new Uint8Array([...bytes, ...ROOM]), { exact });
        expect(repr(sprinted)).toBe(repr(await load(oneByOne(bytes), { exact })));
      }
    },
  );

  it("leaves what is wrong to be told as it is where opcodes come one by one", async () => {
    // Without frames, of which a reader that has all bytes can say more.
    const bytes = dumps(VALUE, { protocol: 3 });
    await compareChanged(bytes, [0x28, 0x61, 0x65, 0x6a, 0x75, 0x86, 0x94, 0x30, 0xff], false);
  }, 60_000);

  it.each([false, true])(
    "leaves lines that are not as usual to be read as they are where opcodes come one by one (exact: %s)",
    async (exact) => {
      const bytes = dumps(LINES, { protocol: 0 });
      await compareChanged(bytes, [..."(-01LVgadlpst.\\ \n\xff"].map(codeOf), exact);
    },
    60_000,
  );

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
async function compareChanged(bytes: Uint8Array, others: readonly number[], exact: boolean): Promise<void> {
  for (let at = 0; at < bytes.length; at += 1) {
    for (const byte of others) {
      const changed = bytes.with(at, byte);
      expect(await outcome(() => loads(changed, { exact })), `${byte} at ${at}`).toBe(
        await outcome(() => load(oneByOne(changed), { exact })),
      );
    }
  }
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

async function outcome(read: () => unknown): Promise<string> {
  try {
    return repr(await read());
  } catch (error) {
    // How many bytes there are is not known to a stream.
    return String(error).replace(/(?<=at byte \d+): .*(bytes expected|the limit is).*/, "");
  }
}

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 1) yield bytes.subarray(i, i + 1);
}
