import { dumps, loads, UnpicklingError } from "pantry/pickle";
import { expect, it } from "vitest";
import type { Oracle, Python } from "../../oracle/oracle.ts";
import { mutated } from "../../pickletools/mutants.ts";
import { edited, programsOf } from "./edits.ts";
import { shownPickle } from "./explanation.ts";
import { filled } from "./filled.ts";
import { countFor, diceFor, LONG, SHOWN, writtenFor } from "./seeds.ts";

const BATCH = 2000;
/** Any will do: what Python 2 wrote as a `str` is written as one again. */
const ENCODING = "latin1";

/** What READONLY_BUFFER makes of a bytearray cannot be pickled at all, and comes out as the bytes that it shows. */
const VIEW_AS_BYTES = /: builtins\.memoryview became builtins\.bytes$/;

interface Rewritten {
  readonly bytes: Uint8Array;
  readonly made: Uint8Array;
}

/**
 * Tests that what we write after reading a pickle exactly is the same to a Python, which makes real objects of it:
 * dates, deques, errors, instances of classes.
 */
export function testRewriting(python: Python, oracle: () => Oracle): void {
  it(
    "takes what we wrote for what we read, if it can read that",
    async () => {
      const dice = diceFor(5);
      const own = writtenFor(python);
      const programs = programsOf(own);
      const count = countFor(python);
      const mistakes: string[] = [];
      let same = 0;
      for (let left = count; left > 0; left -= BATCH) {
        const makers = [
          () => edited(programs, dice),
          () => mutated(dice.pick(own), dice),
          () => filled(dice),
        ];
        const changed = Array.from({ length: Math.min(left, BATCH) }, () => dice.pick(makers)());
        const batch = changed.flatMap((bytes) => rewritten(bytes, python.protocol));
        const cases = batch.map(({ bytes, made }) => [encode(bytes), encode(made), ENCODING]);
        const verdicts = (await oracle().ask("pickle_rewritten", { cases })) as [string, string | null][];
        for (const [at, [kind, problem]] of verdicts.entries()) {
          const isSame = kind === "value" && (problem === null || VIEW_AS_BYTES.test(problem));
          if (isSame) same += 1;
          else if (kind === "value" || kind === "crash")
            mistakes.push(`${shownPickle((batch[at] as Rewritten).bytes)}: ${problem}`);
        }
      }
      console.info(`Python ${python.short}, ${count} pickles: ${same} are read, written and the same`);
      expect(mistakes.slice(0, SHOWN)).toEqual([]);
      expect(same).toBeGreaterThan(0.08 * count);
    },
    LONG,
  );
}

/** The pickle with what we write after reading it; nothing for one that we refuse. */
function rewritten(bytes: Uint8Array, protocol: number): Rewritten[] {
  let value: unknown;
  try {
    value = loads(bytes, { exact: true });
  } catch (error) {
    if (error instanceof UnpicklingError) return [];
    throw error;
  }
  return [{ bytes, made: dumps(value, { exact: true, protocol }) }];
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
