import { hostModule, hostProcess } from "./host-modules.ts";

/** Calls `flock(2)`; answers the number of its error, or 0. */
export type Flock = (descriptor: number, operation: number) => number;

/** The function of the C library, called without another process; `undefined` where the runtime has no way to, or may not. */
export function nativeFlock(): Flock | undefined {
  const { platform } = hostProcess() ?? {};
  if (platform === undefined || platform === "win32") return undefined;
  const errno = platform === "linux" || platform === "android" ? "__errno_location" : "__error";
  return flockOfNode(errno) ?? flockOfBun(errno, platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6");
}

function flockOfNode(errno: string): Flock | undefined {
  try {
    const ffi = withoutExperimentalWarning(() => hostModule("node:ffi"));
    if (!ffi) return undefined;
    const { functions } = ffi.dlopen(null, {
      flock: { arguments: ["int32", "int32"], return: "int32" },
      [errno]: { arguments: [], return: "pointer" },
    });
    const { flock, [errno]: errorNumber } = functions;
    if (!flock || !errorNumber) return undefined;
    return (descriptor, operation) =>
      flock(descriptor, operation) === 0 ? 0 : ffi.getInt32(errorNumber() as bigint);
  } catch {
    return undefined;
  }
}

function flockOfBun(errno: string, library: string): Flock | undefined {
  try {
    const ffi = hostModule("bun:ffi");
    if (!ffi) return undefined;
    const { symbols } = ffi.dlopen(library, {
      flock: { args: ["i32", "i32"], returns: "i32" },
      [errno]: { args: [], returns: "ptr" },
    });
    const { flock, [errno]: errorNumber } = symbols;
    if (!flock || !errorNumber) return undefined;
    return (descriptor, operation) =>
      flock(descriptor, operation) === 0 ? 0 : ffi.read.i32(errorNumber() as number);
  } catch {
    return undefined;
  }
}

/** Node warns of its experiments when they are loaded. Which one serves here is no concern of the user's. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const process = hostProcess();
  if (!process?.emitWarning) return load();
  const { emitWarning } = process;
  process.emitWarning = (warning, type, ...details) => {
    if (type !== "ExperimentalWarning") emitWarning.call(process, warning, type, ...details);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
