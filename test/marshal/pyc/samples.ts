import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Invalidation } from "pantry/marshal/pyc";

/** What a Python says of its own files. */
interface Expected {
  readonly magic: number;
  readonly mtime: number;
  readonly size: number;
  /** In hexadecimal; from 3.7 on. */
  readonly hash?: string;
  /** A line for every code object: its name and first line, indented by how deep it is. */
  readonly tree: readonly string[];
  /** What the module's `results()` gives. */
  readonly results: string;
}

/** A `.pyc` file that a real Python wrote. */
export interface Sample {
  /** The version, such as `"3.12"`. */
  readonly python: string;
  readonly kind: Invalidation;
  readonly bytes: Uint8Array;
  readonly expected: Expected;
}

export const FIXTURES = join(import.meta.dirname, "../../fixtures/pyc");

/** What was compiled. */
export const SOURCE: Uint8Array = readFileSync(join(FIXTURES, "sample.py"));

export const SAMPLES: readonly Sample[] = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => samplesOf(name));

function samplesOf(python: string): Sample[] {
  const folder = join(FIXTURES, python);
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".pyc"))
    .map((file) => ({
      python,
      kind: file.replace(".pyc", "") as Invalidation,
      bytes: readFileSync(join(folder, file)),
      expected,
    }));
}

export function sampleOf(python: string, kind: Invalidation = "timestamp"): Sample {
  const sample = SAMPLES.find((one) => one.python === python && one.kind === kind);
  if (sample) return sample;
  throw new Error(`no sample of Python ${python}, ${kind}`);
}
