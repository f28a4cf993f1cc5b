import { pathOf } from "../python/places.ts";
import { PicklingError } from "./errors.ts";
import { inPlace, Unwritable } from "./unwritable.ts";
import type { Task, Writing } from "./writing.ts";

/** So many values are written within each other by calls, which is faster; what is deeper waits. */
const DEEPEST = 64;
/** Each check comes at twice the depth of the one before, so all together take no longer than the last. */
const FIRST_CYCLE_CHECK = 4096;
/** A value that is being written this many times at once will never end: CPython has stack for 1665. */
const MANY_TIMES = 2000;
/** With no memo only what fills an object is written within that object. */
const MANY_TIMES_IF_FAST = 2;

/** The values that are being written, each within the one before: by calls, and by tasks that wait for each other. */
export class TaskStack {
  /** Those that wait, the innermost last. */
  readonly waiting: Task[] = [];
  /** How many calls are within each other. */
  depth = 0;
  /** Those that began to wait just now, the innermost first, since its call ends first. */
  readonly #begun: Task[] = [];
  readonly #writing: Writing;
  #nextCycleCheck = FIRST_CYCLE_CHECK;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** Whether what holds others has to wait. */
  get isDeep(): boolean {
    return this.depth >= DEEPEST;
  }

  /** Begins anew, with nothing in it. */
  clear(): void {
    // To set a length takes as long as to write ten numbers.
    if (this.waiting.length > 0) this.waiting.length = 0;
    if (this.#begun.length > 0) this.#begun.length = 0;
    this.depth = 0;
    this.#nextCycleCheck = FIRST_CYCLE_CHECK;
  }

  /** Takes a step within the call at hand; whether the task has come to its end. */
  step(task: Task): boolean {
    this.depth += 1;
    try {
      return task.step(this.#writing);
    } catch (error) {
      throw inPlace(error, task.where());
    } finally {
      this.depth -= 1;
    }
  }

  /** Lets a task go on when all that began to wait before is written. */
  wait(task: Task): false {
    this.#begun.push(task);
    return false;
  }

  /** Runs the tasks until none is left (`true`) or it is time to pause (`false`). */
  run(): boolean {
    const writing = this.#writing;
    for (let task = this.#next(); task; task = this.#next()) {
      if (writing.out.isEnough) return false;
      this.depth = 0;
      if (task.step(writing)) this.waiting.pop();
    }
    return true;
  }

  /** The error for the user: one about a value says where that is. */
  explain(error: unknown): unknown {
    if (!(error instanceof Unwritable)) return error;
    const places = [...this.waiting.map((task) => task.where()), ...error.places];
    return new PicklingError(error.message, pathOf(places), error.code);
  }

  #next(): Task | undefined {
    const { waiting } = this;
    for (let task = this.#begun.pop(); task; task = this.#begun.pop()) {
      if (waiting.length === this.#nextCycleCheck) this.#checkCycles();
      waiting.push(task);
    }
    return waiting.at(-1);
  }

  /** Depth is no error; but the same tuple or call within itself, again and again, would never end. */
  #checkCycles(): void {
    this.#nextCycleCheck *= 2;
    const most = this.#writing.memo.fast ? MANY_TIMES_IF_FAST : MANY_TIMES;
    const times = new Map<object, number>();
    for (const { value } of this.waiting) {
      const count = (times.get(value) ?? 0) + 1;
      if (count > most)
        throw new Unwritable("it holds itself in a way that Python cannot write", "unsupported-value");
      times.set(value, count);
    }
  }
}
