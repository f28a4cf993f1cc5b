import { formerOf, presentOf } from "./compat.ts";

/** A module and a name in it. */
export type QualifiedName = readonly [module: string, name: string];

/** What Python 3 calls a name of Python 2. */
export function presentName(module: string, name: string): QualifiedName {
  const both = presentOf(`${module} ${name}`);
  return both === undefined ? [presentOf(module) ?? module, name] : split(both);
}

/** What Python 2 calls a name of Python 3. Not always the way back: both `str` and `unicode` are `str` at present. */
export function formerName(module: string, name: string): QualifiedName {
  const both = formerOf(`${module} ${name}`);
  return both === undefined ? [formerOf(module) ?? module, name] : split(both);
}

function split(both: string): QualifiedName {
  const [module = "", name = ""] = both.split(" ");
  return [module, name];
}
