import { INERT, recipeFor, reduceStandard } from "../../../src/copyreg/standard/index.ts";
import { Global, type Instance, kindOf, Tuple } from "../../../src/python/index.ts";

/** What a call of a name, given as `"module name"`, is read as in the natural profile; `INERT` for an `Instance`. */
export function natural(name: string, ...args: unknown[]): unknown {
  return call(name, args, false);
}

/** The same in the exact profile. */
export function exact(name: string, ...args: unknown[]): unknown {
  return call(name, args, true);
}

function call(name: string, args: readonly unknown[], isExact: boolean): unknown {
  const [module = "", ...rest] = name.split(" ");
  const global = new Global(module, rest.join(" "));
  const recipe = recipeFor(global.module, global.name);
  return recipe?.call ? recipe.call(Tuple.from(args) as Tuple, isExact, global) : INERT;
}

/** What a value is written as: a name, or what is called with what, followed by the state. */
export function reduced(value: object, protocol: number, isExact: boolean = false): unknown {
  const made = reduceStandard(value, kindOf(value), { protocol, exact: isExact });
  if (made === undefined || kindOf(made) === "Global") return made && String(made);
  const { class: class_, args, form, state, items, entries } = made as Instance;
  const parts = { state, items, entries };
  const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
  return [
    form === "new" ? `new ${class_}` : String(class_),
    Array.from(args, plain),
    ...(Object.keys(given).length ? [given] : []),
  ];
}

function plain(value: unknown): unknown {
  return kindOf(value) === "Global" ? String(value as Global) : value;
}
