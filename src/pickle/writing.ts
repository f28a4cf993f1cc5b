import type { Global, Instance } from "../python/index.ts";
import type { FramedWriter } from "./framed-writer.ts";
import type { Rows } from "./rows.ts";
import type { SimpleValues } from "./simple-values.ts";
import type { WriteMemo } from "./write-memo.ts";

/** A pickle that is being written, as those see it who write a part of it. */
export interface Writing {
  readonly out: FramedWriter;
  readonly memo: WriteMemo;
  /** Writes what holds no other values. */
  readonly simple: SimpleValues;
  /** Writes what another value holds. */
  readonly rows: Rows;
  /**
   * Writes a value. `false` when the one who asked must stop: it has become a task, which has to end before anything
   * else is written, or there are bytes enough.
   */
  save(value: unknown): boolean;
  /** Writes a persistent id, which has none itself. */
  saveId(id: unknown): boolean;
  /** Writes an object that `instance` describes; `isFresh` if the arguments were made for that. */
  reduce(value: object, instance: Instance, isFresh?: boolean): boolean;
  /** Follows the opcode that made an object. `false` when that is in the memo by now, since it holds itself. */
  endReduced(value: object): boolean;
  /** Writes the fields of an object, one at least, into the dict on the stack, and then that opcode. `false` as for `save`. */
  fields(value: object, names: readonly string[], last?: number): boolean;
  /** Writes a str although its equal may be in the memo. */
  freshString(value: string): void;
  /** Writes a global name. */
  name(module: string, name: string): void;
  /** Writes the opcode for an object of one of Python 2's old classes. */
  inst(class_: Global): void;
  /** Lets a task begin; `false` if something of it has to wait, and with it what comes after. */
  begin(task: Task): boolean;
}

/**
 * What is left to do for a value that holds others. Tasks wait on a stack of their own, so that depth costs memory and
 * never the call stack, and writing can pause between any two steps.
 */
export interface Task {
  /** The value that is being written. */
  readonly value: object;
  /** Writes on until a value inside has become a task of its own or it is time to pause (`false`), or all is done (`true`). */
  step(writing: Writing): boolean;
  /**
   * The way from this value to the one inside that it waits for, for an error: `[3]`, `.name`. While a row of it is being
   * written, the error says that by itself.
   */
  where(): string;
}
