import { FileError, type LockKind } from "./file-system.ts";
import { hostModule } from "./host-modules.ts";

/** Tries to lock an open file, or to change its lock; `false` when another has a lock that is in the way. */
export function lockDescriptor(descriptor: number, kind: LockKind, path: string): boolean {
  const flag = kind === "exclusive" ? "-x" : "-s";
  const stdio = ["ignore", "ignore", "ignore", descriptor] as const;
  const { status } = hostModule("node:child_process")?.spawnSync("flock", ["-n", flag, "3"], { stdio }) ?? {};
  if (status === 0) return true;
  if (status === 1) return false;
  throw new FileError("lock", path, "ENOTSUP");
}
