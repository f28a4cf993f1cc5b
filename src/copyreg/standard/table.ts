import type { Global, Instance, Kind } from "../../python/index.ts";
import * as arrays from "./arrays.ts";
import * as builtins from "./builtins.ts";
import * as collections from "./collections.ts";
import * as datetime from "./datetime.ts";
import * as errors from "./errors.ts";
import * as exceptions from "./exceptions.ts";
import * as javascript from "./javascript.ts";
import * as numbers from "./numbers.ts";
import * as paths from "./paths.ts";
import type { Recipe, ReduceContext, Reducer } from "./recipe.ts";

const RECIPES: ReadonlyMap<string, Recipe> = /* @__PURE__ */ new Map(
  [arrays, builtins, collections, datetime, exceptions, javascript, numbers, paths]
    .flatMap(({ recipes }) => recipes)
    .flatMap((recipe) => recipe.names.map((name): [string, Recipe] => [name, recipe])),
);

const BY_KIND: ReadonlyMap<Kind, Reducer<never>> = /* @__PURE__ */ new Map(
  [arrays, builtins, collections, datetime, exceptions, numbers, paths].flatMap(({ kinds }) => kinds),
);

const BY_PROTOTYPE: ReadonlyMap<unknown, Reducer<never>> = /* @__PURE__ */ new Map(
  [arrays, datetime, errors].flatMap(({ prototypes }) => prototypes),
);

/** How objects made by this name of Python 3 are read; `undefined` for a name that is not known. */
export function recipeFor(module: string, name: string): Recipe | undefined {
  return RECIPES.get(`${module} ${name}`);
}

/**
 * What a value of the standard library, or one of JavaScript's own, is written as. `undefined` for every other value,
 * and for one that Python has no form for (an invalid `Date`).
 *
 * @param kind What `kindOf` says of the value.
 */
export function reduceStandard(
  value: object,
  kind: Kind | undefined,
  context: ReduceContext,
): Instance | Global | undefined {
  const reducer = kind ? BY_KIND.get(kind) : BY_PROTOTYPE.get(Object.getPrototypeOf(value));
  return (reducer as Reducer<object> | undefined)?.(value, context);
}
