export { becomeError } from "./errors.ts";
export { dictCall, undefinedInstance } from "./javascript.ts";
export { INERT, type Recipe } from "./recipe.ts";
export { recipeFor, reduceStandard } from "./table.ts";
