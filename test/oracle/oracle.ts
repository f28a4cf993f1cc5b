import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python on this machine. */
export interface Python {
  readonly path: string;
  /** What it runs in place of `oracle.py`. */
  readonly args?: readonly string[];
  /** As in "3.13.0". */
  readonly version: string;
  /** As in "3.13". */
  readonly short: string;
  /** The highest protocol it reads and writes. */
  readonly protocol: number;
}

/** A pair of pickles: what was wanted, and what we made of it. */
export type Pair = readonly [wanted: Uint8Array, made: Uint8Array];

/** For each pair `null`, or the first difference. */
export type Verdicts = readonly (string | null)[];

/** What a random graph is made of: see `graphs.py`. */
export type Kind = "plain" | "values" | "exact";

/** The versions that the tests want to meet. */
export const WANTED: readonly string[] = ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"];

const WORKER = join(import.meta.dirname, "oracle.py");

/** CPython 3.14 as WebAssembly, in a Node of its own. */
export const PYODIDE: Python = {
  path: process.execPath,
  args: [join(import.meta.dirname, "pyodide.ts")],
  version: "3.14.2",
  short: "3.14",
  protocol: 5,
};

/**
 * The Pythons of this machine, one for each version, oldest first: those that PANTRY_PYTHONS lists (paths), else those
 * below `pyenv root` and on PATH.
 */
export function findPythons(): readonly Python[] {
  const found = new Map<string, Python>();
  const add = (path: string) => {
    const python = describe(path);
    if (python !== undefined && !found.has(python.short)) found.set(python.short, python);
  };
  const listed = process.env.PANTRY_PYTHONS;
  for (const path of listed?.split(delimiter) ?? pyenvPythons()) if (path !== "") add(path);
  if (listed === undefined) {
    for (const short of WANTED.filter((one) => !found.has(one))) add(`python${short}`);
    if (found.size === 0) add("python3");
  }
  return [...found.values()].sort((left, right) => rank(left) - rank(right));
}

/** One line that says which versions are here and which are not. */
export function inventory(pythons: readonly Python[]): string {
  const here = pythons.map((python) => python.version).join(", ");
  const missing = WANTED.filter((short) => !pythons.some((python) => python.short === short));
  return `Pythons found: ${here || "none"}. Missing: ${missing.join(", ") || "none"}.`;
}

function pyenvPythons(): string[] {
  try {
    const root = execFileSync("pyenv", ["root"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const versions = join(root.trim(), "versions");
    return readdirSync(versions)
      .sort()
      .map((name) => join(versions, name, "bin", "python"));
  } catch {
    return [];
  }
}

function describe(path: string): Python | undefined {
  const question = "import sys, pickle; print('%d.%d.%d' % sys.version_info[:3], pickle.HIGHEST_PROTOCOL)";
  try {
    const text = execFileSync(path, ["-c", question], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    // Python 2 prints a tuple.
    const [, version, protocol] = /(\d+\.\d+\.\d+)\D+(\d+)/.exec(text) ?? [];
    if (version === undefined) return undefined;
    return { path, version, short: version.replace(/\.\d+$/, ""), protocol: Number(protocol) };
  } catch {
    return undefined;
  }
}

function rank(python: Python): number {
  const [major = 0, minor = 0] = python.short.split(".").map(Number);
  return major * 100 + minor;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** A running Python that makes pickles and judges ours. Close it when done. */
export class Oracle {
  readonly python: Python;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #received: Buffer[] = [];
  /** How many bytes were received, and how many the next message needs. */
  #length = 0;
  #needed = 4;
  /** Why there will be no more answers. */
  #failure: Error | undefined;

  constructor(python: Python) {
    this.python = python;
    // Sets of strings come in the same order at every run.
    const args = python.args ?? [WORKER];
    this.#process = spawn(python.path, args, { env: { ...process.env, PYTHONHASHSEED: "0" } });
    this.#process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.stdin.on("error", (error) => this.#fail(error));
    this.#process.stderr.pipe(process.stderr);
    this.#process.on("close", (code) => this.#fail(new Error(`Python ${python.version} ended with ${code}`)));
    this.#process.on("error", (error) => this.#fail(error));
  }

  /** Pickles of random graphs by the C pickler. */
  async generate(seed: number, count: number, protocol: number, kind: Kind = "exact"): Promise<Uint8Array[]> {
    return decodeAll(await this.ask("generate", { seed, count, protocol, kind }));
  }

  /** For each pair `null`, or how the second pickle differs from the first when this Python reads both. */
  async compare(pairs: readonly Pair[], encoding: string | null = null): Promise<Verdicts> {
    return (await this.ask("compare", { pairs: pairs.map(encodeAll), encoding })) as Verdicts;
  }

  /**
   * As `compare`, for what was written in that protocol after natural reading `from` another: what this merges is no difference (see
   * `Natural` in `compare.py`).
   */
  async compareNatural(
    pairs: readonly Pair[],
    protocol: number,
    from: number,
    encoding: string | null = null,
  ): Promise<Verdicts> {
    // In protocol 0 the keys of a dict come one by one.
    const request = { pairs: pairs.map(encodeAll), encoding, natural: protocol, batched: from > 0 };
    return (await this.ask("compare", request)) as Verdicts;
  }

  /** As `compare`, but `==` is enough. */
  async equal(pairs: readonly Pair[]): Promise<Verdicts> {
    return (await this.ask("compare", { pairs: pairs.map(encodeAll), equal: true })) as Verdicts;
  }

  /** What `repr()` says of each pickle's value. */
  async represent(pickles: readonly Uint8Array[], encoding: string | null = null): Promise<string[]> {
    return (await this.ask("represent", { data: encodeAll(pickles), encoding })) as string[];
  }

  /** Pickles of the values of Python expressions. */
  async evaluate(sources: readonly string[], protocol: number): Promise<Uint8Array[]> {
    return decodeAll(await this.ask("evaluate", { sources, protocol }));
  }

  /** The pickles that must be written again byte for byte. */
  async corpus(): Promise<{ name: string; protocol: number; data: Uint8Array }[]> {
    const rows = (await this.ask("corpus", {})) as [string, number, string][];
    return rows.map(([name, protocol, text]) => ({ name, protocol, data: Buffer.from(text, "base64") }));
  }

  close(): void {
    this.#process.stdin.end();
  }

  /** Asks one of the `QUESTIONS` of `oracle.py`. */
  ask(ask: string, request: object): Promise<unknown> {
    const data = Buffer.from(JSON.stringify({ ask, ...request }));
    const header = Buffer.alloc(4);
    header.writeUInt32BE(data.length);
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(Buffer.concat([header, data]));
    });
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    let data = Buffer.concat(this.#received);
    while (data.length >= 4) {
      this.#needed = 4 + data.readUInt32BE(0);
      if (data.length < this.#needed) break;
      this.#answer(data.toString("utf8", 4, this.#needed));
      data = data.subarray(this.#needed);
      this.#needed = 4;
    }
    this.#received = [data];
    this.#length = data.length;
  }

  #answer(text: string): void {
    const message = JSON.parse(text) as { answer?: unknown; error?: string };
    const waiting = this.#waiting.shift();
    if (message.error === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(`Python ${this.python.version}: ${message.error}`));
  }

  #fail(reason: Error): void {
    this.#failure = reason;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
  }
}

function encodeAll(pickles: readonly Uint8Array[]): string[] {
  return pickles.map((data) => Buffer.from(data).toString("base64"));
}

function decodeAll(answer: unknown): Uint8Array[] {
  return (answer as string[]).map((text) => Buffer.from(text, "base64"));
}
