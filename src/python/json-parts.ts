import type { Json } from "./json.ts";

// What readers of tagged JSON ask of it.

/** The error of JSON that describes no value. Where it stands is added to the message on the way up. */
export function refusal(reason: string): SyntaxError {
  return new SyntaxError(reason);
}

/** The one key of a tag, or `$id` of what is numbered; `undefined` for an object that is a dict. */
export function tagOf(json: object): string | undefined {
  const keys = Object.keys(json);
  if (!keys.some((key) => key.startsWith("$"))) return undefined;
  if (keys.length === 1) return keys[0];
  if (keys.length === 2 && keys.includes("$id") && keys.includes("$value")) return "$id";
  throw refusal(`a key that begins with $ stands alone; a dict that has one is {"$object": {...}}`);
}

/** An object's fields, which are those that it must have and some of those that it may have. */
export function fieldsIn(
  json: unknown,
  required: readonly string[] = [],
  optional: readonly string[] = [],
): { readonly [name: string]: Json } {
  const fields = membersIn(json);
  const missing = required.find((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) throw refusal(`it lacks ${JSON.stringify(missing)}`);
  const odd = Object.keys(fields).find((name) => !required.includes(name) && !optional.includes(name));
  if (odd !== undefined) throw refusal(`${JSON.stringify(odd)} is none of its fields`);
  return fields;
}

/** An object's fields, whatever they are called. */
export function membersIn(json: unknown): { readonly [name: string]: Json } {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refusal("an object expected");
  return json as { readonly [name: string]: Json };
}

/** A list, of that length where one is given. */
export function listIn(json: unknown, length?: number): readonly Json[] {
  if (!Array.isArray(json)) throw refusal("a list expected");
  if (length !== undefined && json.length !== length)
    throw refusal(`a list of ${length} expected, not of ${json.length}`);
  return json;
}

/** A string. */
export function textIn(json: unknown): string {
  if (typeof json !== "string") throw refusal("a string expected");
  return json;
}

/** A number that is an integer and exact. */
export function integerIn(json: unknown): number {
  if (!Number.isSafeInteger(json)) throw refusal("an integer expected");
  return json as number;
}
