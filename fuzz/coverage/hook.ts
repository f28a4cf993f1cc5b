// Everything of `src` that is imported from now on has counters in it. Node runs the text that comes out, types and all.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Coverage } from "./coverage.ts";
import { instrument } from "./instrument.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Counts what is imported from now on out of the folders, which are named from the root of the repository. */
export function countFrom(folders: readonly string[]): Coverage {
  const coverage = new Coverage();
  const name = "$counters";
  Object.assign(globalThis, { [name]: coverage.counters });
  registerHooks({
    load(url, context, nextLoad) {
      const file = url.startsWith("file:")
        ? path.relative(ROOT, fileURLToPath(url)).replaceAll("\\", "/")
        : "";
      if (!file.endsWith(".ts") || !folders.some((folder) => file.startsWith(folder)))
        return nextLoad(url, context);
      const first = coverage.size;
      const header = (count: number) => `const $c = globalThis.${name}.subarray(${first}, ${first + count});`;
      const { text, blocks, literals } = instrument(
        readFileSync(path.join(ROOT, file), "utf8"),
        "$c",
        header,
      );
      coverage.add(file, blocks, literals);
      return { format: "module-typescript", source: text, shortCircuit: true };
    },
  });
  return coverage;
}
