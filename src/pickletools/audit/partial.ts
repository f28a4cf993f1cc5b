import { Imported, Items, type Made } from "./nodes.ts";

/** What calling an object comes to: another function, with more arguments in front. */
export interface PartialCall {
  readonly callee: unknown;
  readonly args: Items;
}

/**
 * What it means to call a `functools.partial`: its function and arguments are those of its state, which holds both
 * first, or else those it was made with. `undefined` for any other object.
 */
export function partialCall(made: Made, args: unknown): PartialCall | undefined {
  if (!(made.callee instanceof Imported) || made.callee.path !== "functools.partial") return undefined;
  const [callee, first] = made.state === undefined ? splitArguments(made.args) : splitState(made.state);
  if (first === undefined || !(args instanceof Items) || args.length > args.items.length) return undefined;
  const all = [...first, ...args.items];
  return { callee, args: new Items("tuple", all, 0, all.length) };
}

type Split = readonly [callee: unknown, args: readonly unknown[] | undefined];

function splitArguments(args: unknown): Split {
  if (!(args instanceof Items)) return [undefined, undefined];
  const [callee, ...rest] = args.items;
  return [callee, rest];
}

function splitState(state: unknown): Split {
  const [callee, args] = state instanceof Items ? state.items : [];
  return [callee, args instanceof Items ? args.items : undefined];
}
