import { SQLITE_DENY, SQLITE_IGNORE } from "../authorizer-codes.ts";
import { SQLITE_ERROR, SQLITE_OK } from "../result-codes.ts";
import type { Integers, SqlValue } from "../values.ts";
import type { NodeAggregateOptions, NodeDatabase, NodeInput, NodeOutput } from "./node-sqlite.ts";
import { type Activity, MALFUNCTION } from "./plain-activity.ts";
import { misuse, needsHelper, needsNewer, translated } from "./plain-errors.ts";
import { bound, wanted } from "./plain-values.ts";
import { type Aggregate, type Authorizer, Failure, type FunctionFlags, type ScalarFunction } from "./port.ts";

/** Defines functions in a database, and its authorizer. */
export class PlainFunctions {
  readonly #database: NodeDatabase;
  readonly #activity: Activity;
  readonly #integers: Integers;

  constructor(database: NodeDatabase, activity: Activity, integers: Integers) {
    this.#database = database;
    this.#activity = activity;
    this.#integers = integers;
  }

  scalar(name: string, narg: number, callback: ScalarFunction, flags: FunctionFlags): void {
    if (flags.innocuous) throw needsHelper("an innocuous function");
    const options = {
      ...optionsFor(narg),
      deterministic: flags.deterministic,
      directOnly: flags.directOnly,
    };
    const call = (...args: NodeOutput[]) => this.#result(() => callback(...this.#arguments(args)));
    defining(() => this.#database.function(name, options, taking(narg, call)));
  }

  /**
   * An aggregate of which `step` fails fails at its end, where there is a result that can fail. For a window, `value` stands for
   * `finalize` too: they are not told apart.
   */
  aggregate(name: string, narg: number, make: () => Aggregate | Failure, windowed: boolean): void {
    const consume = (run: Run, method: "step" | "inverse", args: NodeOutput[]) => {
      run.aggregate ??= this.#activity.call(make);
      const { aggregate } = run;
      if (aggregate instanceof Failure) return run;
      const failure = this.#activity.call(() => aggregate[method]?.(...this.#arguments(args)));
      if (failure !== undefined) run.aggregate = failure;
      return run;
    };
    const step = (run: Run, ...args: NodeOutput[]) => consume(run, "step", args);
    const inverse = (run: Run, ...args: NodeOutput[]) => consume(run, "inverse", args);
    const options: NodeAggregateOptions<Run> = {
      ...optionsFor(narg),
      start: () => ({ aggregate: undefined }),
      step: taking(narg + 1, step),
      result: (run) => this.#result(() => resultOf(run, windowed)),
      ...(windowed && { inverse: taking(narg + 1, inverse) }),
    };
    defining(() => this.#database.aggregate(name, options));
  }

  /** What was there before cannot come back: what takes its place says that there is nothing. */
  remove(name: string, narg: number): void {
    const nothing = new Failure(`no such function: ${name}`, SQLITE_ERROR);
    const fail = taking(narg, () => this.#activity.fail(nothing));
    defining(() => this.#database.function(name, optionsFor(narg), fail));
  }

  authorizer(authorize: Authorizer | null): void {
    const database = this.#database;
    const activity = this.#activity;
    if (database.setAuthorizer === undefined) throw needsNewer("setAuthorizer()");
    if (authorize === null) {
      database.setAuthorizer(null);
      return;
    }
    database.setAuthorizer((...question) => {
      if (activity.isPrivate) return SQLITE_OK;
      const answer = activity.call(() => authorize(...question));
      if (answer === SQLITE_OK || answer === SQLITE_DENY || answer === SQLITE_IGNORE) return answer;
      if (!(answer instanceof Failure)) activity.fail(MALFUNCTION);
      return SQLITE_DENY;
    });
  }

  #result(callback: () => ReturnType<ScalarFunction>): NodeInput {
    const result = this.#activity.call(callback);
    return result instanceof Failure ? this.#activity.fail(result) : bound(result);
  }

  #arguments(args: NodeOutput[]): SqlValue[] {
    for (let index = 0; index < args.length; index++)
      if (typeof args[index] === "bigint") args[index] = wanted(args[index] as bigint, this.#integers);
    return args;
  }
}

/** One run of an aggregate, which begins with the first row; or why it failed. */
interface Run {
  aggregate: Aggregate | Failure | undefined;
}

/** NULL for no rows. */
function resultOf({ aggregate }: Run, windowed: boolean): ReturnType<ScalarFunction> {
  if (aggregate === undefined) return null;
  if (aggregate instanceof Failure) return aggregate;
  return windowed && aggregate.value !== undefined ? aggregate.value() : aggregate.finalize();
}

/** Defines a function. What is wrong with it is not told: the error is that of whatever failed last. */
function defining(define: () => void): void {
  try {
    define();
  } catch (error) {
    const reason = translated(error);
    throw reason.message.startsWith("unable to delete/modify") ? reason : misuse();
  }
}

function optionsFor(narg: number): { readonly useBigIntArguments: true; readonly varargs: boolean } {
  if (narg < -1) throw misuse();
  return { useBigIntArguments: true, varargs: narg === -1 };
}

/** The function, which says that it takes so many arguments. */
function taking<F extends object>(length: number, callback: F): F {
  return Object.defineProperty(callback, "length", { value: length });
}
