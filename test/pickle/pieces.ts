import type { DumpOptions } from "pantry/pickle";
import { dumpSettings } from "../../src/pickle/dump-options.ts";
import { NO_HOOKS } from "../../src/pickle/object-saver.ts";
import { Saver } from "../../src/pickle/saver.ts";

/** The bytes of a value that is written in pieces of about that size: protocols below 4 pause behind each value at one byte. */
export function inPieces(value: unknown, options: DumpOptions, size: number): Uint8Array {
  const saver = new Saver(dumpSettings(options));
  const bytes: number[] = [];
  for (const piece of saver.pieces(value, NO_HOOKS, size)) bytes.push(...piece);
  return Uint8Array.from(bytes);
}
