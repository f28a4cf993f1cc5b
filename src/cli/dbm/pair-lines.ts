import { malformed } from "../../dbm/errors.ts";
import type { DumpSource } from "../../dbm/gnu/dump-source.ts";
import { bytesJson, bytesOfJson } from "./notation.ts";

/** A key and its value on a line of JSON. */
export function pairJson(key: Uint8Array, value: Uint8Array): string {
  return `{"key":${bytesJson(key)},"value":${bytesJson(value)}}`;
}

/** Lines of JSON with a key and its value each. */
export function* pairLines(entries: Iterable<readonly [Uint8Array, Uint8Array]>): Generator<string> {
  for (const [key, value] of entries) yield `${pairJson(key, value)}\n`;
}

/** Reads such lines; empty ones are skipped. A `DbmError` for what is none tells where it begins. */
export function* readPairLines(source: DumpSource): Generator<[key: Uint8Array, value: Uint8Array]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  while (true) {
    const { line: number, offset } = source;
    const line = source.takeLine();
    if (line === undefined) return;
    if (line.length === 0) continue;
    const pair = pairOf(line, decoder);
    if (!pair) {
      const wanted = 'a line {"key": ..., "value": ...} expected, each a string or {"$bytes": base64}';
      throw malformed(`line ${number}`, offset, wanted);
    }
    yield pair;
  }
}

function pairOf(line: Uint8Array, decoder: TextDecoder): [key: Uint8Array, value: Uint8Array] | undefined {
  try {
    const json = JSON.parse(decoder.decode(line));
    const key = bytesOfJson(json?.key);
    const value = bytesOfJson(json?.value);
    return key && value && [key, value];
  } catch {
    return undefined;
  }
}
