import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadedBy, sizeOf } from "./bundled.ts";
import { filesIn, readManifest, readText, root, runNode } from "./repository.ts";

const manifest = readManifest();
const targets = Object.values(manifest.exports).filter((target) => typeof target !== "string");
const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-package-"));
let packed: string[] = [];

// A copy is built and packed, so that no other task meets a half-built dist.
beforeAll(async () => {
  for (const name of [
    "src",
    "docs",
    "package.json",
    "tsconfig.json",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
  ]) {
    if (existsSync(path.join(root, name))) {
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
  }
  const types = await runNode([path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  expect(types.status, types.output).toBe(0);
  const build = await runNode([path.join(root, "scripts/bundle.ts"), folder]);
  expect(build.status, build.output).toBe(0);
  const answer = execFileSync(
    "npm",
    ["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error"],
    {
      cwd: folder,
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  );
  const [{ files }] = JSON.parse(answer) as [{ files: { path: string }[] }];
  packed = files.map((file) => file.path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the published package", () => {
  it("holds the sources, a declaration of each, and the guides", () => {
    for (const source of filesIn("src", ".ts")) {
      const declaration = source.replace("src/", "dist/").replace(/\.ts$/, ".d.ts");
      expect(packed).toEqual(expect.arrayContaining([source, declaration]));
    }
    expect(packed).toEqual(expect.arrayContaining(["package.json", "README.md", "CHANGELOG.md", "LICENSE"]));
  });

  it("holds nothing else", () => {
    const known =
      /^(?:(?:dist|src|docs\/(?:guide|formats))\/.+|docs\/[\w-]+\.md|package\.json|(?:README|CHANGELOG)\.md|LICENSE)$/;
    expect(packed.filter((file) => !known.test(file) || file.includes(".test."))).toEqual([]);
  });

  it("depends on nothing", () => {
    const kinds = ["dependencies", "optionalDependencies", "bundleDependencies"];
    expect(kinds.filter((kind) => manifest[kind] !== undefined)).toEqual([]);
  });

  it("names the clients that one may bring, and needs none of them", () => {
    const { peerDependencies, peerDependenciesMeta: needs, devDependencies } = manifest;
    const names = Object.keys(peerDependencies);
    expect(names.filter((name) => needs[name]?.optional !== true)).toEqual([]);
    expect(names.filter((name) => !(name in devDependencies))).toEqual([]);
  });

  it("runs nothing when it is installed", () => {
    const scripts = ["preinstall", "install", "postinstall", "prepare", "preuninstall", "postuninstall"];
    expect(scripts.filter((script) => script in (manifest.scripts as object))).toEqual([]);
  });

  it("has a subpath for each public room and none for the whole", () => {
    expect(manifest.exports).not.toHaveProperty(["."]);
  });

  it.for(Object.entries(manifest.exports))("%s leads to files that are there", ([, target]) => {
    for (const file of typeof target === "string" ? [target] : Object.values(target)) {
      expect(packed).toContain(file.replace("./", ""));
    }
  });

  it.for(Object.entries(manifest.bin as Record<string, string>))("the command %s is there", ([, file]) => {
    expect(packed).toContain(file);
  });
});

describe("what is built", () => {
  const built = (file: string) => path.join(folder, "dist", file);

  it("exports what the sources do, under the same names", async () => {
    for (const { source, default: file } of targets) {
      const [ours, theirs] = await Promise.all([
        import(path.join(root, source)),
        import(path.join(folder, file)),
      ]);
      const namesOf = (module: object) =>
        Object.fromEntries(
          Object.entries(module).map(([key, value]) => [key, typeof value === "function" ? value.name : ""]),
        );
      expect(namesOf(theirs), file).toEqual(namesOf(ours));
    }
  });

  it("imports nothing but itself, and evaluates no text", () => {
    const scripts = readdirSync(built(""), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(built(file), "utf8"));
    expect(scripts.length).toBeGreaterThan(50);
    const imported = scripts.flatMap((code) => importsOf(code));
    expect(imported.length).toBeGreaterThan(100);
    expect(imported.filter((specifier) => !/^"\.\.?\/[\w./-]+\.js"$/.test(specifier))).toEqual([]);
    for (const code of scripts) expect(code).not.toMatch(/\beval\(|\bFunction\(/);
  });

  it("is the same when it is built again", async () => {
    const read = () =>
      readdirSync(built("chunks")).map((file) => [file, readFileSync(built(`chunks/${file}`), "utf8")]);
    const before = read();
    const build = await runNode([path.join(root, "scripts/bundle.ts"), folder]);
    expect(build.status, build.output).toBe(0);
    expect(read()).toEqual(before);
  });

  it("finds the files of the package", async () => {
    const { status, output } = await runNode([built("cli/main.js"), "--version"]);
    expect({ status, output: output.trim() }).toEqual({ status: 0, output: manifest.version });
    // `../../` is the package for them, as it is for the files directly in a room of the sources.
    const looking = readdirSync(built(""), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .filter((file) => readFileSync(built(file), "utf8").includes("import.meta.url"));
    expect(looking.length).toBeGreaterThan(1);
    expect(looking.filter((file) => file.split(path.sep).length !== 2)).toEqual([]);
  });

  // The time of an import is mostly what these two cost: a millisecond for a file, and one for each 20 kB.
  it("is loaded in few files, and of other rooms only what is needed", () => {
    const loaded = loadedBy(built("pickle/index.js"));
    expect(loaded.size).toBeLessThanOrEqual(6);
    expect(sum(loaded.values())).toBeLessThan(335_000);
    expect([...loadedBy(built("dbm/gnu/index.js")).keys()].join()).not.toMatch(/python|pickle/);
    expect(loadedBy(built("cli/main.js")).size).toBe(1);
  });

  it.for([
    ["export { loads }", 36_500],
    ["export { dumps, loads }", 50_500],
    ["export *", 52_500],
  ] as const)("%s from pantry/pickle takes at most %i bytes, gzipped", async ([statement, limit]) => {
    const { gzipped } = await sizeOf(statement, built("pickle/index.js"));
    expect(gzipped).toBeLessThan(limit);
    expect(gzipped).toBeGreaterThan(limit * 0.9);
  });
});

describe("package-lock.json", () => {
  it("holds no download addresses", () => {
    expect(readText("package-lock.json")).not.toMatch(/"resolved": "(?:https?|git)/);
  });
});

/** What a script imports, as it is written: a text, or what makes one. */
function importsOf(code: string): string[] {
  const statements = code.matchAll(/^(?:import|export)\b[^"'();]*(["'][^"']*["']);$/gm);
  const calls = code.matchAll(/\bimport\(([^)]*)\)/g);
  return [...statements, ...calls].map(([, specifier = ""]) => specifier);
}

function sum(numbers: Iterable<number>): number {
  return Array.from(numbers).reduce((total, number) => total + number, 0);
}
