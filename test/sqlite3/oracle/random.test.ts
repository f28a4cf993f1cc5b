import { expect, it } from "vitest";
import { Dice } from "../../pickletools/mutants.ts";
import { describeEachEngine } from "../engine/each-engine.ts";
import { randomProgram } from "./random-programs.ts";
import { describeEachSqlite } from "./sqlite-oracle.ts";

const SEED = Number(process.env.PANTRY_SEED ?? 20260101);
const PROGRAMS = Number(process.env.PANTRY_PROGRAMS ?? 700);
const BATCH = 100;

describeEachEngine("random programs", () => {
  describeEachSqlite("show the same as in", (_, oracle) => {
    it(`${PROGRAMS} times (PANTRY_PROGRAMS) with seed ${SEED} (PANTRY_SEED)`, async () => {
      const dice = new Dice(SEED);
      for (let done = 0; done < PROGRAMS; done += BATCH) {
        const programs = Array.from({ length: BATCH }, () => randomProgram(dice, oracle().hasAutocommit));
        expect(await oracle().differences(programs)).toEqual([]);
      }
    });
  });
});
