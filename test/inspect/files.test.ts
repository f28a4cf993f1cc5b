import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect } from "pantry/inspect";
import { afterAll, describe, expect, it } from "vitest";
import { findPythons } from "../oracle/oracle.ts";

/** The Pythons that write the files: the newest there is, and one that has numpy, joblib and PyTorch if there is one. */
function writers(): string[] {
  const newest = findPythons().findLast(({ short }) => short.startsWith("3."))?.path;
  const rich = ["/usr/bin/python3", "python3"].find((python) => {
    try {
      execFileSync(python, ["-c", "import numpy"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  return [...new Set([newest, rich])].filter((python) => python !== undefined);
}

const KINDS: { readonly [name: string]: string } = {
  "plain.pickle": "pickle",
  "gzip.gz": "gzip",
  "zlib.z": "zlib",
  "bzip2.bz2": "bz2",
  "xz.xz": "xz",
  "lzma.lzma": "lzma",
  "stored.zip": "zip",
  "pax.tar": "tar",
  "floats.npy": "npy",
  "savez.npz": "npz",
  "none.joblib": "joblib",
  "zip.pt": "torch-zip",
  "legacy.pt": "torch-legacy",
};

describe("inspect() of files that Python wrote", () => {
  const pythons = writers();
  const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-inspect-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  // Files that Python wrote need one; those made by hand are tested beside.
  if (pythons.length === 0) it.skip("no Python was found", () => {});

  for (const [i, python] of pythons.entries()) {
    const own = mkdtempSync(path.join(folder, `${i}-`));
    const script = path.join(import.meta.dirname, "files.py");
    const packages = execFileSync(python, [script, own], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const files = readdirSync(own).sort();

    it(`has files of ${python}, with packages: ${packages.trim() || "none"}`, () =>
      expect(files.length).toBeGreaterThan(30));

    it.for(files)(`${path.basename(python)} ${i}: %s`, async (file) => {
      const { root, status, verdict } = await inspect(readFileSync(path.join(own, file)));
      const [expected = "", ...name] = file.split("-");
      const kind = KINDS[name.join("-")] ?? root.kind;
      expect({ kind: root.kind, verdict }).toEqual({ kind, verdict: expected });
      if (expected === "safe") expect(status).toBe("complete");
    });
  }
});
