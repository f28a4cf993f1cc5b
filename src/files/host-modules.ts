// The host, as far as files need it: Node, and Bun and Deno where they are like it. The project compiles with the types of no
// host, so they are written here.

/** The modules of the host, by name. */
interface HostModules {
  readonly "bun:ffi": BunForeign;
  readonly "node:child_process": HostChildProcess;
  readonly "node:ffi": NodeForeign;
  readonly "node:fs": HostFileSystem;
  readonly "node:path": { dirname(path: string): string };
}

export interface HostFileSystem {
  readonly constants: HostConstants;
  chmodSync(path: string, mode: number): void;
  closeSync(descriptor: number): void;
  fstatSync(descriptor: number): { readonly size: number };
  fstatSync(descriptor: number, options: { readonly bigint: true }): HostStatus;
  fsyncSync(descriptor: number): void;
  ftruncateSync(descriptor: number, size: number): void;
  linkSync(path: string, newPath: string): void;
  openSync(path: string, flags: number, mode?: number): number;
  readSync(descriptor: number, bytes: Uint8Array, start: number, length: number, offset: number): number;
  realpathSync(path: string): string;
  renameSync(from: string, to: string): void;
  statSync(
    path: string,
    options: { readonly bigint: true; readonly throwIfNoEntry: false },
  ): HostStatus | undefined;
  unlinkSync(path: string): void;
  writeSync(descriptor: number, bytes: Uint8Array, start: number, length: number, offset: number): number;
}

interface HostConstants {
  readonly O_CREAT: number;
  readonly O_EXCL: number;
  readonly O_NONBLOCK?: number;
  readonly O_RDONLY: number;
  readonly O_RDWR: number;
}

export interface HostStatus {
  readonly blksize: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mode: bigint;
  readonly size: bigint;
  isDirectory(): boolean;
  isFile(): boolean;
}

interface HostChildProcess {
  spawnSync(
    command: string,
    args: readonly string[],
    options: { readonly stdio: readonly ("ignore" | number)[] },
  ): { readonly status: number | null; readonly error?: unknown };
}

/** A function of the C library. */
type ForeignFunction = (...args: number[]) => number | bigint;

interface NodeForeign {
  dlopen(
    library: null,
    signatures: Readonly<Record<string, { readonly arguments: readonly string[]; readonly return: string }>>,
  ): { readonly functions: Readonly<Record<string, ForeignFunction>> };
  getInt32(pointer: bigint): number;
}

interface BunForeign {
  dlopen(
    library: string,
    signatures: Readonly<Record<string, { readonly args: readonly string[]; readonly returns: string }>>,
  ): { readonly symbols: Readonly<Record<string, ForeignFunction>> };
  readonly read: { i32(pointer: number): number };
}

interface HostProcess {
  readonly platform?: string;
  emitWarning?(warning: unknown, type?: unknown, ...details: unknown[]): void;
  getBuiltinModule?<Name extends keyof HostModules>(name: Name): HostModules[Name] | undefined;
}

/** The process of the host; `undefined` where there is none, as in browsers. */
export function hostProcess(): HostProcess | undefined {
  return (globalThis as { readonly process?: HostProcess }).process;
}

/** A module of the host; `undefined` where there is none. */
export function hostModule<Name extends keyof HostModules>(name: Name): HostModules[Name] | undefined {
  return hostProcess()?.getBuiltinModule?.(name);
}
