import { EXIT, Failure } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";

/** Somebody wants to begin anew. */
export const INTERRUPTED: unique symbol = Symbol("interrupted");

/** Where lines come from, one after the other. */
export interface Lines {
  /** The next line; `undefined` if there is none. */
  next(prompt: string): Promise<string | typeof INTERRUPTED | undefined>;
  close(): void;
}

/** The lines of the standard input, where nobody edits them. */
export class PipedLines implements Lines {
  readonly #lines: AsyncGenerator<string, undefined> = this.#read();
  readonly #isPrompting: boolean;
  #isAhead = false;

  constructor(isPrompting: boolean) {
    this.#isPrompting = isPrompting;
  }

  /** Whether the next line is here already. */
  get isAhead(): boolean {
    return this.#isAhead;
  }

  async next(prompt: string): Promise<string | undefined> {
    if (this.#isPrompting) await print([prompt]);
    return (await this.#lines.next()).value;
  }

  close(): void {
    this.#lines.return(undefined);
  }

  async *#read(): AsyncGenerator<string, undefined> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let rest = "";
    for await (const chunk of host.stdin) {
      const [first = "", ...others] = decoded(decoder, chunk).split("\n");
      rest += first;
      for (const [i, line] of others.entries()) {
        this.#isAhead = i + 1 < others.length;
        yield rest.replace(/\r$/, "");
        rest = line;
      }
    }
    rest += decoded(decoder, undefined);
    if (rest !== "") yield rest;
  }
}

function decoded(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch (error) {
    throw new Failure("standard input: it is no UTF-8", EXIT.unreadable, { cause: error });
  }
}
