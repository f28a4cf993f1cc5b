import type { Arguments } from "../arguments.ts";
import { misuse } from "../failure.ts";

/** What a verb is given besides options, in that order; the last may be left out as far as `optional` says. */
export function operands(args: Arguments, names: readonly string[], optional: number = 0): readonly string[] {
  const { files } = args;
  if (files.length <= names.length && files.length >= names.length - optional) return files;
  const needed = names.slice(0, names.length - optional);
  const rest = names.slice(names.length - optional).map((name) => `[${name}]`);
  throw misuse(`${[...needed, ...rest].join(" ")} expected`);
}

/** The one of several options that is given, without its hyphens; `undefined` where none is. */
export function oneOf(args: Arguments, names: readonly string[]): string | undefined {
  const given = names.filter((name) => args.isGiven(name));
  if (given.length > 1) throw misuse(`${given.map((name) => `--${name}`).join(" or ")} expected, not both`);
  return given[0];
}
