import type { Instance } from "../python/index.ts";
import type { WriteMemo } from "./write-memo.ts";
import type { Task } from "./writing.ts";

/** A call that is being written, and was met again within its arguments. */
interface OpenCall {
  /** What its arguments are. */
  readonly parts: ReadonlySet<unknown>;
  /** Those that were written once more. */
  readonly again: Set<unknown>;
  /** How many of the tasks were looked at: as long as the call is open, none below ends. */
  looked: number;
}

/**
 * Calls whose arguments are being written. Such a call may be met again among its own arguments: a `dict` subclass
 * is made of a dict (`copyreg._reconstructor`) that holds, further down, the object itself. The inner call is then the
 * one that counts, so it must be given all that the outer one would have been given: the argument that is half
 * written is written once more, as CPython does, which takes the object apart anew.
 */
export class OpenCalls {
  readonly #tasks: readonly Task[];
  readonly #memo: WriteMemo;
  /** By call; what was not met again has nothing. Most pickles have no such call. */
  #open: Map<object, OpenCall | undefined> | undefined;

  constructor(tasks: readonly Task[], memo: WriteMemo) {
    this.#tasks = tasks;
    this.#memo = memo;
  }

  /** Whether the arguments of this call are being written. */
  has(call: Instance): boolean {
    return this.#open?.has(call) ?? false;
  }

  get areOpen(): boolean {
    return this.#open !== undefined && this.#open.size > 0;
  }

  begin(call: Instance): void {
    if (call.args.length === 0) return;
    this.#open ??= new Map();
    if (!this.#open.has(call)) {
      this.#open.set(call, undefined);
      return;
    }
    const open = this.#open.get(call) ?? {
      parts: new Set<unknown>([...call.args, ...pairsOf(call)]),
      again: new Set(),
      looked: 0,
    };
    this.#open.set(call, open);
    const { parts, again } = open;
    for (; open.looked < this.#tasks.length; open.looked += 1) {
      const { value } = this.#tasks[open.looked] as Task;
      // Once is enough: an argument that holds the object directly can never be complete.
      if (!parts.has(value) || again.has(value)) continue;
      again.add(value);
      this.#memo.forget(value);
    }
  }

  end(value: object): void {
    this.#open?.delete(value);
  }

  clear(): void {
    this.#open = undefined;
  }
}

/** Python 2 makes an `OrderedDict` of a list of lists of two, which are the call's own as the outer list is. */
function pairsOf({ args }: Instance): Iterable<unknown> {
  const [list] = args;
  if (args.length !== 1 || !Array.isArray(list)) return [];
  return list.every((pair) => Array.isArray(pair) && pair.length === 2) ? list : [];
}
