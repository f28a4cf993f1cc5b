import fc from "fast-check";
import {
  type DumpOptions,
  dump,
  dumps,
  type LoadOptions,
  load,
  loadAll,
  loads,
  UnpicklingError,
} from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { CASES } from "../oracle/cases.ts";
import { readFixtures } from "../runtimes/fixtures.ts";
import { graphs, registry } from "./arbitrary/graphs.ts";
import type { Profile } from "./arbitrary/values.ts";
import { graphDifference } from "./same-graph.ts";

const SEED = 20_240_229;
const PROTOCOLS = [0, 1, 2, 3, 4, 5];

describe("a graph of JavaScript values", () => {
  for (const protocol of PROTOCOLS) {
    const profile = protocol < 2 ? "natural before protocol 2" : "natural";
    it(`is the same graph after protocol ${protocol}, and is written in the same bytes again`, () => {
      checkRoundTrip(profile, { protocol, registry }, { registry });
    });
  }
});

describe("a graph of exact values", () => {
  for (const protocol of PROTOCOLS) {
    it(`is the same graph after protocol ${protocol}, and is written in the same bytes again`, () => {
      checkRoundTrip("exact", { protocol, exact: true }, { exact: true });
    });
  }
});

function checkRoundTrip(profile: Profile, dumping: DumpOptions, loading: LoadOptions): void {
  check(CASES * 25, graphs(profile), (graph) => {
    const data = dumps(graph, dumping);
    const copy = loads(data, loading);
    expect(graphDifference(graph, copy)).toBeUndefined();
    expect(dumps(copy, dumping)).toEqual(data);
  });
}

describe("a damaged pickle", () => {
  const pickles = readFixtures().map(({ pickle }) => pickle);

  for (const exact of [false, true]) {
    it(`is read${exact ? " exactly" : ""} as something else, or is an UnpicklingError`, () => {
      check(CASES * 200, fc.tuple(fc.constantFrom(...pickles), damages), ([pickle, damage]) => {
        const data = damage.reduce(applyDamage, pickle);
        try {
          loads(data, { exact });
        } catch (error) {
          expect(error).toBeInstanceOf(UnpicklingError);
          expect((error as UnpicklingError).offset).toBeLessThanOrEqual(data.length);
          // No class of the program's takes part, so a TypeError below would be a mistake of the reader's own.
          expect((error as UnpicklingError).cause).not.toBeInstanceOf(TypeError);
        }
      });
    });
  }
});

describe("pickles in a stream", () => {
  it("are read in chunks of any size as they are read whole", async () => {
    const some = fc.array(graphs("natural"), { minLength: 1, maxLength: 3 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    const property = fc.asyncProperty(some, sizes, async (values, chunks) => {
      const pickled = values.map((value) => dumps(value, { registry }));
      const whole = Uint8Array.from(pickled.flatMap((data) => [...data]));
      const all: unknown[] = [];
      for await (const value of loadAll(pieces(whole, chunks), { registry })) all.push(value);
      const again = [await load(pieces(whole, chunks), { registry })];
      expect(all).toHaveLength(values.length);
      expect([...loadAll(whole, { registry })]).toHaveLength(values.length);
      for (const copies of [all, again, loadAll(whole, { registry })]) {
        let index = 0;
        for (const copy of copies) {
          expect(graphDifference(values[index], copy)).toBeUndefined();
          index += 1;
        }
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: CASES * 10 });
  });

  it("are written in pieces as they are written whole", async () => {
    const property = fc.asyncProperty(
      fc.array(graphs("natural"), { minLength: 20, maxLength: 200 }),
      async (value) => {
        const written: Uint8Array[] = [];
        await dump(value, { write: (piece) => written.push(piece.slice()) }, { registry });
        expect(Buffer.concat(written).equals(dumps(value, { registry }))).toBe(true);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: CASES });
  });

  it("fail in chunks as they fail whole", async () => {
    const pickles = readFixtures().map(({ pickle }) => pickle);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const property = fc.asyncProperty(
      fc.constantFrom(...pickles),
      damages,
      sizes,
      async (pickle, damage, chunks) => {
        const data = damage.reduce(applyDamage, pickle);
        const whole = outcome(() => loads(data));
        const chunked = await load(pieces(data, chunks)).then(
          (value) => outcome(() => value),
          (error: unknown) =>
            outcome(() => {
              throw error;
            }),
        );
        expect(chunked).toEqual(whole);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: CASES * 50 });
  });
});

function check<T>(numRuns: number, values: fc.Arbitrary<T>, body: (value: T) => void): void {
  fc.assert(fc.property(values, body), { seed: SEED, numRuns });
}

/** Some bytes put in place of others, at a place that is told as a part of the whole. */
interface Damage {
  readonly place: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const damages = fc.array(
  fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.constantFrom(0, 1, 1, 1, 2, 5, 1_000_000),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(...["R.", "h\0", "(", "e", "s", "b", "0", "]"]).map(latin1),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

function applyDamage(data: Uint8Array, { place, length, bytes }: Damage): Uint8Array {
  const start = Math.floor(place * data.length);
  return Uint8Array.from([...data.subarray(0, start), ...bytes, ...data.subarray(start + length)]);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What came of reading: where the error is, or the type of the value. */
function outcome(read: () => unknown): string {
  try {
    return typeof read();
  } catch (error) {
    // Of a stream nobody knows how much is left, so the reason can be another one.
    return error instanceof UnpicklingError ? `an error at byte ${error.offset}` : String(error);
  }
}

/** The bytes as a stream of chunks of these sizes, over and over. */
async function* pieces(data: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let start = 0, turn = 0; start < data.length; turn += 1) {
    const end = start + (sizes[turn % sizes.length] as number);
    yield data.subarray(start, end);
    start = end;
  }
}
