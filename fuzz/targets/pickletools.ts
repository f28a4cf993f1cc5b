import { dumps, loads } from "pantry/pickle";
import { disLines, genops, type Operation, optimize, PickletoolsError } from "pantry/pickletools";
import { readFixtures } from "../../test/runtimes/fixtures.ts";
import { PICKLE_MUTATORS, PICKLE_TOKENS } from "../mutators/pickle.ts";
import { mustBeBytes, mustBeSame, outcomeOf, type Refusals } from "../properties/outcome.ts";
import { type Target, Violation } from "../target.ts";

const REFUSALS: Refusals = { classes: [PickletoolsError] };
const READING = { exact: true, limits: { maxMemory: 2 ** 26 } };

/** Opcodes, their disassembly, and the same pickle without what it does not need. */
export const target: Target = {
  rooms: [
    "src/pickletools/genops",
    "src/pickletools/dis",
    "src/pickletools/opt",
    "src/pickletools/arg",
    "src/pickletools/readers",
    "src/pickletools/emulation",
    "src/pickletools/listing",
    "src/pickletools/literals",
    "src/pickletools/memo",
    "src/pickletools/texts",
  ],
  seeds: () => readFixtures().map(({ pickle }) => pickle),
  mutators: PICKLE_MUTATORS,
  tokens: PICKLE_TOKENS,
  judge(bytes) {
    const read = outcomeOf(bytes.length, REFUSALS, () => [...genops(bytes)]);
    if ("value" in read) judgeOperations(read.value);
    const listing = outcomeOf(bytes.length, REFUSALS, () => Array.from(disLines(bytes)).length);
    if ("value" in listing && "error" in read)
      throw new Violation("dis reads what genops refuses", read.error.message);
    const short = outcomeOf(bytes.length, REFUSALS, () => optimize(bytes));
    if ("value" in short && "error" in read)
      throw new Violation("optimize reads what genops refuses", read.error.message);
    if ("value" in short) judgeOptimizing(bytes, short.value);
  },
};

/** One follows the other, and STOP is the last. */
function judgeOperations(operations: readonly Operation[]): void {
  let end = 0;
  for (const { offset, length } of operations) {
    if (offset !== end || length < 1)
      throw new Violation("opcodes that are not side by side", `${offset} after ${end}`);
    end = offset + length;
  }
  if (operations.at(-1)?.opcode.name !== "STOP") throw new Violation("a pickle without STOP");
}

/** It means the same. */
function judgeOptimizing(bytes: Uint8Array, short: Uint8Array): void {
  let value: unknown;
  try {
    value = loads(bytes, READING);
  } catch {
    return;
  }
  mustBeSame("optimized", value, loads(short, READING));
  mustBeBytes("optimized and written", dumpsOf(value), dumpsOf(loads(short, READING)));
}

function dumpsOf(value: unknown): Uint8Array {
  try {
    return dumps(value, { exact: true });
  } catch {
    return new Uint8Array();
  }
}
