import { host, type LineEditor, readline } from "../host.ts";
import type { Completion } from "./completion.ts";
import { History, LONGEST_HISTORY } from "./history.ts";
import { INTERRUPTED, type Lines } from "./lines.ts";

/** What a prompt has to do with the rest. */
export interface PromptOptions {
  complete(line: string): Completion;
  /** Somebody pressed Ctrl-C while a statement runs. */
  interrupt(): void;
}

type Answer = string | typeof INTERRUPTED | undefined;

/** Lines that are edited on a terminal. */
export class Prompt implements Lines {
  readonly #editor: LineEditor;
  readonly #history = new History();
  /** What was entered before it was asked for. */
  readonly #entered: string[] = [];
  readonly #interrupt: () => void;
  #answer: ((answer: Answer) => void) | undefined;
  #isClosed = false;

  constructor({ complete, interrupt }: PromptOptions) {
    this.#editor = readline.createInterface({
      input: host.stdin,
      output: host.stdout.isTTY ? host.stdout : host.stderr,
      terminal: true,
      completer: complete,
      history: this.#history.read(),
      historySize: LONGEST_HISTORY,
      removeHistoryDuplicates: true,
    });
    this.#interrupt = () => {
      if (this.#answer) this.#clear();
      else interrupt();
    };
    this.#editor.on("line", (line) => this.#take(line));
    this.#editor.on("SIGINT", this.#interrupt);
    this.#editor.on("close", () => {
      this.#isClosed = true;
      this.#settle(undefined);
    });
    host.on("SIGINT", this.#interrupt);
  }

  next(prompt: string): Promise<Answer> {
    const line = this.#entered.shift();
    if (line !== undefined || this.#isClosed) return Promise.resolve(line);
    host.stdin.setRawMode?.(true);
    this.#editor.setPrompt(prompt);
    this.#editor.prompt(true);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  close(): void {
    host.off("SIGINT", this.#interrupt);
    this.#editor.close();
  }

  #take(line: string): void {
    this.#history.add(line);
    if (!this.#answer) {
      this.#entered.push(line);
      return;
    }
    // While a statement runs, Ctrl-C is a signal and Ctrl-\ the way out of one that gives nothing and never ends.
    this.#editor.pause();
    host.stdin.setRawMode?.(false);
    this.#settle(line);
  }

  #clear(): void {
    this.#editor.write(null, { ctrl: true, name: "e" });
    this.#editor.write(null, { ctrl: true, name: "u" });
    this.#settle(INTERRUPTED);
  }

  #settle(answer: Answer): void {
    const settle = this.#answer;
    this.#answer = undefined;
    settle?.(answer);
  }
}
