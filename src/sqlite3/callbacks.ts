import { SQLITE_DENY } from "./authorizer-codes.ts";
import {
  type Aggregate,
  type Authorizer,
  type Bindable,
  Failure,
  type ScalarFunction,
} from "./engine/port.ts";
import { SqliteError } from "./errors.ts";
import { boxed } from "./parameters.ts";
import { SQLITE_ERROR, SQLITE_NOMEM, SQLITE_TOOBIG } from "./result-codes.ts";
import { IntegerTooLarge, int64, type SqlInput, type SqlValue } from "./values.ts";
import { lossOf } from "./well-formed.ts";

/** What a function gives: NULL for `undefined`. */
export type SqlResult = SqlInput | undefined | ArrayBufferView | ArrayBuffer;

/** What makes one run of an aggregate: a class. */
export type AggregateClass = new () => {
  /** Takes a row of the group. */
  step(...args: SqlValue[]): void;
  /** The result of the group. */
  finalize(): SqlResult;
};

/** The same for a window: rows also leave it, and its value is asked for in between. */
export type WindowClass = new () => {
  /** Takes a row into the window. */
  step(...args: SqlValue[]): void;
  /** Takes a row out of the window. */
  inverse(...args: SqlValue[]): void;
  /** The result for the window as it is. */
  value(): SqlResult;
  /** The result of the last window. */
  finalize(): SqlResult;
};

/** Told of what a callback threw: the error, and which callback it was. */
export type CallbackReport = (error: unknown, callback: string) => void;

const NOTHING: unique symbol = Symbol("nothing was thrown");

let report: CallbackReport | undefined;

/**
 * Says what callbacks throw: functions, authorizers, handlers, tracers and collations. SQLite only knows that they failed; what a
 * function threw is the `cause` of the error besides, what a tracer threw is seen here alone.
 *
 * @param flag `true` for the console, or a function of yours that is told; `false`, the default, for nothing.
 */
export function enableCallbackTracebacks(flag: boolean | CallbackReport): void {
  if (typeof flag === "function") report = flag;
  else report = flag ? (error, callback) => console.error(`Exception in ${callback}:`, error) : undefined;
}

/** The callbacks of one connection: none of them throws into SQLite, and what one threw is known afterwards. */
export class Callbacks {
  #thrown: unknown = NOTHING;

  /** The error that SQLite gave, and what a callback threw as its cause. */
  explain(error: unknown): unknown {
    const thrown = this.#thrown;
    this.#thrown = NOTHING;
    if (thrown !== NOTHING && error instanceof SqliteError && error.cause === undefined)
      Object.defineProperty(error, "cause", { value: thrown, configurable: true, writable: true });
    return error;
  }

  scalar(name: string, narg: number, callback: (...args: SqlValue[]) => SqlResult): ScalarFunction {
    const failed = (error: unknown) => this.#failed(error, name, "user-defined function raised exception");
    // An array for one argument costs as much as all the rest.
    if (narg === 1)
      return (value) => {
        try {
          return resultOf(callback(value as SqlValue));
        } catch (error) {
          return failed(error);
        }
      };
    return (...args) => {
      try {
        return resultOf(callback(...args));
      } catch (error) {
        return failed(error);
      }
    };
  }

  /** What makes the runs of an aggregate; its methods are looked up when they are needed, as in Python. */
  aggregate(name: string, narg: number, make: AggregateClass | WindowClass): () => Aggregate | Failure {
    return () => {
      try {
        return this.#running(name, narg, new make() as Methods);
      } catch (error) {
        return this.#failed(error, name, "user-defined aggregate's '__init__' method raised error");
      }
    };
  }

