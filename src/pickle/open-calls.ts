import type { Instance } from "../python/index.ts";
import { Unwritable } from "./unwritable.ts";
import type { WriteMemo } from "./write-memo.ts";
import type { Task } from "./writing.ts";

/**
 * So many items of arguments may be written once more. A list of lists, each of which holds what the list is for, is written as often as it
 * has items; CPython's stack ends at 1665 of them at most.
 */
const MOST_ITEMS = 2 ** 22;
/** What was not written once more yet. */
const NEVER = -1;

/** A call that is being written, and was met again within its arguments. */
interface OpenCall {
  /** What its arguments are. */
  readonly parts: ReadonlySet<unknown>;
  /** Those of them that are being written, and how much was known when they last were to be written once more. */
  readonly begun: Map<object, number>;
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
  /** How many items of arguments were written once more. */
  #items = 0;

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
    const open = this.#open.get(call) ?? { parts: partsOf(call), begun: new Map(), looked: 0 };
    this.#open.set(call, open);
    const { parts, begun } = open;
    const known = this.#countKnown(begun);
    for (; open.looked < this.#tasks.length; open.looked += 1) {
      const { value } = this.#tasks[open.looked] as Task;
      if (parts.has(value) && !begun.has(value)) begun.set(value, NEVER);
    }
    for (const [value, before] of begun) {
      // If nothing else came to be known since, this would never end: an argument that holds the object directly can never be
      // complete.
      if (before >= known) continue;
      begun.set(value, known);
      this.#writeOnceMore(value);
    }
  }

  #writeOnceMore(value: object): void {
    this.#items += sizeOf(value);
    if (this.#items > MOST_ITEMS)
      throw new Unwritable("it holds itself in a way that Python cannot write", "unsupported-value");
    this.#memo.forget(value);
  }

  /** How many objects were begun, those too that are forgotten until they are written once more. */
  #countKnown(begun: ReadonlyMap<object, number>): number {
    let count = this.#memo.known;
    for (const [value, before] of begun) if (before !== NEVER && !this.#memo.has(value)) count += 1;
    return count;
  }

  end(value: object): void {
    this.#open?.delete(value);
  }

  clear(): void {
    this.#open = undefined;
    this.#items = 0;
  }
}

function partsOf(call: Instance): ReadonlySet<unknown> {
  return new Set<unknown>([...call.args, ...pairsOf(call)]);
}

function sizeOf(value: object): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : 1;
}

/** Python 2 makes an `OrderedDict` of a list of lists of two, which are the call's own as the outer list is. */
function pairsOf({ args }: Instance): Iterable<unknown> {
  const [list] = args;
  if (args.length !== 1 || !Array.isArray(list)) return [];
  return list.every((pair) => Array.isArray(pair) && pair.length === 2) ? list : [];
}
