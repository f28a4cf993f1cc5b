import { Global, Instance, type PathFlavour, PurePath, Tuple } from "../../python/index.ts";
import { INERT, type KindReducers, type Recipe } from "./recipe.ts";

/** Python 3.13 alone has the classes in another module; every version finds them in this one. */
const MODULE = "pathlib";
const MODULE_OF_3_13 = "pathlib._local";
/** Each separator makes an item of a list. */
const WEIGHT = 8;
/** They become arguments of a JavaScript call, of which there can't be very many. */
const MOST_PARTS = 10_000;
const FLAVOURS: readonly PathFlavour[] = ["PurePosixPath", "PureWindowsPath", "PosixPath", "WindowsPath"];
const GLOBALS: ReadonlyMap<PathFlavour, Global> = /* @__PURE__ */ new Map(
  FLAVOURS.map((flavour) => [flavour, new Global(MODULE, flavour)]),
);

export const recipes: readonly Recipe[] = /* @__PURE__ */ FLAVOURS.flatMap((flavour): Recipe[] => [
  { names: [`${MODULE} ${flavour}`], weight: WEIGHT, call: (args, exact) => read(flavour, args, exact) },
  {
    names: [`${MODULE_OF_3_13} ${flavour}`],
    weight: WEIGHT,
    call: (args, exact) => (exact ? INERT : read(flavour, args, false)),
  },
]);

export const kinds: KindReducers = [["PurePath", reduce]];

function read(flavour: PathFlavour, args: Tuple, exact: boolean): unknown {
  if (args.length > MOST_PARTS || !args.every((part) => typeof part === "string")) return INERT;
  const path = new PurePath(flavour, ...args);
  return exact && !isSame(path.parts, args) ? INERT : path;
}

function isSame(parts: readonly string[], args: readonly unknown[]): boolean {
  return parts.length === args.length && parts.every((part, i) => part === args[i]);
}

function reduce({ flavour, parts }: PurePath): Instance | undefined {
  const global = GLOBALS.get(flavour);
  return global && new Instance(global, { args: Tuple.from(parts) as Tuple });
}
