import { repr } from "../python/index.ts";
import type { ReadOptions } from "./argument-descriptor.ts";
import { argumentText } from "./argument-text.ts";
import { Emulation, type Step } from "./emulation.ts";
import { Complaint } from "./errors.ts";
import type { Operation } from "./genops.ts";
import type { Memo } from "./memo.ts";
import { opcodes } from "./opcodes.ts";
import type { StackObject } from "./stack-objects.ts";

/** How a listing looks; see `DisOptions`. */
export interface ListingOptions extends Required<ReadOptions> {
  readonly annotate: number;
  readonly indentlevel: number;
  readonly memo: Memo;
  readonly maxLength: number;
}

const CODE_WIDTH = 4;
const NAME_WIDTH = 10;
/** How the codes are shown. */
const CODES: ReadonlyMap<string, string> = new Map(
  opcodes.map(({ code }) => [code, repr(code).slice(1, -1).padEnd(CODE_WIDTH)]),
);
/** An annotation beyond this column does not move those that follow. */
const LAST_COLUMN = 50;
/** Strings cannot be much longer in every runtime. */
const LONGEST_LINE = 2 ** 28;

/** What is left on the stack is named up to this many objects. */
const LONGEST_LIST = 2 ** 20;

/** Writes the lines of one pickle, without their newlines and what stands before them. */
export class Listing {
  readonly #options: ListingOptions;
  readonly #emulation: Emulation;
  /** Where the annotations are at present. */
  #column: number;
  #length = 0;
  #protocol = -1;
  #step: Step | undefined;

  constructor(options: ListingOptions) {
    this.#options = options;
    this.#emulation = new Emulation(options.memo, options.version === "3.13");
    this.#column = options.annotate;
  }

  /** The line of an opcode. Throws `Complaint` where CPython has no line for it. */
  line(operation: Operation): string {
    const { opcode } = operation;
    const indent = this.#emulation.depth * this.#options.indentlevel;
    this.#ensureLength(indent);
    this.#protocol = Math.max(this.#protocol, opcode.proto);
    this.#step = this.#emulation.begin(operation);
    let details = operation.arg === null ? "" : ` ${argumentText(operation, this.#options)}`;
    if (this.#step.note !== undefined) details += ` ${this.#step.note}`;
    const name = details === "" ? opcode.name : opcode.name.padEnd(NAME_WIDTH);
    let line = `${CODES.get(opcode.code)} ${" ".repeat(indent)}${name}${details}`;
    if (this.#options.annotate > 0) line = `${this.#aligned(line)} ${opcode.summary}`;
    this.#ensureLength(line.length);
    this.#length += line.length;
    return line;
  }

  /** Does what the opcode of the last line does. Throws `Complaint` for what is wrong with it. */
  step(operation: Operation): void {
    const step = this.#step as Step;
    if (step.problem) throw step.problem;
    this.#emulation.end(operation, step);
  }

  /** The line below all others. */
  summary(): string {
    return `highest protocol among opcodes = ${this.#protocol}`;
  }

  /** Throws `Complaint` if STOP left something. */
  end(): void {
    const { stack } = this.#emulation;
    if (stack.length > 0) throw new Complaint(`stack not empty after STOP: ${listText(stack)}`, "bad-stack");
  }

  #aligned(line: string): string {
    const width = characters(line);
    const column = Math.max(width, this.#column);
    this.#column = column > LAST_COLUMN ? this.#options.annotate : column;
    return line + " ".repeat(column - width);
  }

  #ensureLength(more: number): void {
    if (more > LONGEST_LINE) throw new Complaint(`a line of more than ${LONGEST_LINE} characters`, "limit");
    const { maxLength } = this.#options;
    if (this.#length + more > maxLength)
      throw new Complaint(`a disassembly of more than ${maxLength} characters`, "limit");
  }
}

/** How many characters Python counts. In what `repr()` gives, surrogates stand in pairs. */
function characters(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i += 1) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) count -= 1;
  return count;
}

function listText(stack: readonly StackObject[]): string {
  const names = stack.slice(0, LONGEST_LIST).map(({ name }) => name);
  return `[${names.join(", ")}${stack.length > LONGEST_LIST ? ", ..." : ""}]`;
}
