import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { skipMissing } from "../../../oracle/each-python.ts";
import { CASES } from "./cases.ts";
import { Testimony } from "./compare.ts";
import { inputs, truncations } from "./inputs.ts";
import { findReaders, missingVersions, type Reader } from "./readers.ts";

/** For a longer run: PANTRY_DIFFERENTIAL=50000, and another seed with PANTRY_SEED=2. */
const COUNT = Number(process.env.PANTRY_DIFFERENTIAL ?? 1500);
const SEED = Number(process.env.PANTRY_SEED ?? 1);
const BATCH = 100;
const LONGEST_RUN = 3_600_000;

const READERS = findReaders();

afterAll(() => {
  for (const reader of READERS) reader.close();
});

describe("what a real unpickler asks for", () => {
  let pickles: Uint8Array[];
  let plain: Testimony[];
  let thorough: Testimony[];
  beforeAll(() => {
    pickles = [...inputs(COUNT, SEED), ...truncations(Math.ceil(COUNT / 500), SEED)];
    // What is found by searching the rest for pickles would cover up what reading has missed.
    plain = pickles.map((bytes) => new Testimony(bytes, { maxCandidates: 0 }));
    // A reader that is still in a frame of the pickle before is tried as one of the places that the search has found.
    thorough = pickles.map((bytes) => new Testimony(bytes));
  }, LONGEST_RUN);

  for (const reader of READERS) {
    it(
      `is in the report, of all that ${reader.name} imports and calls`,
      async () => {
        const testimonies = reader.kind === "c-again" ? thorough : plain;
        const { omissions, imports, calls } = await omissionsOf(reader, pickles, testimonies);
        expect(omissions).toEqual([]);
        // Programs that nobody can read would show nothing.
        expect(imports).toBeGreaterThan(COUNT / 2);
        expect(calls).toBeGreaterThan(COUNT / 4);
      },
      LONGEST_RUN,
    );
  }
  nameMissing();
});

describe("a pickle that readers disagree about", () => {
  for (const [name, { bytes, reader: wanted, imports, touches }] of Object.entries(CASES)) {
    const reader = READERS.find((one) => one.name === wanted);
    const data = new Uint8Array(Buffer.from(bytes, "latin1"));
    it.skipIf(reader === undefined)(`is reported for what it does there: ${name}`, async () => {
      const [witness] = await (reader as Reader).read([data]);
      const done = (touches ? witness?.touched : witness?.imports)?.map((pair) => pair.join(" "));
      expect(done).toContain(touches ?? imports);
      const testimony = new Testimony(data);
      expect(testimony.report.verdict).not.toBe("safe");
      expect(witness && testimony.omission(witness)).toBeUndefined();
    });
  }
  nameMissing();
});

interface Run {
  /** The pickles of which the report tells less than the reader did. */
  readonly omissions: readonly string[];
  readonly imports: number;
  readonly calls: number;
}

async function omissionsOf(
  reader: Reader,
  pickles: readonly Uint8Array[],
  testimonies: readonly Testimony[],
): Promise<Run> {
  const omissions: string[] = [];
  let imports = 0;
  let calls = 0;
  for (let from = 0; from < pickles.length; from += BATCH) {
    const batch = pickles.slice(from, from + BATCH);
    for (const [index, witness] of (await reader.read(batch)).entries()) {
      if (witness === undefined) continue;
      imports += witness.imports.length;
      calls += witness.touched.length;
      const omission = testimonies[from + index]?.omission(witness);
      const text = Buffer.from(batch[index] ?? []).toString("latin1");
      if (omission !== undefined) omissions.push(`${omission} in ${JSON.stringify(text)}`);
    }
  }
  return { omissions, imports, calls };
}

function nameMissing(): void {
  for (const short of missingVersions()) skipMissing(short);
}
