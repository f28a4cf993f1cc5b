import { defaultRegistry } from "../copyreg/index.ts";
import { type DumpOptions, type DumpSettings, dumpSettings } from "./dump-options.ts";
import { NO_HOOKS } from "./object-saver.ts";
import { Saver } from "./saver.ts";

/** Savers with nothing in them, by their settings: to make one takes as long as to write a small value. */
const idle: (Saver | undefined)[] = [];

/** The key of all settings with another registry: what is made for them is not used again. */
const OTHERS = 0;

/** Writes a value that no hook is to see. */
export function dumpSimply(value: unknown, options: DumpOptions): Uint8Array<ArrayBuffer> {
  const settings = dumpSettings(options);
  const key = settings.registry === defaultRegistry ? keyOf(settings) : OTHERS;
  // While it writes, a function of the program's may begin another pickle: that one must not meet it.
  const saver = idle[key] ?? new Saver(settings);
  idle[key] = undefined;
  try {
    return saver.dump(value, NO_HOOKS);
  } finally {
    saver.clear();
    if (key !== OTHERS) idle[key] = saver;
  }
}

function keyOf({ protocol, exact, fixImports, plain, portable }: DumpSettings): number {
  return 1 + protocol * 16 + (exact ? 8 : 0) + (fixImports ? 4 : 0) + (plain ? 2 : 0) + (portable ? 1 : 0);
}
