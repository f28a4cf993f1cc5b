import type { Task, Writing } from "./writing.ts";

/** Writes what a value holds as a row, which may have to wait in between. */
export abstract class RowTask implements Task {
  readonly value: object;
  /** What is to be written next. */
  #at: number;
  #isWaiting: boolean;

  /** @param at How much of the row is written; the last of it may be what is waited for. */
  constructor(value: object, at: number) {
    this.value = value;
    this.#at = at;
    this.#isWaiting = at > 0;
  }

  where(): string {
    return this.#isWaiting ? this.placeOf(this.#at - 1) : "";
  }

  abstract step(writing: Writing): boolean;

  /** Goes on with the row to before an index; `false` when it has to wait. */
  protected goOn(writing: Writing, end: number): boolean {
    this.#isWaiting = false;
    const next = this.row(writing, this.#at, end);
    this.#at = next < 0 ? ~next : next;
    this.#isWaiting = next < 0;
    return next >= 0;
  }

  /** Writes some of the row, as `Rows` does. */
  protected abstract row(writing: Writing, from: number, to: number): number;

  /** How what has that index is reached. */
  protected placeOf(at: number): string {
    return `[${at}]`;
  }
}
