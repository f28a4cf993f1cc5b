import type { ContainerMaker, Fail } from "../../pickle/parts.ts";
import type { Replacements } from "../../python/moves.ts";
import type { Actions } from "./actions.ts";
import type { Journal } from "./journal.ts";
import { Entries, Imported, Items, Made } from "./nodes.ts";

/** About what a container costs in V8, in bytes, and each value that is kept. */
const CONTAINER_COST = 96;
const SLOT_COST = 8;

/** Nothing is replaced in an audit. */
const UNMOVED: Replacements = { current: same, lend: same, finish: same };

/** Makes containers that remember their first items, and notes what is filled that should not be. */
export class NotedContainers implements ContainerMaker {
  readonly moves: Replacements = UNMOVED;
  readonly #actions: Actions;
  readonly #journal: Journal;
  readonly #fail: Fail;
  readonly #maxMemory: number;
  #memory = 0;

  constructor(actions: Actions, journal: Journal, maxMemory: number, fail: Fail) {
    this.#actions = actions;
    this.#journal = journal;
    this.#maxMemory = maxMemory;
    this.#fail = fail;
  }

  spend(bytes: number): void {
    this.#memory += bytes;
    if (this.#memory > this.#maxMemory)
      throw this.#fail(`the values need more than the limit of ${this.#maxMemory} bytes`, "limit");
  }

  list(): Items {
    return this.#items("list", [], 0, 0);
  }

  dict(): Entries {
    this.spend(CONTAINER_COST);
    return new Entries();
  }

  set(): Items {
    return this.#items("set", [], 0, 0);
  }

  tuple(stack: readonly unknown[], from: number, to: number): Items {
    return this.#items("tuple", stack, from, to);
  }

  frozenSet(stack: readonly unknown[], from: number, to: number): Items {
    return this.#items("frozenset", stack, from, to);
  }

  append(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    this.#keep(stack, from, to);
    if (target instanceof Items && target.kind === "list") target.add(stack, from, to);
    this.#actions.fill(target, "append", stack, from, to);
    return target;
  }

  setItems(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    if ((to - from) % 2 !== 0)
      this.#journal.find("odd-items", "", () => ({
        message: "The last key has no value; only Python 2 takes that",
      }));
    this.#keep(stack, from, to);
    if (target instanceof Entries) target.add(stack, from, to);
    this.#actions.fill(target, "set", stack, from, to);
    return target;
  }

  add(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    this.#keep(stack, from, to);
    if (target instanceof Items && target.kind === "set") target.add(stack, from, to);
    this.#actions.fill(target, "add", stack, from, to);
    return target;
  }

  #items(kind: Items["kind"], stack: readonly unknown[], from: number, to: number): Items {
    this.spend(CONTAINER_COST + SLOT_COST * (to - from));
    this.#keep(stack, from, to);
    return new Items(kind, stack, from, to);
  }

  #keep(stack: readonly unknown[], from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const value = stack[i];
      if (value instanceof Made) value.isKept = true;
      else if (value instanceof Imported) this.#actions.keep(value);
    }
  }
}

function same<T>(value: T): T {
  return value;
}
