// The JavaScript of the package, bundled: a file of its own for each subpath and for the command, and chunks of what they share.
// A runtime needs about a millisecond for each file that it loads, and much more than that for each byte that it parses.
import { readFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

/** Writes to `dist` what is made of `src` in a copy of the repository. */
export async function bundle(root: string): Promise<void> {
  const { exports, bin, peerDependencies } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  ) as Manifest;
  const built = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
    typeof target === "string" ? target : target.default,
  );
  const entries = built.filter((file) => file.endsWith(".js")).map((file) => path.posix.normalize(file));
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((file) => [withoutEnds(file), `src/${withoutEnds(file)}.ts`])),
    external: Object.keys(peerDependencies),
    platform: "neutral",
    tsconfig: path.join(root, "tsconfig.json"),
  });
  await build.write({
    dir: "dist",
    chunkFileNames: "chunks/[name]-[hash].js",
    comments: { legal: true, annotation: true, jsdoc: false },
    sourcemap: true,
    sourcemapExcludeSources: true,
    codeSplitting: {
      groups: [
        // All but the checksum, which makes its tables as it is loaded: that is faster for those who need it.
        { name: "bytes", test: /[\\/]src[\\/]bytes[\\/](?!crc32)/ },
        { name: "python", test: /[\\/]src[\\/]python[\\/]/ },
      ],
    },
  });
  await build.close();
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** `pickle/index` of `dist/pickle/index.js`. */
function withoutEnds(file: string): string {
  return file.slice("dist/".length, -".js".length);
}

if (import.meta.main) await bundle(path.resolve(process.argv[2] ?? "."));
