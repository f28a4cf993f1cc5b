import type { Instance, Kind } from "../../python/index.ts";
import type { Recipe, ReduceContext } from "./recipe.ts";

export { INERT, type Recipe, type ReduceContext } from "./recipe.ts";

export function recipeFor(_module: string, _name: string): Recipe | undefined {
  return undefined;
}

export function reduceStandard(
  _value: object,
  _kind: Kind | undefined,
  _context: ReduceContext,
): Instance | undefined {
  return undefined;
}
