import { FileError, type LockKind } from "./file-system.ts";
import { type Flock, nativeFlock } from "./host-flock.ts";
import { hostModule } from "./host-modules.ts";

// As every system numbers them.
const LOCK_SH = 1;
const LOCK_EX = 2;
const LOCK_NB = 4;

/** The errors that say that there are no such locks here, by their numbers on Linux and BSD. The one that is left is that another has one. */
const FAILURES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [9, "EBADF"],
  [37, "ENOLCK"],
  [38, "ENOTSUP"],
  [45, "ENOTSUP"],
  [77, "ENOLCK"],
  [78, "ENOTSUP"],
  [95, "ENOTSUP"],
]);
const EINTR = 4;

/**
 * Programs that lock the open file that is their descriptor 3: the lock is on what they share with this process, and stays when they end. They end
 * with 1 when another has a lock.
 */
const LOCKERS: readonly ((kind: LockKind) => [command: string, ...args: string[]])[] = [
  (kind) => ["flock", "-n", kind === "exclusive" ? "-x" : "-s", "3"],
  (kind) => [
    "perl",
    "-e",
    "open(my $file, '<&=', 3) or exit 2; flock($file, shift) and exit 0; exit($!{EWOULDBLOCK} ? 1 : 2)",
    String(operationOf(kind)),
  ],
];

let native: { readonly flock: Flock | undefined } | undefined;

/** Tries to lock an open file, or to change its lock; `false` when another has a lock that is in the way. */
export function lockDescriptor(descriptor: number, kind: LockKind, path: string): boolean {
  native ??= { flock: nativeFlock() };
  return native.flock
    ? lockDirectly(native.flock, descriptor, kind, path)
    : lockByProgram(descriptor, kind, path);
}

function lockDirectly(flock: Flock, descriptor: number, kind: LockKind, path: string): boolean {
  for (;;) {
    const error = flock(descriptor, operationOf(kind));
    if (error === 0) return true;
    const code = FAILURES.get(error);
    if (code !== undefined) throw new FileError("lock", path, code);
    if (error !== EINTR) return false;
  }
}

function lockByProgram(descriptor: number, kind: LockKind, path: string): boolean {
  for (const locker of LOCKERS) {
    const status = statusOf(locker(kind), descriptor);
    if (status !== undefined) {
      if (status > 1) break;
      return status === 0;
    }
  }
  throw new FileError("lock", path, "ENOTSUP");
}

/** How a program ended; `undefined` where there is none, or none may be started. */
function statusOf([command, ...args]: [string, ...string[]], descriptor: number): number | undefined {
  try {
    const stdio = ["ignore", "ignore", "ignore", descriptor] as const;
    return hostModule("node:child_process")?.spawnSync(command, args, { stdio }).status ?? undefined;
  } catch {
    return undefined;
  }
}

function operationOf(kind: LockKind): number {
  return (kind === "exclusive" ? LOCK_EX : LOCK_SH) | LOCK_NB;
}
