import { Registry } from "pantry/copyreg";
import { dumps, type LoadOptions, load, loads, PicklingError, UnpicklingError } from "pantry/pickle";
import { readFixtures } from "../../test/runtimes/fixtures.ts";
import { PICKLE_MUTATORS, PICKLE_TOKENS } from "../mutators/pickle.ts";
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

const REFUSALS: Refusals = { classes: [UnpicklingError] };
const LIMITS = { maxMemory: 2 ** 26 };
const PROTO = 0x80;
const PROTOCOLS = [0, 2, 4] as const;

/** A class of the program's, by the name that the pieces of pickles have for one. */
class Registered {
  declare readonly field: unknown;
}

const registry = new Registry();
registry.register(Registered, "__main__.A", { construct: () => new Registered() });

/** Other ways to read, of which the bytes choose one. */
const WAYS: readonly LoadOptions[] = [
  { registry, dict: "object" },
  { registry, dict: "map", tuples: "array" },
  { encoding: "latin1", unknown: "error" },
  { encoding: "bytes", fixImports: false },
  { encoding: "utf-8", errors: "surrogateescape", bytes: "view" },
  { buffers: [new Uint8Array(3), new Uint8Array(5)], exact: true },
];

/** Reading pickles: naturally and exactly, whole and in pieces, and writing what was read. */
export const target: Target = {
  rooms: ["src/pickle/", "src/copyreg/"],
  seeds: () => readFixtures().map(({ pickle }) => pickle),
  mutators: PICKLE_MUTATORS,
  tokens: PICKLE_TOKENS,
  async judge(bytes) {
    for (const exact of [false, true]) {
      const options: LoadOptions = { exact, limits: LIMITS };
      const whole = outcomeOf(bytes.length, REFUSALS, () => loads(bytes, options));
      const streamed = await outcomeLater(bytes.length, REFUSALS, () => load(pieces(bytes), options));
      if (!isThenable(whole) && !isBeyondLimit(streamed)) mustAgree("read in pieces", whole, streamed);
      const view = outcomeOf(bytes.length, REFUSALS, () => loads(bytes, { ...options, bytes: "view" }));
      if ("error" in view !== "error" in whole) mustAgree("read as views", whole, view);
      if ("value" in whole) judgeWriting(whole.value, bytes, exact);
      const lenient = outcomeOf(bytes.length, REFUSALS, () => loads(bytes, { ...options, lenient: true }));
      if ("value" in whole) mustAgree("read leniently", whole, lenient);
    }
    const way = WAYS[bytes.length % WAYS.length] as LoadOptions;
    outcomeOf(bytes.length, REFUSALS, () => loads(bytes, { ...way, limits: LIMITS }));
  },
};

/**
 * What was read can be written, and is equal when it is read then; in each protocol, one of which the bytes choose. In another one some
 * names become those of Python 2, and some objects calls: then the bytes are the same from the second time on.
 */
function judgeWriting(value: unknown, bytes: Uint8Array, exact: boolean): void {
  const protocol = PROTOCOLS[bytes.length % PROTOCOLS.length] as number;
  const options = { protocol, exact };
  const what = `written ${exact ? "exactly " : ""}in protocol ${protocol}`;
  let written: Uint8Array;
  try {
    written = dumps(value, options);
  } catch (error) {
    if (error instanceof PicklingError && error.code !== "failed") return;
    throw error;
  }
  // One that changes its protocol on the way is of none.
  const isOfOne = bytes[0] === PROTO && !bytes.includes(PROTO, 1);
  const isOfThisProtocol = protocol === 4 && isOfOne && (bytes[1] as number) >= 4;
  const again = outcomeOf(written.length, REFUSALS, () => loads(written, { exact }));
  if ("error" in again) {
    // A name that is one of Python 2's again.
    if (protocol < 4) return;
    throw again.error;
  }
  const rewritten = dumps(again.value, options);
  if (isOfThisProtocol) {
    mustBeEqual(what, value, again.value);
    mustBeBytes(what, written, rewritten);
  } else {
    mustBeBytes(what, rewritten, dumps(loads(rewritten, { exact }), options));
  }
}

/** A function with the name `then` is promised to be an error where there is a promise. */
function isThenable(outcome: object): boolean {
  return (
    "value" in outcome && typeof (outcome.value as { then?: unknown } | null | undefined)?.then === "function"
  );
}

/** What a stream is to bring is refused before it comes; of bytes that are there, one says first that they are not enough. */
function isBeyondLimit(streamed: Outcome<unknown>): boolean {
  return "error" in streamed && streamed.error.code === "limit";
}
