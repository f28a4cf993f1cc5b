import { dumps, type LoadOptions, load, loads, MarshalError, UnmarshallableError } from "pantry/marshal";
import { golden } from "../../test/marshal/golden.ts";
import { MARSHAL_MUTATORS } from "../mutators/marshal.ts";
import { mustBeEqual } from "../properties/equality.ts";
import {
  mustAgree,
  mustBeBytes,
  type Outcome,
  outcomeLater,
  outcomeOf,
  type Refusals,
} from "../properties/outcome.ts";
import { pieces } from "../properties/pieces.ts";
import type { Target } from "../target.ts";

const REFUSALS: Refusals = { classes: [MarshalError] };
const PYTHONS = ["2.7", "3.3", "3.8", "3.14"] as const;
const LIMITS = { maxMemory: 2 ** 26 };

/** Reading marshalled values: those of Pythons with other code objects, naturally and exactly, whole and in pieces; and writing them. */
export const target: Target = {
  rooms: ["src/marshal/"],
  seeds: () => golden().map(({ bytes }) => bytes),
  mutators: MARSHAL_MUTATORS,
  tokens: [],
  time: [1000, 0.1],
  async judge(bytes) {
    for (const python of PYTHONS) {
      for (const exact of [false, true]) {
        const options: LoadOptions = { python, exact, limits: LIMITS };
        const whole = outcomeOf(bytes.length, REFUSALS, () => loads(bytes, options));
        if ("value" in whole) judgeWriting(whole.value, bytes, python, exact);
        if (python !== PYTHONS[bytes.length % PYTHONS.length]) continue;
        const streamed = await outcomeLater(bytes.length, REFUSALS, () => load(pieces(bytes), options));
        if (!isExcused(streamed)) mustAgree("read in pieces", whole, streamed);
      }
    }
  },
};

/** What was read can be written in one of the versions, which the bytes choose, and is the same when it is read then. */
function judgeWriting(value: unknown, bytes: Uint8Array, python: string, exact: boolean): void {
  const version = bytes.length % 6;
  const options = {
    python,
    exact,
    ...(version < 5 && { version: Math.min(version, python === "2.7" ? 2 : 4) }),
  };
  let written: Uint8Array;
  try {
    written = dumps(value, options);
  } catch (error) {
    // No value, slices before version 5, code of another Python.
    if (
      error instanceof UnmarshallableError ||
      (error instanceof RangeError && /version|Python/.test(error.message))
    )
      return;
    throw error;
  }
  const again = loads(written, { python, exact });
  const what = `${exact ? "exactly " : ""}for Python ${python}`;
  const rewritten = dumps(again, options);
  // Names in code of 2.7 become bytes, whatever they were read from.
  if (python === "2.7") mustBeEqual(`written ${what}`, again, loads(rewritten, { python, exact }));
  else mustBeEqual(`written ${what}`, value, again);
  mustBeBytes(`written ${what}`, written, rewritten);
}

function isExcused(streamed: Outcome<unknown>): boolean {
  return "error" in streamed && streamed.error.code === "limit";
}
