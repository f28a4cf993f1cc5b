import { cut } from "../python/printable.ts";
import { host } from "./host.ts";
import { counted, grouped } from "./scalar.ts";

/** How often the line is written anew, in milliseconds. */
const PACE = 100;
/** How many characters a whole bar has. */
const BAR = 30;

/** A line on the terminal that tells how far the work is, and that is gone when anything else is written. */
export class Progress {
  readonly #total: number;
  readonly #isShown: boolean;
  #last = 0;
  #isThere = false;

  /** Without a total, nobody knows how much it will be. */
  constructor(total: number = Number.POSITIVE_INFINITY) {
    this.#total = total;
    this.#isShown = total > 1 && host.stderr.isTTY === true && host.env.TERM !== "dumb";
  }

  /** The file that is being looked into; its name must be printable already. */
  show(number: number, name: string): void {
    if (this.#isDue()) this.#write(`${number} of ${this.#total}: ${name}`);
  }

  /** How much is done, as a bar; the noun says of what. */
  bar(done: number, noun: string): void {
    if (!this.#isDue()) return;
    const part = Math.min(done / this.#total, 1);
    const bar = "#".repeat(Math.floor(part * BAR)).padEnd(BAR);
    const percent = String(Math.floor(part * 100)).padStart(3);
    this.#write(`[${bar}] ${percent}%  ${grouped(done)} of ${counted(this.#total, noun)}`);
  }

  /** How much is done; the noun says of what, and the verb what was done. */
  count(done: number, noun: string, verb: string): void {
    if (this.#isDue()) this.#write(`${counted(done, noun)} ${verb}`);
  }

  clear(): void {
    if (this.#isThere) host.stderr.write("\r\u001b[K", ignore);
    this.#isThere = false;
  }

  #isDue(): boolean {
    if (!this.#isShown) return false;
    const now = Date.now();
    if (now - this.#last < PACE) return false;
    this.#last = now;
    return true;
  }

  #write(line: string): void {
    host.stderr.write(`\r\u001b[K${cut(line, (host.stderr.columns || 80) - 1)}`, ignore);
    this.#isThere = true;
  }
}

function ignore(): void {}
