import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

/** A call that both sides time. */
export type Call = "loads" | "dumps";

/** A CPython that holds the data and times its C module. Close it when done. */
export class Peer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  /**
   * @param script The program that answers, in this folder.
   * @param args What it is told.
   */
  constructor(python: { readonly path: string }, script: string, args: readonly string[] = []) {
    this.#process = spawn(python.path, [path.join(import.meta.dirname, script), ...args]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** The names of the workloads. */
  async names(): Promise<string[]> {
    return (await this.ask({ ask: "names" })) as string[];
  }

  /** The bytes of a workload of so many units, in that version or protocol. */
  async data(name: string, version: number, units = 1000): Promise<Uint8Array> {
    const text = (await this.ask({ ask: "data", name, version, units })) as string;
    return new Uint8Array(Buffer.from(text, "base64"));
  }

  /** The seconds of one call, from calls that take `seconds` altogether. */
  async time(call: Call, name: string, version: number, seconds: number): Promise<number> {
    return (await this.ask({ ask: call, name, version, seconds })) as number;
  }

  /** What the program answers; see there what can be asked. */
  async ask(request: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await this.#lines.next();
    if (done) throw new Error("CPython ended without an answer");
    return JSON.parse(value);
  }

  close(): void {
    this.#process.stdin.end();
  }
}
