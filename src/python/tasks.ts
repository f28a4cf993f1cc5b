/**
 * The work for one value, as a generator: it yields each value that it needs the result of, is given that result, and
 * returns its own. So a walk over nested values is written as if it were recursive, and uses no call stack.
 */
export type Task<Result> = Generator<unknown, Result, Result>;

/** What a walk does at a value. */
export interface Visitor<Result> {
  /** The result for a value at once, or `undefined` when it takes a task. */
  leaf(value: unknown): Result | undefined;
  task(value: object): Task<Result>;
}

/** The result for `root`, however deeply it is nested. */
export function runTask<Result>(visitor: Visitor<Result>, root: unknown): Result {
  const leaf = visitor.leaf(root);
  if (leaf !== undefined) return leaf;
  let task = visitor.task(root as object);
  const waiting: Task<Result>[] = [];
  let step = task.next();
  for (;;) {
    if (step.done) {
      const above = waiting.pop();
      if (!above) return step.value;
      task = above;
      step = task.next(step.value);
      continue;
    }
    const result = visitor.leaf(step.value);
    if (result !== undefined) {
      step = task.next(result);
    } else {
      waiting.push(task);
      task = visitor.task(step.value as object);
      step = task.next();
    }
  }
}
