import { dump, dumps, loads, Pickler } from "pantry/pickle";
import { Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { digestOf } from "./literals.ts";

const MANY = 40_000;

/** The sizes of the pieces in which a value is written to a stream. */
async function piecesOf(value: unknown, protocol: number): Promise<number[]> {
  const sizes: number[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (piece) => void sizes.push(piece.length) });
  await dump(value, sink, { protocol });
  return sizes;
}

describe("values in a row", () => {
  const numbers = Array.from({ length: MANY }, (_, i) => i * 65_537);
  const ROWS: Readonly<Record<string, unknown>> = {
    numbers,
    floats: numbers.map((number) => number + 0.5),
    texts: numbers.map(String),
    "a tuple of them": Tuple.from(numbers),
    "fields of an object": Object.fromEntries(numbers.map((number) => [`key ${number}`, number])),
    "entries of a Map": new Map(numbers.map((number) => [number, null])),
  };

  for (const [name, row] of Object.entries(ROWS)) {
    it(`are written in pieces as they are at once: ${name}`, async () => {
      for (const protocol of [0, 2, 5]) {
        const sizes = await piecesOf(row, protocol);
        const { length } = dumps(row, { protocol });
        expect(sizes.reduce((sum, size) => sum + size)).toBe(length);
        expect(sizes.length).toBeGreaterThan(2);
        expect(Math.max(...sizes)).toBeLessThan(70_000);
      }
    });
  }

  it("go on behind one that holds others, however they are mixed", () => {
    const shared = [1];
    const mixed = [
      1,
      "a",
      shared,
      2.5,
      -0,
      null,
      [shared, true],
      shared,
      "a",
      5n,
      undefined,
      new Tuple(shared, 7),
    ];
    const value = {
      list: mixed,
      tuple: Tuple.from(mixed),
      map: new Map(mixed.entries()),
      object: { ...mixed },
    };
    for (const protocol of [0, 1, 2, 3, 4, 5]) {
      const copy = loads<typeof value>(dumps(value, { protocol }));
      expect(copy.list.slice(0, 9)).toStrictEqual(mixed.slice(0, 9));
      expect(copy.tuple[2]).toBe(copy.list[2]);
      expect(copy.map.get(7)).toBe(copy.list[2]);
      expect(copy.object[2]).toBe(copy.list[2]);
    }
  });

  it("are each shown to persistentId, numbers too", () => {
    const asked: unknown[] = [];
    const persistentId = (value: unknown): undefined => void asked.push(value);
    dumps([1, "a", new Tuple(2.5, null), { b: true }], { persistentId });
    expect(asked.slice(1)).toEqual([1, "a", new Tuple(2.5, null), 2.5, null, { b: true }, "b", true]);
  });

  it("are written as CPython writes them where the number of bytes changes", () => {
    const edges = [0, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, -1, -(2 ** 31), -(2 ** 31) - 1];
    for (const number of edges) {
      const alone = dumps(number, { protocol: 2 }).subarray(2, -1);
      const row = dumps([number, number], { protocol: 2 }).subarray(6, -2);
      expect(Buffer.from(row)).toEqual(Buffer.concat([alone, alone]));
    }
    expect(digestOf([-0, 0.5, Number.NaN])).toBe(digestOf(["-0", "0.5", "NaN"].map(Number)));
  });
});

describe("the memo of a pickler", () => {
  it("gives no index twice when it is assigned back", () => {
    const value = [new Date(0), "a"];
    const [one, other] = [new Pickler(), new Pickler()];
    for (const pickler of [one, other]) pickler.dump(new Date(1));
    const { memo } = other;
    other.memo = memo;
    expect(other.dump(value)).toEqual(one.dump(value));
  });
});
