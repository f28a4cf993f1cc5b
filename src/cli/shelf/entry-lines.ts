import type { Entry } from "../../dbm/async-store.ts";
import { malformed } from "../../dbm/errors.ts";
import type { DumpSource } from "../../dbm/gnu/dump-source.ts";
import { dumps, PicklingError } from "../../pickle/index.ts";
import { fromJson, type Json, toJson } from "../../python/index.ts";
import { base64 } from "../../python/leaf-json.ts";
import { bytesOfJson } from "../dbm/notation.ts";
import { Failure, failureOf } from "../failure.ts";
import { jsonText } from "../json-text.ts";
import type { KeyText } from "./key-text.ts";
import { contentOf, EXACT, inputOf } from "./values.ts";

/** A key with its value, on a line of JSON. */
export function* entryLine(key: Uint8Array, value: unknown, keys: KeyText): Generator<string> {
  yield `{"key":${keys.json(key)},"value":`;
  yield* jsonText(toJson(value, { exact: true }));
  yield "}\n";
}

/** The same for bytes; what is not one pickle from the first to the last is `raw`. */
export function* bytesLine(key: Uint8Array, bytes: Uint8Array, keys: KeyText): Generator<string> {
  const box = onlyPickle(bytes);
  if (box) yield* entryLine(key, box.value, keys);
  else yield `{"key":${keys.json(key)},"raw":{"$bytes":"${base64(bytes)}"}}\n`;
}

/** What the bytes hold, if they are one pickle from the first to the last. */
function onlyPickle(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    const content = contentOf(inputOf("", bytes), EXACT);
    return content.left === 0 ? content : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

const WANTED = 'a line {"key": ..., "value": ...} expected, or "raw" in place of "value"';

/** Reads such lines; empty ones are skipped. A `DbmError` for what is none tells where it begins. */
export function* readEntryLines(source: DumpSource, keys: KeyText, protocol?: number): Generator<Entry> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (;;) {
    const { line: number, offset } = source;
    const line = source.takeLine();
    if (line === undefined) return;
    if (line.length === 0) continue;
    try {
      yield entryOf(JSON.parse(decoder.decode(line)), keys, protocol);
    } catch (error) {
      if (error instanceof PicklingError) throw failureOf(error, { name: `line ${number}` });
      // What is no UTF-8 is a TypeError, and what is too deep for an engine a RangeError.
      if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError))
        throw error;
      throw malformed(`line ${number}`, offset, error.message);
    }
  }
}

function entryOf(
  json: { readonly [name: string]: Json } | null,
  keys: KeyText,
  protocol: number | undefined,
): Entry {
  const names = typeof json === "object" && json !== null ? Object.keys(json) : [];
  const key = names.includes("key") ? keys.ofJson(json?.key) : undefined;
  if (!json || !key || names.length !== 2) throw new SyntaxError(WANTED);
  if (names.includes("raw")) {
    const bytes = typeof json.raw === "object" ? bytesOfJson(json.raw) : undefined;
    if (!bytes) throw new SyntaxError('raw: {"$bytes": base64} expected');
    return [key, bytes];
  }
  if (!names.includes("value")) throw new SyntaxError(WANTED);
  const value = fromJson(json.value as Json, { exact: true });
  return [key, dumps(value, { exact: true, ...(protocol !== undefined && { protocol }) })];
}
