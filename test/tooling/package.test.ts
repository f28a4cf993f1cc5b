import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesIn, readManifest, readText, root, runNode } from "./repository.ts";

const manifest = readManifest();
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
  const build = await runNode([path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
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
  it("holds the sources, what is built from them, and the guides", () => {
    for (const source of filesIn("src", ".ts")) {
      const built = source.replace("src/", "dist/").replace(/\.ts$/, "");
      expect(packed).toEqual(expect.arrayContaining([source, `${built}.js`, `${built}.d.ts`]));
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

describe("package-lock.json", () => {
  it("holds no download addresses", () => {
    expect(readText("package-lock.json")).not.toMatch(/"resolved": "(?:https?|git)/);
  });
});
