import type { Json } from "../python/index.ts";
import { printableJson } from "../python/printable.ts";

/**
 * The text of JSON, piece by piece: `JSON.stringify` would overflow the stack on deep data, and one string on long
 * data. What a terminal would obey is escaped.
 */
export function* jsonText(value: Json): Generator<string, void, undefined> {
  const open: Iterator<string | Json[]>[] = [];
  let next: Json = value;
  while (true) {
    if (typeof next === "object" && next !== null) {
      yield Array.isArray(next) ? "[" : "{";
      open.push(Array.isArray(next) ? itemsOf(next) : membersOf(next));
    } else {
      yield scalar(next);
    }
    // Goes on with the innermost that has something left, and writes what ends or separates on the way.
    let step = open.at(-1)?.next();
    while (step && typeof step.value === "string") {
      yield step.value;
      if (step.done) open.pop();
      step = open.at(-1)?.next();
    }
    if (!step) return;
    next = (step.value as Json[])[0] as Json;
  }
}

/** Texts to write as they are, values in a list of one; at last the closing bracket. */
function* itemsOf(items: readonly Json[]): Generator<string | Json[], string> {
  let separator = "";
  for (const item of items) {
    yield separator;
    yield [item];
    separator = ",";
  }
  return "]";
}

function* membersOf(members: { readonly [key: string]: Json }): Generator<string | Json[], string> {
  let separator = "";
  for (const key of Object.keys(members)) {
    yield `${separator}${scalar(key)}:`;
    yield [members[key] as Json];
    separator = ",";
  }
  return "}";
}

function scalar(value: Json): string {
  return printableJson(JSON.stringify(value));
}
