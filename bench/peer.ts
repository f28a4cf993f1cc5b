import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Python } from "../test/oracle/oracle.ts";

/** A call that both sides time. */
export type Call = "loads" | "dumps";

/** A CPython that holds the data and times its C `pickle`. Close it when done. */
export class Peer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(python: Python) {
    this.#process = spawn(python.path, [path.join(import.meta.dirname, "peer.py")]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** The pickle of a workload. */
  async data(name: string, protocol: number): Promise<Uint8Array> {
    return new Uint8Array(
      Buffer.from((await this.#ask({ ask: "data", name, protocol })) as string, "base64"),
    );
  }

  /** The median of one call, in seconds, from calls that take `seconds` altogether. */
  async time(call: Call, name: string, protocol: number, seconds: number): Promise<number> {
    return (await this.#ask({ ask: call, name, protocol, seconds })) as number;
  }

  close(): void {
    this.#process.stdin.end();
  }

  async #ask(request: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await this.#lines.next();
    if (done) throw new Error("CPython ended without an answer");
    return JSON.parse(value);
  }
}
