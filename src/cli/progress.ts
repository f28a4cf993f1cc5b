import { cut } from "../python/printable.ts";
import { host } from "./host.ts";

/** How often the line is written anew, in milliseconds. */
const PACE = 100;

/** A line on the terminal that tells how far the work is, and that is gone when anything else is written. */
export class Progress {
  readonly #total: number;
  readonly #isShown: boolean;
  #last = 0;
  #isThere = false;

  constructor(total: number) {
    this.#total = total;
    this.#isShown = total > 1 && host.stderr.isTTY === true && host.env.TERM !== "dumb";
  }

  /** The file that is being looked into; its name must be printable already. */
  show(number: number, name: string): void {
    const now = Date.now();
    if (!this.#isShown || now - this.#last < PACE) return;
    this.#last = now;
    const line = cut(`${number} of ${this.#total}: ${name}`, (host.stderr.columns ?? 80) - 1);
    host.stderr.write(`\r\u001b[K${line}`, ignore);
    this.#isThere = true;
  }

  clear(): void {
    if (this.#isThere) host.stderr.write("\r\u001b[K", ignore);
    this.#isThere = false;
  }
}

function ignore(): void {}
