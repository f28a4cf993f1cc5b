import { decodeText } from "../bytes/index.ts";
import { kindOf, type Python2String, Tuple } from "../python/index.ts";
import { Code, type CodeFields } from "./code.ts";
import type { Field, FieldName } from "./code-layout.ts";
import { versionText } from "./version.ts";

/** What is wrong with the fields of a code object. */
export class BadField extends Error {}

/**
 * Makes a code object of its fields, in the order of a layout.
 *
 * @throws BadField for one of another type than it must have.
 */
export function codeOf(layout: readonly Field[], values: readonly unknown[], version: number): Code {
  const fields: { [name in FieldName]?: unknown } = {};
  for (const [index, { name, type }] of layout.entries()) {
    const value = values[index];
    fields[name] = type === "int" ? value : CHECKS[type](value, name);
  }
  return new Code({ ...(fields as CodeFields), python: versionText(version) });
}

const CHECKS = {
  bytes(value: unknown, name: FieldName): Uint8Array {
    if (kindOf(value) === "Python2String") return (value as Python2String).bytes;
    if (value instanceof Uint8Array) return value;
    throw new BadField(`bytes expected for co_${name}`);
  },
  tuple(value: unknown, name: FieldName): Tuple {
    if (kindOf(value) === "Tuple") return value as Tuple;
    throw new BadField(`a tuple expected for co_${name}`);
  },
  names(value: unknown, name: FieldName): Tuple<string> {
    const names = CHECKS.tuple(value, name);
    if (names.every((item) => typeof item === "string")) return names as Tuple<string>;
    return Tuple.from(names.map((item) => CHECKS.text(item, name))) as Tuple<string>;
  },
  text(value: unknown, name: FieldName): string {
    if (typeof value === "string") return value;
    const kind = kindOf(value);
    // A str of Python 2 comes back byte by byte, whatever its encoding was.
    if (kind === "Python2String")
      return decodeText((value as Python2String).bytes, "utf-8", "surrogateescape") ?? "";
    // JavaScript cannot keep a pair of surrogates apart; no identifier has one.
    if (kind === "CodePointString") return String(value);
    throw new BadField(`a str expected for co_${name}`);
  },
};
