import { ensureRoom } from "../bytes/limits.ts";
import type { Fail, ValueStack } from "./parts.ts";

/** The stack of a machine, and the MARKs on it: what is below the last of them can only be reached once it is off. */
export class Stack implements ValueStack {
  /** The values, with some that were taken off above the top. */
  readonly values: unknown[] = [];
  /** Where the values end that were taken off last. */
  end = 0;
  /** Where the values end. */
  top = 0;
  /** Where the last MARK is, and the ones below it. */
  floor = 0;
  readonly marks: number[] = [];
  readonly #fail: Fail;

  constructor(fail: Fail) {
    this.#fail = fail;
  }

  /** Whether there is nothing above the last MARK. */
  get isEmpty(): boolean {
    return this.top === this.floor;
  }

  push(value: unknown): void {
    ensureRoom(this.top + 1);
    this.values[this.top++] = value;
  }

  pop(): unknown {
    if (this.top === this.floor) this.#underflow(1);
    this.top -= 1;
    return this.values[this.top];
  }

  peek(): unknown {
    if (this.top === this.floor) this.#underflow(1);
    return this.values[this.top - 1];
  }

  /** Puts another value in the place of the topmost one. */
  replace(value: unknown): void {
    this.values[this.top - 1] = value;
  }

  /** Takes `count` values off, which stand on `below` more; returns where they begin. */
  take(count: number, below: number = 0): number {
    if (this.top - this.floor < count + below) this.#underflow(count + below);
    this.end = this.top;
    this.top -= count;
    return this.top;
  }

  mark(): void {
    ensureRoom(this.marks.length + 1);
    this.marks.push(this.floor);
    this.floor = this.top;
  }

  /** Takes everything above the last MARK off, and the MARK; returns where it began. */
  unmark(): number {
    const below = this.marks.pop();
    if (below === undefined) throw this.#fail("no MARK on the stack", "bad-stack");
    const from = this.floor;
    this.floor = below;
    this.end = this.top;
    this.top = from;
    return from;
  }

  #underflow(count: number): never {
    const found = this.top - this.floor;
    const values = count === 1 ? "value" : "values";
    throw this.#fail(
      `${count} ${values} expected on the stack, ${found} found above the last MARK`,
      "bad-stack",
    );
  }
}
