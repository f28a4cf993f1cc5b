import { undefinedInstance } from "../copyreg/standard/index.ts";
import {
  type CodePointString,
  type Extension,
  type Float,
  Global,
  Instance,
  type Int,
  type Kind,
  kindOf,
  type Long,
  type PersistentId,
  type Python2String,
  Tuple,
} from "../python/index.ts";
import { pathOf } from "../python/places.ts";
import { Batches, type Filling } from "./batches.ts";
import { PickleBuffer } from "./buffer.ts";
import { ByteSaver } from "./byte-saver.ts";
import type { DumpOptions, DumpSettings } from "./dump-options.ts";
import { type PickleErrorCode, PicklingError } from "./errors.ts";
import { FramedWriter } from "./framed-writer.ts";
import { Names } from "./names.ts";
import * as op from "./opcodes.ts";
import { OpenCalls } from "./open-calls.ts";
import { Portability } from "./portability.ts";
import { ReduceTask } from "./reduce-task.ts";
import { Reductions, type Refusal } from "./reductions.ts";
import { Scalars } from "./scalars.ts";
import { EntriesTask, FieldsTask, ItemsTask, PersistentIdTask } from "./tasks.ts";
import { FrozenSetTask, TupleTask } from "./tuple-tasks.ts";
import { WriteMemo } from "./write-memo.ts";
import type { Task, Writing } from "./writing.ts";

/** The hooks of a pickler, each absent unless there is something to call. */
export type SaverHooks = Pick<
  DumpOptions,
  "persistentId" | "reducerOverride" | "bufferCallback" | "dispatchTable"
>;

const FIRST_CYCLE_CHECK = 65_536;
/** A value that is being written this many times at once will never end. */
const MANY_TIMES = 1000;
/** With no memo only what fills an object is written within that object. */
const MANY_TIMES_IF_FAST = 2;
/** What stands for `undefined` in the memo. */
const UNDEFINED: object = {};
const NONE_CALL = /* @__PURE__ */ undefinedInstance();

/**
 * Writes values, in the order and with the opcodes of CPython's C pickler (`save` in `_pickle.c`). What a value holds
 * is written by tasks, which wait on a stack.
 */
export class Saver implements Writing {
  readonly out: FramedWriter = new FramedWriter();
  readonly memo: WriteMemo;
  readonly #settings: DumpSettings;
  #hooks: SaverHooks = {};
  readonly #scalars: Scalars;
  readonly #bytes: ByteSaver;
  readonly #names: Names;
  readonly #reductions: Reductions;
  readonly #portability: Portability;
  readonly #tasks: Task[] = [];
  readonly #calls: OpenCalls;
  #nextCycleCheck = FIRST_CYCLE_CHECK;
  /** From this many bytes on all tasks pause. */
  #enough = Number.POSITIVE_INFINITY;

  constructor(settings: DumpSettings) {
    this.#settings = settings;
    this.memo = new WriteMemo(this.out, settings.protocol);
    this.#calls = new OpenCalls(this.#tasks, this.memo);
    this.#scalars = new Scalars(this.out, settings.protocol);
    this.#bytes = new ByteSaver(this, this.#scalars, settings);
    this.#names = new Names(settings, this);
    this.#reductions = new Reductions(settings);
    this.#portability = new Portability(settings);
  }

  /** Begins a pickle. */
  start(value: unknown, hooks: SaverHooks): void {
    const { protocol } = this.#settings;
    this.#hooks = hooks;
    this.#nextCycleCheck = FIRST_CYCLE_CHECK;
    this.#bytes.bufferCallback = hooks.bufferCallback;
    this.#reductions.dispatchTable = hooks.dispatchTable;
    if (protocol >= 2) this.out.pair(op.PROTO, protocol);
    if (protocol >= 4) this.out.beginFrames();
    this.save(value);
  }

  /** Writes on until the pickle is complete (`true`), or `size` bytes are there (`false`). */
  run(size: number): boolean {
    const tasks = this.#tasks;
    this.#enough = size;
    for (let task = tasks.at(-1); task; task = tasks.at(-1)) {
      if (task.step(this)) tasks.pop();
      if (this.out.done >= size) return false;
    }
    this.out.u8(op.STOP);
    this.out.endFrames();
    return true;
  }

  /** Gives a pickle up, and forgets what it added to a memo of that size. */
  abandon(size: number): void {
    this.#tasks.length = 0;
    this.#calls.clear();
    this.out.reset();
    this.memo.shrink(size);
  }

  /**
   * Writes a value. `false` when the one who asked must stop: it has become a task, which has to end before anything
   * else is written, or there are bytes enough.
   */
  save(value: unknown): boolean {
    this.out.boundary();
    const id = this.#hooks.persistentId?.(value);
    if (id !== undefined && id !== null) return this.#persistent(value, id);
    return this.#save(value) && this.out.done < this.#enough;
  }

  /** Writes a persistent id, which has none itself. */
  saveId(id: unknown): boolean {
    this.out.boundary();
    return this.#save(id);
  }

