import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe } from "vitest";
import { type FileSystem, hostFiles, MemoryFiles } from "../../src/files/index.ts";

/** Files, and a way to name fresh ones. */
export interface Place {
  readonly files: FileSystem;
  /** A path of this name that other tests do not use. */
  path(name: string): string;
}

/** The same tests of the files of the host and of those in memory. */
export function describeEachFileSystem(name: string, tests: (place: Place) => void): void {
  describe(name, () => {
    let test = 0;
    beforeEach(() => {
      test += 1;
    });

    describe("of the host", () => {
      const root = mkdtempSync(join(tmpdir(), "pantry-files-"));
      afterAll(() => rmSync(root, { recursive: true, force: true }));
      tests({ files: hostFiles(), path: (file) => join(root, `${test}-${file}`) });
    });

    describe("in memory", () => {
      tests({ files: new MemoryFiles(), path: (file) => `/memory/${test}-${file}` });
    });
  });
}
