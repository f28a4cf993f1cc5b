import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** The folder of a disk of this size (`64k`, `1m`), until all tests of a file are done; `undefined` if none can be mounted here. */
export function smallDisk(size: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "pantry-disk-"));
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]).status === 0;
  if (!isMounted) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  afterAll(() => {
    // At once, though a test that failed has files open.
    spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}
