import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runNode } from "./repository.ts";

type Packages = Record<string, { version: string; optional?: boolean }>;

const locked: Packages = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a-for-another-platform": { version: "1.0.0", optional: true },
};
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-install-"));
  mkdirSync(path.join(folder, "node_modules"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function isInstalled(present: Packages): Promise<string> {
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages: locked }));
  writeFileSync(path.join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
  const script = `import { isInstalled } from "./scripts/install.mjs"; console.log(isInstalled(${JSON.stringify(folder)}))`;
  const { output } = await runNode(["--input-type=module", "--eval", script]);
  return output.trim();
}

describe("isInstalled()", () => {
  it("accepts the locked versions, with or without optional packages", async () => {
    expect(await isInstalled({ "node_modules/a": { version: "1.0.0" } })).toBe("true");
  });

  it("refuses another version, also of an optional package", async () => {
    expect(await isInstalled({ "node_modules/a": { version: "2.0.0" } })).toBe("false");
    const { "": _root, ...present } = locked;
    present["node_modules/a-for-another-platform"] = { version: "2.0.0" };
    expect(await isInstalled(present)).toBe("false");
  });

  it("refuses a missing package, and a missing node_modules", async () => {
    expect(await isInstalled({})).toBe("false");
  });
});
