import { readFileSync } from "node:fs";
import { dis, optimize, PickletoolsError } from "pantry/pickletools";
import { describe, expect, it } from "vitest";

/** What Python 3.13 says of a pickle; `data` and `optimized` are base64. */
interface Golden {
  readonly name: string;
  readonly data: string;
  readonly dis: string;
  /** With the columns that `generate.py` asks for. */
  readonly annotated: string;
  readonly error: string | null;
  readonly optimized: string | null;
  readonly optimizeError: string | null;
}

const FILE = new URL("../fixtures/pickletools/disassemblies.json", import.meta.url);
const GOLDEN: readonly Golden[] = JSON.parse(readFileSync(FILE, "utf8"));

/** What comes out, and what is said where that ends early. */
function attempt<T>(run: () => T): { readonly made: T | string | null; readonly error: string | null } {
  try {
    return { made: run(), error: null };
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    return { made: error.text, error: error.reason };
  }
}

describe("what Python 3.13 says", () => {
  it.for(GOLDEN.map((golden) => [golden.name, golden] as const))("is said of %s", ([, golden]) => {
    const data = new Uint8Array(Buffer.from(golden.data, "base64"));
    const style = { annotate: 30, indentlevel: 1 };
    expect(attempt(() => dis(data))).toEqual({ made: golden.dis, error: golden.error });
    expect(attempt(() => dis(data, style))).toEqual({ made: golden.annotated, error: golden.error });
  });

  const optimized = GOLDEN.filter(({ name }) => name !== "an index that is read before it is stored");
  it.for(optimized.map((golden) => [golden.name, golden] as const))("is made of %s", ([, golden]) => {
    const data = new Uint8Array(Buffer.from(golden.data, "base64"));
    const { made, error } = attempt(() => Buffer.from(optimize(data)).toString("base64"));
    expect([made || null, error]).toEqual([golden.optimized, golden.optimizeError]);
  });
});