  #save(value: unknown): boolean {
    switch (typeof value) {
      case "string":
        this.string(value);
        return true;
      case "number":
        this.#number(value);
        return true;
      case "object":
        if (value !== null) return this.#object(value);
        this.out.u8(op.NONE);
        return true;
      case "boolean":
        this.#scalars.boolean(value);
        return true;
      case "bigint":
        this.#bigint(value);
        return true;
      case "undefined":
        return this.#undefined();
      case "function":
        return this.#function(value);
      default:
        throw this.fail("a symbol cannot be told to another program", "unsupported-value");
    }
  }

  // Scalars

  #number(value: number): void {
    const isInteger = !this.#settings.exact && Number.isSafeInteger(value) && !Object.is(value, -0);
    if (isInteger) this.#scalars.integer(value);
    else this.#scalars.float(value);
  }

  #bigint(value: bigint): void {
    const { exact, plain, protocol } = this.#settings;
    // In the natural profile a small int is read as a number, unless it is a byte longer than it needs to be.
    const isMarked = !exact && !plain && protocol >= 2 && Number.isSafeInteger(Number(value));
    if (isMarked) this.#scalars.long(value, true);
    else this.#scalars.bigint(value);
  }

  #undefined(): boolean {
    if (this.#settings.exact || this.#settings.plain) {
      this.out.u8(op.NONE);
      return true;
    }
    return this.memo.recall(UNDEFINED) || this.reduce(UNDEFINED, NONE_CALL);
  }

  /** A str, by its value. */
  string(value: string): void {
    if (this.memo.recallString(value)) return;
    this.#scalars.text(value);
    this.memo.keepString(value);
  }

  /** A str that is written although its equal may be in the memo. */
  freshString(value: string): void {
    this.#scalars.text(value);
    this.memo.keepNothing();
  }

  /** A global name. */
  name(module: string, name: string): void {
    this.#names.write(new Global(module, name));
  }

  /** The opcode for an object of one of Python 2's old classes. */
  inst(class_: Global): void {
    this.#names.inst(class_);
  }

  // Objects

  #object(value: object): boolean {
    if (this.memo.recall(value)) return true;
    const kind = kindOf(value);
    if (kind === undefined && value instanceof Uint8Array) return this.#bytes.bytes(value);
    const override = this.#hooks.reducerOverride?.(value);
    if (override !== undefined) return this.#reduced(value, this.#reductions.fromHook(override));
    return kind === undefined ? this.#host(value) : this.#branded(value, kind);
  }

  /** Objects of JavaScript's own classes, and of the program's. */
  #host(value: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#fields(value);
    if (prototype === Array.prototype) return this.#list(value as unknown[]);
    if (prototype === Map.prototype) return this.#map(value as Map<unknown, unknown>);
    if (prototype === Set.prototype) return this.#set(value as Set<unknown>);
    if (prototype === PickleBuffer.prototype) return this.#bytes.pickleBuffer(value as PickleBuffer);
    const stand = this.#portability.standForDate(value, this.fail);
    return this.#reduced(value, stand ?? this.#reductions.reduce(value, undefined));
  }

  /** Objects of the value classes. */
  #branded(value: object, kind: Kind): boolean {
    if (this.#reductions.registrationOf(value))
      return this.#reduced(value, this.#reductions.reduce(value, kind));
    switch (kind) {
      case "Tuple":
        return this.#tuple(value as Tuple);
      case "Instance":
        return this.reduce(value, value as Instance);
      case "Global":
        this.#names.write(value as Global);
        return true;
      case "FrozenSet":
        return this.#frozenSet(value as ReadonlySet<unknown>);
      case "ByteArray":
        return this.#bytes.bytearray(value as Uint8Array);
      case "PersistentId":
        return this.#persistent(value, (value as PersistentId).id);
      default:
        return this.#boxed(value, kind) || this.#reduced(value, this.#reductions.reduce(value, kind));
    }
  }

  /** A value in a box, which is a scalar to Python. `false` for another kind. */
  #boxed(value: object, kind: Kind): boolean {
    switch (kind) {
      case "Float":
        this.#scalars.float((value as Float).value);
        return true;
      case "Long":
        this.#scalars.long((value as Long).value);
        return true;
      case "Int":
        this.#scalars.intText((value as Int).value);
        return true;
      case "Extension":
        this.#names.extension((value as Extension).code);
        return true;
      case "CodePointString":
        this.#scalars.codePoints(value as CodePointString);
        this.memo.keep(value);
        return true;
      case "Python2String":
        this.#scalars.python2String(value as Python2String);
        this.memo.keep(value);
        return true;
      default:
        return false;
    }
  }

  #function(value: object): boolean {
    const override = this.#hooks.reducerOverride?.(value);
    if (override !== undefined) return this.#reduced(value, this.#reductions.fromHook(override));
    const registration = this.#reductions.registrationOf(value);
    if (registration) return this.#reduced(value, registration.global);
    const name = (value as { readonly name: string }).name || "a function";
    throw this.fail(
      `${name} is code, not data: register it if it is a class, or write a Global`,
      "unsupported-value",
    );
  }

  #reduced(value: object, found: Global | Instance | Refusal): boolean {
    if ("refused" in found) throw this.fail(found.refused, found.code);
    if (kindOf(found) === "Instance") {
      if (!ArrayBuffer.isView(value)) this.#bytes.keepInBand((found as Instance).args);
      return this.reduce(value, found as Instance);
    }
    this.#names.write(found as Global);
    return true;
  }

  /** An object that `instance` describes. */
  reduce(value: object, instance: Instance): boolean {
    if (value === instance) this.#calls.begin(instance);
    return this.begin(new ReduceTask(value, instance, this.#settings));
  }

  /** Follows the opcode that made an object. `false` when that is in the memo by now, since it holds itself. */
  endReduced(value: object): boolean {
    this.#calls.end(value);
    if (this.memo.has(value)) {
      this.out.u8(op.POP);
      this.memo.recall(value);
      return false;
    }
    this.memo.keep(value);
    return true;
  }

  #persistent(value: unknown, id: unknown): boolean {
    if (this.#settings.protocol > 0) return this.begin(new PersistentIdTask(value as object, id));
    const text = typeof id === "object" ? "" : String(id);
    if (!/^[ -~]+$/.test(text)) {
      throw this.fail("in protocol 0 a persistent id is a line of printable ASCII", "unsupported-value");
    }
    this.out.u8(op.PERSID);
    this.out.latin1(`${text}\n`);
    return true;
  }

  // Containers

  #fields(value: object): boolean {
    const names = Object.keys(value);
    this.#empty(value, op.EMPTY_DICT, op.DICT);
    if (names.length === 0) return true;
    return this.begin(new FieldsTask(value, names, this.#batches("dict", names.length)));
  }

  #map(map: Map<unknown, unknown>): boolean {
    const stand = this.#portability.standForMap(map, this.fail);
    if (stand) return this.reduce(map, stand);
    this.#empty(map, op.EMPTY_DICT, op.DICT);
    if (map.size === 0) return true;
    const flat: unknown[] = [];
    for (const [key, value] of map) flat.push(key, value);
    return this.begin(new EntriesTask(map, flat, this.#batches("dict", map.size)));
  }

  #list(list: readonly unknown[]): boolean {
    this.#empty(list, op.EMPTY_LIST, op.LIST);
    if (list.length === 0) return true;
    return this.begin(new ItemsTask(list, list, this.#batches("list", list.length)));
  }

  #set(set: ReadonlySet<unknown>): boolean {
    const stand = this.#portability.standForSet(set, this.fail);
    if (stand) return this.reduce(set, stand);
    if (this.#settings.protocol < 4) return this.reduce(set, callOfList("set", set));
    this.out.u8(op.EMPTY_SET);
    this.memo.keep(set);
    if (set.size === 0) return true;
    return this.begin(new ItemsTask(set, Array.from(set), this.#batches("set", set.size)));
  }

  #frozenSet(set: ReadonlySet<unknown>): boolean {
    this.#portability.checkFrozenSet(set, this.fail);
    if (this.#settings.protocol < 4) return this.reduce(set, callOfList("frozenset", set));
    return this.begin(new FrozenSetTask(set));
  }

  #tuple(tuple: readonly unknown[]): boolean {
    const { protocol } = this.#settings;
    if (tuple.length === 0) {
      if (protocol > 0) this.out.u8(op.EMPTY_TUPLE);
      else this.out.pair(op.MARK, op.TUPLE);
      return true;
    }
    return this.begin(new TupleTask(tuple, protocol));
  }

  /** An empty list or dict, memoized before it is filled. */
  #empty(value: object, binary: number, text: number): void {
    if (this.#settings.protocol > 0) this.out.u8(binary);
    else this.out.pair(op.MARK, text);
    this.memo.keep(value);
  }

  #batches(filling: Filling, count: number): Batches {
    return new Batches(filling, count, this.#settings.protocol, false);
  }

  // The stack and the memo

  /** Lets a task begin. Always `false`: what comes after it has to wait. */
  begin(task: Task): false {
    if (this.#tasks.length === this.#nextCycleCheck) this.#checkCycles();
    this.#tasks.push(task);
    return false;
  }

  /** Depth is no error; but the same tuple or call within itself, again and again, would never end. */
  #checkCycles(): void {
    this.#nextCycleCheck *= 2;
    const most = this.memo.fast ? MANY_TIMES_IF_FAST : MANY_TIMES;
    const times = new Map<object, number>();
    for (const { value } of this.#tasks) {
      const count = (times.get(value) ?? 0) + 1;
      if (count > most)
        throw this.fail("it holds itself in a way that Python cannot write", "unsupported-value");
      times.set(value, count);
    }
  }

  /** The error for the value at hand. */
  fail: (reason: string, code: PickleErrorCode) => PicklingError = (reason, code) => {
    return new PicklingError(reason, pathOf(this.#tasks.map((task) => task.where())), code);
  };
}

/** A set before protocol 4: a call with a list. */
function callOfList(name: "set" | "frozenset", members: Iterable<unknown>): Instance {
  return new Instance(new Global("builtins", name), { args: new Tuple(Array.from(members)) });
}
