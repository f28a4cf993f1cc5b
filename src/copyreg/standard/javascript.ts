import { Global, type Instance, Tuple } from "../../python/index.ts";
import { call } from "./parts.ts";
import { INERT, type Recipe } from "./recipe.ts";

// What JavaScript tells apart and Python's literals do not: each is a call that every Python has, of something that
// comes to the nearest value. (Dates are in `datetime.ts`, typed arrays in `arrays.ts`, errors in `errors.ts`.)

const DICT = /* @__PURE__ */ new Global("builtins", "dict");
const SUM = /* @__PURE__ */ new Global("builtins", "sum");

/** The furthest moment from 1970 that a `Date` can be, in milliseconds. */
const FURTHEST = 8.64e15;

export const recipes: readonly Recipe[] = [
  { names: ["builtins dict"], call: readDict },
  { names: ["builtins sum"], call: readSum },
  // What no Python has, for files that only this package reads: collections that Python could not have, any date.
  { names: ["pantry Set"], call: (args, exact) => (exact || args.length > 0 ? INERT : new Set()) },
  { names: ["pantry Map"], call: (args, exact) => (exact || args.length > 0 ? INERT : new Map()) },
  { names: ["pantry Date"], call: readDate },
];

/** What begins a `Map` that would else be read as a plain object: `dict()`. */
export function dictCall(): Instance {
  return call(DICT);
}

function readDict(args: Tuple, exact: boolean): unknown {
  return exact || args.length > 0 ? INERT : new Map();
}

/** What stands for `undefined`: `sum((), None)`, which is None. */
export function undefinedInstance(): Instance {
  return call(SUM, new Tuple(), null);
}

function readSum(args: Tuple, exact: boolean): unknown {
  const [numbers, start] = args;
  if (exact || args.length !== 2 || start !== null) return INERT;
  return Array.isArray(numbers) && numbers.length === 0 ? undefined : INERT;
}

function readDate(args: Tuple, exact: boolean): unknown {
  const [time] = args;
  if (exact || args.length !== 1 || typeof time !== "number") return INERT;
  return Number.isNaN(time) || (Number.isInteger(time) && Math.abs(time) <= FURTHEST)
    ? new Date(time)
    : INERT;
}