  #running(name: string, narg: number, run: Methods): Required<Aggregate> {
    const missing = (method: keyof Methods) => {
      const message = `user-defined aggregate's '${method}' method not defined`;
      return this.#failed(new TypeError(message), name, message);
    };
    const failed = (error: unknown, method: keyof Methods) =>
      this.#failed(error, name, `user-defined aggregate's '${method}' method raised error`);
    const result = (method: "value" | "finalize") => () => {
      try {
        return typeof run[method] === "function" ? resultOf(run[method]()) : missing(method);
      } catch (error) {
        return failed(error, method);
      }
    };
    const consume = (method: "step" | "inverse"): Aggregate["step"] => {
      if (typeof run[method] !== "function") return () => missing(method);
      // An array for one argument costs as much as all the rest.
      if (narg === 1)
        return (value) => {
          try {
            run[method](value as SqlValue);
            return undefined;
          } catch (error) {
            return failed(error, method);
          }
        };
      return (...args) => {
        try {
          run[method](...args);
          return undefined;
        } catch (error) {
          return failed(error, method);
        }
      };
    };
    return {
      step: consume("step"),
      inverse: consume("inverse"),
      value: result("value"),
      finalize: result("finalize"),
    };
  }

  /** An authorizer that throws denies. */
  authorizer(authorize: (...args: Parameters<Authorizer>) => number): Authorizer {
    return (...args) => {
      try {
        const answer = authorize(...args);
        // What is no 32-bit integer is no answer.
        return (answer | 0) === answer ? answer : SQLITE_DENY;
      } catch (error) {
        this.#remember(error, "authorizer callback");
        return SQLITE_DENY;
      }
    };
  }

  /** A handler that throws stops what runs. */
  progress(handler: () => unknown): () => boolean {
    return () => {
      try {
        return Boolean(handler());
      } catch (error) {
        this.#remember(error, "progress handler callback");
        return true;
      }
    };
  }

  /** A tracer that throws changes nothing: the statement has begun. */
  trace(tracer: (sql: string) => unknown): (sql: string) => void {
    return (sql) => {
      try {
        tracer(sql);
      } catch (error) {
        report?.(error, "trace callback");
      }
    };
  }

  /** A collation that throws gives NaN, which fails what runs, since rows in a wrong order would spoil an index. */
  collation(compare: (left: string, right: string) => number): (left: string, right: string) => number {
    return (left, right) => {
      try {
        const order = compare(left, right);
        if (typeof order !== "number" && typeof order !== "bigint")
          throw new TypeError("a collation gives a number");
        return Math.sign(Number(order)) || 0;
      } catch (error) {
        this.#remember(error, "collation callback");
        return Number.NaN;
      }
    };
  }

  #failed(error: unknown, name: string, message: string): Failure {
    this.#remember(error, `user-defined function ${name}`);
    const code = codeOf(error);
    return new Failure(WORDS.get(code) ?? message, code);
  }

  #remember(error: unknown, callback: string): void {
    this.#thrown = error;
    report?.(error, callback);
  }
}

interface Methods {
  step(...args: SqlValue[]): unknown;
  inverse(...args: SqlValue[]): unknown;
  value(): SqlResult;
  finalize(): SqlResult;
}

/** What SQLite says itself of the kinds of errors that it knows. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [SQLITE_TOOBIG, "string or blob too big"],
  [SQLITE_NOMEM, "out of memory"],
]);

/** What SQLite is told of an error: which of the few kinds it tells apart it is. */
function codeOf(error: unknown): number {
  if (error instanceof IntegerTooLarge) return SQLITE_TOOBIG;
  const code = error instanceof SqliteError ? (error.sqliteErrorcode ?? SQLITE_ERROR) & 0xff : SQLITE_ERROR;
  return code === SQLITE_NOMEM || code === SQLITE_TOOBIG ? code : SQLITE_ERROR;
}

/** What a callback gave, as SQLite can have it. */
function resultOf(value: SqlResult): Bindable {
  switch (typeof value) {
    case "number":
      return value;
    case "undefined":
      return null;
    case "boolean":
      return value ? 1 : 0;
    case "bigint":
      return int64(value);
    case "string": {
      const loss = lossOf(value);
      if (loss !== undefined) throw new TypeError(loss);
      return value;
    }
    case "object": {
      const result = value === null ? null : boxed(value);
      if (result !== undefined) return result;
    }
  }
  const what =
    typeof value === "object" && "then" in (value as object) ? "a promise" : `type '${typeof value}'`;
  throw new TypeError(`a function of SQL cannot give ${what}`);
}
