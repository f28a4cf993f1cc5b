// The host, as far as the command needs it: Node, and Bun and Deno where they are like it. The project compiles with
// the types of no host, so they are written here.

/** Where output goes. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Where bytes come from, chunk by chunk. */
export type InputStream = AsyncIterable<Uint8Array>;

/** The standard input, which may be a terminal. */
interface StandardInput extends InputStream {
  readonly isTTY?: boolean;
  /** Whether keys come one by one, and none of them is a signal. */
  setRawMode?(isRaw: boolean): unknown;
}

interface Process {
  readonly env: { readonly [name: string]: string | undefined };
  readonly pid: number;
  readonly platform: string;
  readonly stdin: StandardInput;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  exitCode?: number;
  cwd(): string;
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  emitWarning(warning: unknown, type?: unknown, ...details: unknown[]): void;
  getBuiltinModule(name: "node:crypto"): Cryptography;
  getBuiltinModule(name: "node:fs"): FileSystem;
  getBuiltinModule(name: "node:module"): { createRequire(file: string): Require };
  getBuiltinModule(name: "node:os"): { homedir(): string };
  getBuiltinModule(name: "node:path"): Paths;
  getBuiltinModule(name: "node:readline"): LineEditors;
  getBuiltinModule(name: "node:url"): { pathToFileURL(path: string): URL };
  getBuiltinModule(name: "node:util"): { readonly parseArgs: ParseArgs };
  getBuiltinModule(name: "node:zlib"): Compression;
}

interface FileSystem {
  createReadStream(path: string, options: { highWaterMark: number }): InputStream;
  readFileSync(path: URL | string, encoding: "utf8"): string;
  statSync(path: string, options: { throwIfNoEntry: false }): Status | undefined;
  readdirSync(path: string, options: { withFileTypes: true }): FolderEntry[];
  realpathSync(path: string): string;
  openSync(path: string, flags: string, mode?: number): number;
  readSync(file: number, bytes: Uint8Array): number;
  writeSync(file: number, bytes: Uint8Array, offset: number): number;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { force: true }): void;
}

interface Status {
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** A name in a folder, and what it is without following links. */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

interface Paths {
  readonly sep: string;
  basename(path: string): string;
  dirname(path: string): string;
  isAbsolute(path: string): boolean;
  join(...parts: string[]): string;
  relative(from: string, to: string): string;
  resolve(path: string): string;
}

interface LineEditors {
  createInterface(options: {
    readonly input: InputStream;
    readonly output: OutputStream;
    readonly terminal: boolean;
    /** What the line could become, and the end of it that this would take the place of. */
    readonly completer: (line: string) => readonly [candidates: string[], end: string];
    /** The last first. */
    readonly history: string[];
    readonly historySize: number;
    readonly removeHistoryDuplicates: boolean;
  }): LineEditor;
}

/** Edits lines on a terminal. */
export interface LineEditor {
  on(event: "line", listener: (line: string) => void): unknown;
  on(event: "close" | "SIGINT", listener: () => void): unknown;
  setPrompt(prompt: string): void;
  prompt(keepsCursor: boolean): void;
  pause(): unknown;
  /** Presses a key. */
  write(text: null, key: { readonly ctrl: true; readonly name: string }): void;
  close(): void;
}

interface Cryptography {
  createHash(algorithm: "sha256"): Hash;
}

interface Hash {
  update(bytes: Uint8Array): Hash;
  digest(encoding: "hex"): string;
}

interface Require {
  (name: string): unknown;
  resolve(name: string): string;
}

interface Compression {
  createGunzip(): Inflater;
  createInflate(): Inflater;
}

interface Inflater extends InputStream {
  end(bytes: Uint8Array): unknown;
}

/** What `parseArgs` is told of each option. */
export interface OptionShape {
  readonly type: "boolean" | "string";
  readonly short?: string;
  /** Whether it may be given more than once. */
  readonly multiple?: true;
}

/** What the options were given. */
export type OptionValues = { readonly [name: string]: string | boolean | readonly string[] | undefined };

type ParseArgs = (config: {
  readonly args: readonly string[];
  readonly options: { readonly [name: string]: OptionShape };
  readonly allowPositionals: true;
}) => {
  readonly values: OptionValues;
  readonly positionals: string[];
};

export const host: Process = (globalThis as unknown as { readonly process: Process }).process;
export const fileSystem: FileSystem = host.getBuiltinModule("node:fs");
export const paths: Paths = host.getBuiltinModule("node:path");
export const compression: Compression = host.getBuiltinModule("node:zlib");
export const parseArgs: ParseArgs = host.getBuiltinModule("node:util").parseArgs;
export const pathToFileURL: (path: string) => URL = host.getBuiltinModule("node:url").pathToFileURL;
export const readline: LineEditors = host.getBuiltinModule("node:readline");
export const homeFolder: () => string = host.getBuiltinModule("node:os").homedir;
