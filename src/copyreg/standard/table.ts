import type { Global, Instance, Kind } from "../../python/index.ts";
import { kinds as arrayKinds, prototypes as arrayPrototypes, recipes as arrayRecipes } from "./arrays.ts";
import { kinds as builtinKinds, recipes as builtinRecipes } from "./builtins.ts";
import { kinds as collectionKinds, recipes as collectionRecipes } from "./collections.ts";
import { kinds as dateKinds, prototypes as datePrototypes, recipes as dateRecipes } from "./datetime.ts";
import { prototypes as errorPrototypes } from "./errors.ts";
import { kinds as exceptionKinds, recipes as exceptionRecipes } from "./exceptions.ts";
import { recipes as javaScriptRecipes } from "./javascript.ts";
import { kinds as numberKinds, recipes as numberRecipes } from "./numbers.ts";
import { kinds as pathKinds, recipes as pathRecipes } from "./paths.ts";
import type { Recipe, ReduceContext, Reducer } from "./recipe.ts";

const RECIPES: ReadonlyMap<string, Recipe> = /* @__PURE__ */ new Map(
  [
    ...arrayRecipes,
    ...builtinRecipes,
    ...collectionRecipes,
    ...dateRecipes,
    ...exceptionRecipes,
    ...javaScriptRecipes,
    ...numberRecipes,
    ...pathRecipes,
  ].flatMap((recipe) => recipe.names.map((name): [string, Recipe] => [name, recipe])),
);

const BY_KIND: ReadonlyMap<Kind, Reducer<never>> = /* @__PURE__ */ new Map([
  ...arrayKinds,
  ...builtinKinds,
  ...collectionKinds,
  ...dateKinds,
  ...exceptionKinds,
  ...numberKinds,
  ...pathKinds,
]);

const BY_PROTOTYPE: ReadonlyMap<unknown, Reducer<never>> = /* @__PURE__ */ new Map([
  ...arrayPrototypes,
  ...datePrototypes,
  ...errorPrototypes,
]);

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
