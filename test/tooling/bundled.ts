import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** Bytes of what a browser is sent of a program. */
interface Size {
  readonly minified: number;
  readonly gzipped: number;
}

/**
 * The size of a program of one statement, as in `export { loads }`, that takes what it needs from a file.
 *
 * @param file The path of a JavaScript or TypeScript file.
 */
export async function sizeOf(statement: string, file: string): Promise<Size> {
  const entry = "virtual:entry";
  const build = await rolldown({
    input: entry,
    platform: "browser",
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `${statement} from ${JSON.stringify(file)};` : null),
      },
    ],
  });
  const { output } = await build.generate({ minify: true, codeSplitting: false });
  await build.close();
  const { code } = output[0];
  return { minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length };
}

/** The files that an `import` of a built file loads, itself first, each with its bytes. */
export function loadedBy(file: string, loaded: Map<string, number> = new Map()): ReadonlyMap<string, number> {
  if (loaded.has(file)) return loaded;
  const code = readFileSync(file, "utf8");
  loaded.set(file, Buffer.byteLength(code));
  for (const [, specifier = ""] of code.matchAll(/^(?:import|export) (?:.* from )?"(\.[^"]+)";$/gm)) {
    loadedBy(path.join(path.dirname(file), specifier), loaded);
  }
  return loaded;
}
