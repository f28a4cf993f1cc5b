import { describe, expect, it } from "vitest";
import { corpusOf } from "../../fuzz/corpus.ts";
import { judge } from "../../fuzz/judgement.ts";
import type { Target } from "../../fuzz/target.ts";
import { TARGETS } from "../../fuzz/targets.ts";

/** Of what a target begins with, every so many: the rest is what other tests are about. */
const EVERY = 40;
/** Others work on the machine. */
const PATIENCE = 20;

describe.for(TARGETS)("the corpus of %s", (name) => {
  it("keeps every promise", async () => {
    const { target } = (await import(`../../fuzz/targets/${name}.ts`)) as { target: Target };
    const seeds = target.seeds().filter((_, index) => index % EVERY === 0);
    const inputs = [new Uint8Array(), ...seeds, ...corpusOf(name)];
    const failures: string[] = [];
    for (const bytes of inputs) {
      const failure = await judge(target, bytes, PATIENCE);
      if (failure) failures.push(`${Buffer.from(bytes).toString("base64")}: ${failure.detail}`);
    }
    target.close?.();
    expect(failures).toEqual([]);
    expect(inputs.length).toBeGreaterThan(1);
  });
});
