import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { PYTHONS } from "../../../oracle/each-python.ts";
import type { Python } from "../../../oracle/oracle.ts";

/** How a Python reads: see `KINDS` in `reader.py`. */
export type Kind = "c" | "c-raw" | "c-ahead" | "c-blocks" | "c-again" | "python";

/** What a real unpickler asked for, and why it ended. */
export interface Witness {
  readonly imports: readonly Pair[];
  /** The names that were called or changed. */
  readonly touched: readonly Pair[];
  readonly end: string;
}

export type Pair = readonly [module: string, name: string];

/** The extension codes that `reader.py` knows. */
export const EXTENSIONS: ReadonlyMap<number, string> = new Map([
  [1, "ext.One"],
  [2, "ext.two.Two"],
  [300, "ext.Three"],
  [70_000, "ext.Four"],
]);

const WANTED: Readonly<Record<string, readonly Kind[]>> = {
  "2.7": ["c", "python"],
  "3.6": ["c", "python"],
  "3.8": ["c", "python"],
  "3.11": ["c"],
  "3.13": ["c", "c-raw", "c-ahead", "c-blocks", "c-again", "python"],
};

const WORKER = join(import.meta.dirname, "reader.py");
/** Milliseconds after which a reader is taken for stuck. */
const LONGEST = 20_000;

/** A real unpickler, in a process of its own. Close it when done. */
export class Reader {
  readonly name: string;
  readonly python: Python;
  readonly kind: Kind;
  #process: ChildProcessWithoutNullStreams | undefined;

  constructor(python: Python, kind: Kind) {
    this.python = python;
    this.kind = kind;
    this.name = `${python.short} ${kind}`;
  }

  /** What reading each pickle asked for; `undefined` for one that the process did not survive. */
  async read(pickles: readonly Uint8Array[]): Promise<(Witness | undefined)[]> {
    const answer = await this.#ask(pickles);
    if (answer) return answer;
    if (pickles.length < 2) return [undefined];
    const half = pickles.length >> 1;
    return [...(await this.read(pickles.slice(0, half))), ...(await this.read(pickles.slice(half)))];
  }

  close(): void {
    this.#process?.stdin.end();
    this.#process = undefined;
  }

  /** `undefined` if the process died of it. */
  async #ask(pickles: readonly Uint8Array[]): Promise<Witness[] | undefined> {
    this.#process ??= spawn(this.python.path, [WORKER], { env: { ...process.env, PYTHONHASHSEED: "0" } });
    const child = this.#process;
    const data = pickles.map((bytes) => Buffer.from(bytes).toString("base64"));
    const text = Buffer.from(JSON.stringify({ kind: this.kind, data }));
    const header = Buffer.alloc(4);
    header.writeUInt32BE(text.length);
    const answered = answerOf(child);
    child.stdin.write(Buffer.concat([header, text]));
    const answer = await answered;
    if (answer === undefined) {
      child.kill("SIGKILL");
      this.#process = undefined;
    }
    return answer?.map(([imports, touched, end]) => ({ imports, touched, end }));
  }
}

type Row = [Pair[], Pair[], string];

/** The next message of a process; `undefined` if it ends or takes too long. */
function answerOf(child: ChildProcessWithoutNullStreams): Promise<Row[] | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const receive = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < 4) return;
      const data = Buffer.concat(chunks);
      if (length < 4 + data.readUInt32BE(0)) return;
      finish(JSON.parse(data.toString("utf8", 4)) as Row[]);
    };
    const fail = () => finish(undefined);
    const timer = setTimeout(fail, LONGEST);
    const finish = (rows: Row[] | undefined) => {
      clearTimeout(timer);
      child.stdout.off("data", receive);
      child.off("close", fail);
      child.stdin.off("error", fail);
      resolve(rows);
    };
    child.stdout.on("data", receive);
    child.on("close", fail);
    child.stdin.on("error", fail);
  });
}

/** The real unpicklers of this machine. */
export function findReaders(): Reader[] {
  return PYTHONS.flatMap((python) => (WANTED[python.short] ?? []).map((kind) => new Reader(python, kind)));
}

/** The versions that are wanted and not here. */
export function missingVersions(): string[] {
  return Object.keys(WANTED).filter((short) => !PYTHONS.some((python) => python.short === short));
}
