// The stacks of Python 2's readers, which let values be taken from below a MARK.

import { ensureRoom } from "../../bytes/limits.ts";
import type { Fail, ValueStack } from "../../pickle/parts.ts";

/** A stack without a floor. */
abstract class FormerStack implements ValueStack {
  readonly values: unknown[] = [];
  end = 0;
  protected top = 0;
  protected readonly fail: Fail;
  /** Called when a value is taken that is not above the last MARK. */
  protected readonly onCross: () => void;

  constructor(fail: Fail, onCross: () => void) {
    this.fail = fail;
    this.onCross = onCross;
  }

  abstract get isEmpty(): boolean;

  abstract mark(): void;

  abstract unmark(): number;

  push(value: unknown): void {
    ensureRoom(this.top + 1);
    this.values[this.top++] = value;
  }

  pop(): unknown {
    const from = this.take(1);
    return this.values[from];
  }

  peek(): unknown {
    this.reach(1);
    return this.values[this.top - 1];
  }

  replace(value: unknown): void {
    if (this.top > 0) this.values[this.top - 1] = value;
  }

  take(count: number, below: number = 0): number {
    this.reach(count + below);
    this.end = this.top;
    this.top -= count;
    return this.top;
  }

  /** Fails if there are not that many values. */
  protected reach(count: number): void {
    if (this.top < count) throw this.fail(`${count} expected on the stack, ${this.top} found`, "bad-stack");
  }
}

/** The stack of the C reader: MARKs are places, which stay where they are when values below them are taken. */
export class PlacedMarks extends FormerStack {
  readonly #marks: number[] = [];

  override get isEmpty(): boolean {
    return this.top === (this.#marks.at(-1) ?? 0);
  }

  override mark(): void {
    ensureRoom(this.#marks.length + 1);
    this.#marks.push(this.top);
  }

  override unmark(): number {
    const place = this.#marks.pop();
    if (place === undefined) throw this.fail("no MARK on the stack", "bad-stack");
    this.end = this.top;
    this.top = Math.min(place, this.top);
    return this.top;
  }

  protected override reach(count: number): void {
    super.reach(count);
    if (this.top - count < (this.#marks.at(-1) ?? 0)) this.onCross();
  }
}

/** What stands for a MARK among the values. */
const MARK: object = Object.freeze({});

/** The stack of the reader in Python: a MARK is a value, which can be stored, doubled and put into others. */
export class MarksAsValues extends FormerStack {
  override get isEmpty(): boolean {
    return this.top === 0 || this.values[this.top - 1] === MARK;
  }

  override mark(): void {
    this.push(MARK);
  }

  override unmark(): number {
    this.end = this.top;
    for (let i = this.top - 1; i >= 0; i -= 1) {
      if (this.values[i] !== MARK) continue;
      this.top = i;
      return i + 1;
    }
    throw this.fail("no MARK on the stack", "bad-stack");
  }

  /** Below the first value is the last one, as index -1 has it. */
  override peek(): unknown {
    if (this.top > 0 || this.end === 0) return super.peek();
    this.onCross();
    return this.values[this.end - 1];
  }

  protected override reach(count: number): void {
    super.reach(count);
    if (this.values.lastIndexOf(MARK, this.top - 1) >= this.top - count) this.onCross();
  }
}
