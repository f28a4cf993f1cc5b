import { flatPairs } from "../python/flat.ts";
import { Global, type Instance, kindOf, type Step, Tuple } from "../python/index.ts";
import { Batches, type Filling } from "./batches.ts";
import type { DumpSettings } from "./dump-options.ts";
import * as op from "./opcodes.ts";
import { EntriesTask, ItemsTask } from "./tasks.ts";
import type { Task, Writing } from "./writing.ts";

/** What protocols 0 and 1 call to make an object by its class's `__new__`; Python 2 has the first of them too. */
const NEWOBJ = /* @__PURE__ */ new Global("copyreg", "__newobj__");
const NEWOBJ_EX = /* @__PURE__ */ new Global("copyreg", "__newobj_ex__");

/** Values to put on the stack, and the opcodes that then use them. */
interface Group {
  readonly marked?: boolean;
  readonly operands: readonly unknown[];
  readonly opcodes: readonly number[];
  /** The class of an `INST`, whose opcode holds a name. */
  readonly inst?: Global;
  /** What the operands are, for the path in an error. */
  readonly place: string;
}

/** What there is to write: what makes the object, its items, its entries, its state, and from `LATER` on the later steps. */
const MAKING = 0;
const ITEMS = 1;
const ENTRIES = 2;
const STATE = 3;
const LATER = 4;

/**
 * An object that is written as what makes it and what is then done to it, in the order of CPython's `save_reduce`:
 * made, memoized, filled with items and entries, given its state.
 */
export class ReduceTask implements Task {
  readonly value: object;
  readonly #instance: Instance;
  readonly #settings: DumpSettings;
  #stage: number;
  /** What is being written of this stage. */
  #group: Group | undefined;
  #operand = 0;
  #place = "";

  /**
   * @param value The object that `instance` describes; both can be the same.
   * @param isMade Whether what makes it was written already.
   */
  constructor(value: object, instance: Instance, settings: DumpSettings, isMade: boolean) {
    this.value = value;
    this.#instance = instance;
    this.#settings = settings;
    this.#stage = isMade ? ITEMS : MAKING;
  }

  step(writing: Writing): boolean {
    const end = LATER + (this.#instance.later?.length ?? 0);
    while (this.#stage < end) {
      const part = this.#group ?? this.#partOf(this.#stage);
      if (part && "step" in part) {
        this.#stage += 1;
        this.#place = "";
        if (!writing.begin(part)) return false;
        continue;
      }
      this.#group = part;
      if (part && !this.#saveGroup(part, writing)) return false;
      if (this.#stage === MAKING && !writing.endReduced(this.value)) return true;
      this.#group = undefined;
      this.#operand = 0;
      this.#stage += 1;
    }
    return true;
  }

  where(): string {
    return this.#place;
  }

  #saveGroup(group: Group, writing: Writing): boolean {
    this.#place = group.place;
    if (this.#operand === 0 && group.marked) writing.out.u8(op.MARK);
    while (this.#operand < group.operands.length) {
      if (!writing.save(group.operands[this.#operand++])) return false;
    }
    for (const opcode of group.opcodes) writing.out.u8(opcode);
    if (group.inst) writing.inst(group.inst);
    return true;
  }

  #partOf(stage: number): Group | Task | undefined {
    const { value } = this;
    const { items, entries, state, stateSetter, later } = this.#instance;
    const { protocol, exact } = this.#settings;
    switch (stage) {
      case MAKING:
        return making(this.#instance, protocol, exact);
      case ITEMS:
        return items && items.length > 0 ? filling(value, "list", items, protocol) : undefined;
      case ENTRIES:
        return entries && entries.length > 0
          ? filling(value, "dict", flatPairs(entries), protocol)
          : undefined;
      case STATE:
        return state === undefined ? undefined : stateGroup(value, state, stateSetter);
      default:
        return laterPart(value, later?.[stage - LATER] as Step, protocol);
    }
  }
}

function making(instance: Instance, protocol: number, exact: boolean): Group {
  const { class: class_, args, form } = instance;
  // As a plain object, since a Map of strings would be written as a call in the natural profile.
  const kwargs = exact ? instance.kwargs : instance.kwargs && Object.fromEntries(instance.kwargs);
  if (form === "object") return oldObject(class_, args, protocol);
  if (form === "call") return call(class_, args);
  if (kwargs) {
    if (protocol >= 4) return { operands: [class_, args, kwargs], opcodes: [op.NEWOBJ_EX], place: "" };
    return call(NEWOBJ_EX, new Tuple<unknown>(class_, args, kwargs));
  }
  if (protocol >= 2) return { operands: [class_, args], opcodes: [op.NEWOBJ], place: "" };
  return call(NEWOBJ, new Tuple<unknown>(class_, ...args));
}

function call(callable: unknown, args: Tuple): Group {
  return { operands: [callable, args], opcodes: [op.REDUCE], place: "" };
}

/** An object of one of Python 2's old classes. */
function oldObject(class_: unknown, args: Tuple, protocol: number): Group {
  const global = kindOf(class_) === "Global" ? (class_ as Global) : undefined;
  if (protocol === 0 && global) return { marked: true, operands: args, opcodes: [], inst: global, place: "" };
  return { marked: true, operands: [class_, ...args], opcodes: [op.OBJ], place: "" };
}

function stateGroup(value: object, state: unknown, setter: unknown): Group {
  const place = kindOf(value) === "Instance" ? ".state" : "";
  if (setter === undefined) return { operands: [state], opcodes: [op.BUILD], place };
  return { operands: [setter, value, state], opcodes: [op.TUPLE2, op.REDUCE, op.POP], place };
}

function laterPart(value: object, step: Step, protocol: number): Group | Task {
  switch (step.operation) {
    case "append":
      return filling(value, "list", step.items, protocol);
    case "set":
      return filling(value, "dict", flatPairs(step.entries), protocol);
    case "add":
      return filling(value, "set", step.items, protocol);
    case "build":
      return stateGroup(value, step.state, undefined);
  }
}

function filling(value: object, kind: Filling, items: readonly unknown[], protocol: number): Task {
  if (kind === "dict")
    return new EntriesTask(value, items, new Batches(kind, items.length / 2, protocol, true));
  return new ItemsTask(value, items, new Batches(kind, items.length, protocol, true));
}
