import { undefinedInstance } from "../copyreg/standard/index.ts";
import { flatTable } from "../python/flat.ts";
import {
  type Extension,
  Global,
  Instance,
  type Kind,
  kindOf,
  type PersistentId,
  Tuple,
} from "../python/index.ts";
import { Batches, type Filling, openOnlyBatch } from "./batches.ts";
import { PickleBuffer } from "./buffer.ts";
import { ByteSaver } from "./byte-saver.ts";
import type { DumpSettings } from "./dump-options.ts";
import { FramedWriter } from "./framed-writer.ts";
import { Names } from "./names.ts";
import { NO_HOOKS, ObjectSaver, type SaverHooks } from "./object-saver.ts";
import * as op from "./opcodes.ts";
import { Portability } from "./portability.ts";
import { type Holders, Rows } from "./rows.ts";
import { Scalars } from "./scalars.ts";
import { SimpleValues } from "./simple-values.ts";
import { TaskStack } from "./task-stack.ts";
import { EntriesTask, FieldsTask, ItemsTask, PersistentIdTask } from "./tasks.ts";
import { FrozenSetTask, shortTuple, TupleTask } from "./tuple-tasks.ts";
import { Unwritable } from "./unwritable.ts";
import { WriteMemo } from "./write-memo.ts";
import type { Task, Writing } from "./writing.ts";

/** What stands for `undefined` in the memo. */
const UNDEFINED: object = {};
const NONE_CALL = /* @__PURE__ */ undefinedInstance();
const NO_FIELDS: object = {};
const NEWLINE = 0x0a;
/** V8 keeps objects that were made field by field as tables when they have more, and is slow to list their names twice. */
const FEW_FIELDS = 16;

/**
 * Writes values, in the order and with the opcodes of CPython's C pickler (`save` in `_pickle.c`). What a value holds
 * is written by calls within calls, and by tasks, which wait on a stack, where it is deep or it is time to pause.
 */
export class Saver implements Writing, Holders {
  readonly out: FramedWriter = new FramedWriter();
  readonly memo: WriteMemo;
  readonly simple: SimpleValues;
  readonly rows: Rows;
  readonly #settings: DumpSettings;
  #hooks: SaverHooks = NO_HOOKS;
  readonly #scalars: Scalars;
  readonly #bytes: ByteSaver;
  readonly #names: Names;
  readonly #objects: ObjectSaver;
  readonly #portability: Portability;
  readonly #tasks: TaskStack = new TaskStack(this);
  /** Whether somebody gave all objects fields to inherit. */
  #inheritsFields = false;
  /** Whether the constructor of an array tells what it is. */
  #hasPlainArrays = true;

  constructor(settings: DumpSettings) {
    this.#settings = settings;
    this.memo = new WriteMemo(this.out, settings.protocol);
    this.#scalars = new Scalars(this.out, settings.protocol);
    this.simple = new SimpleValues(this.out, this.memo, this.#scalars, settings);
    this.rows = new Rows(this.out, this.memo, this.simple, this, settings);
    this.#bytes = new ByteSaver(this, this.#scalars, settings);
    this.#names = new Names(settings, this);
    this.#objects = new ObjectSaver(this, settings, this.#bytes, this.#names, this.#tasks.waiting);
    this.#portability = new Portability(settings);
  }

  /** The pickle of a value. */
  dump(value: unknown, hooks: SaverHooks): Uint8Array<ArrayBuffer> {
    const known = this.memo.size;
    let isComplete = false;
    try {
      this.#start(value, hooks, Number.POSITIVE_INFINITY);
      isComplete = this.#run();
      this.#stop();
      return this.out.drain();
    } finally {
      this.#end(known, isComplete);
    }
  }

  /** The same in pieces of about `size` bytes, each made when it is asked for. */
  *pieces(
    value: unknown,
    hooks: SaverHooks,
    size: number,
  ): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    const known = this.memo.size;
    let isComplete = false;
    try {
      this.#start(value, hooks, size);
      while (!this.#run()) yield this.out.drain();
      if (this.out.isEnough) yield this.out.drain();
      this.#stop();
      isComplete = true;
      yield this.out.drain();
    } finally {
      this.#end(known, isComplete);
    }
  }

  /** Begins a pickle, which pauses whenever `size` bytes are there. */
  #start(value: unknown, hooks: SaverHooks, size: number): void {
    const { protocol } = this.#settings;
    this.#hooks = hooks;
    this.#hasPlainArrays = hooks.reducerOverride === undefined && !this.#settings.registry.holdsArrays;
    this.#inheritsFields = countEnumerable(NO_FIELDS) > 0;
    this.#tasks.clear();
    this.rows.isWatched = hooks.persistentId !== undefined;
    this.#bytes.bufferCallback = hooks.bufferCallback;
    this.#objects.start(hooks);
    this.out.pauseAt(size);
    if (protocol >= 2) this.out.pair(op.PROTO, protocol);
    if (protocol >= 4) this.out.beginFrames();
    try {
      this.save(value);
    } catch (error) {
      throw this.#tasks.explain(error);
    }
  }

  /** Writes on until all of the value is there (`true`), or bytes enough are there (`false`). */
  #run(): boolean {
    try {
      return this.#tasks.run();
    } catch (error) {
      throw this.#tasks.explain(error);
    }
  }

  #stop(): void {
    this.out.u8(op.STOP);
    this.out.endFrames();
  }

  /** Whoever stops halfway has read nothing that could be referred to: what is new in the memo is forgotten. */
  #end(known: number, isComplete: boolean): void {
    if (!isComplete) {
      this.#tasks.clear();
      this.#objects.abandon();
      this.out.reset();
      this.memo.shrink(known);
    }
    this.out.release();
  }

  /** Forgets all that was written, so that nothing of it is kept alive. */
  clear(): void {
    this.memo.clear();
    this.#portability.clear();
    this.#objects.abandon();
  }

  /**
   * Writes a value. `false` when the one who asked must stop: it has become a task, which has to end before anything
   * else is written, or there are bytes enough.
   */
  save(value: unknown): boolean {
    this.out.boundary();
    const id = this.#hooks.persistentId?.(value);
    if (id !== undefined && id !== null) return this.#persistent(value, id);
    return this.#save(value) && !this.out.isEnough;
  }

  /** Writes a persistent id, which has none itself. */
  saveId(id: unknown): boolean {
    this.out.boundary();
    return this.#save(id);
  }

  #save(value: unknown): boolean {
    return this.simple.write(value) || this.nested(value);
  }

  nested(value: unknown): boolean {
    const tasks = this.#tasks;
    tasks.depth += 1;
    const isDone = this.#compound(value);
    tasks.depth -= 1;
    return isDone;
  }

  #compound(value: unknown): boolean {
    if (typeof value === "object") return this.#object(value as object);
    switch (typeof value) {
      case "undefined":
        return this.#undefined();
      case "function":
        return this.#function(value);
      default:
        throw new Unwritable("a symbol cannot be told to another program", "unsupported-value");
    }
  }

  #undefined(): boolean {
    if (this.#settings.exact || this.#settings.plain) {
      this.out.u8(op.NONE);
      return true;
    }
    return this.memo.recall(UNDEFINED) || this.reduce(UNDEFINED, NONE_CALL);
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

  /** An object that is not in the memo. */
  #object(value: object): boolean {
    // To ask for the prototype takes longer than to write a short list.
    if (this.#hasPlainArrays && Array.isArray(value)) {
      if (value.constructor === Array) return this.#list(value);
      if (value.constructor === Tuple) return this.#tuple(value);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    const { reducerOverride } = this.#hooks;
    if (prototype === Object.prototype && reducerOverride === undefined) return this.#plainObject(value);
    const kind = kindOf(value);
    if (kind === undefined && value instanceof Uint8Array) return this.#bytes.bytes(value);
    const override = reducerOverride?.(value);
    if (override !== undefined) return this.#objects.override(value, override);
    return kind === undefined ? this.#host(value, prototype) : this.#branded(value, kind);
  }

  /** Objects of JavaScript's own classes, and of the program's. */
  #host(value: object, prototype: unknown): boolean {
    if (prototype === Object.prototype || prototype === null) return this.#plainObject(value);
    if (prototype === Array.prototype) return this.#list(value as unknown[]);
    if (prototype === Map.prototype) return this.#map(value as Map<unknown, unknown>);
    if (prototype === Set.prototype) return this.#set(value as Set<unknown>);
    if (prototype === PickleBuffer.prototype) return this.#bytes.pickleBuffer(value as PickleBuffer);
    const stand = this.#portability.standForDate(value);
    return stand ? this.reduce(value, stand) : this.#objects.object(value, undefined);
  }

  /** Objects of the value classes. */
  #branded(value: object, kind: Kind): boolean {
    if (this.#objects.isRegistered(value)) return this.#objects.object(value, kind);
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
      case "Extension":
        this.#names.extension((value as Extension).code);
        return true;
      default:
        return this.simple.boxed(value, kind) || this.#objects.object(value, kind);
    }
  }

  #function(value: object): boolean {
    const override = this.#hooks.reducerOverride?.(value);
    if (override !== undefined) return this.#objects.override(value, override);
    return this.#objects.function(value);
  }

  /** An object that `instance` describes. */
  reduce(value: object, instance: Instance, isFresh: boolean = false): boolean {
    return this.#objects.reduce(value, instance, isFresh);
  }

  /** Follows the opcode that made an object. `false` when that is in the memo by now, since it holds itself. */
  endReduced(value: object): boolean {
    return this.#objects.endReduced(value);
  }

  #persistent(value: unknown, id: unknown): boolean {
    if (this.#settings.protocol > 0) return this.begin(new PersistentIdTask(value as object, id));
    const text = typeof id === "object" ? "\n" : String(id);
    if (!isLine(text))
      throw new Unwritable("in protocol 0 a persistent id is a line of ASCII", "unsupported-value");
    this.out.u8(op.PERSID);
    this.out.latin1(`${text}\n`);
    return true;
  }

  // Containers

  #plainObject(value: object): boolean {
    this.#empty(value, op.EMPTY_DICT, op.DICT);
    const names = Object.keys(value);
    return (
      names.length === 0 ||
      this.fields(value, names, undefined, !this.#inheritsFields && names.length <= FEW_FIELDS)
    );
  }

  /** Writes the fields of an object, one at least, into the dict on the stack, and then that opcode. */
  fields(value: object, names: readonly string[], last?: number, areOwn: boolean = false): boolean {
    const { length } = names;
    const closing = this.#openOnly("dict", length);
    if (closing === undefined)
      return this.begin(new FieldsTask(value, names, this.#batches("dict", length), 0, last));
    const next = this.#isDeep()
      ? ~0
      : areOwn
        ? this.rows.ownFields(value as Record<string, unknown>)
        : this.rows.fields(value, names, 0, length * 2);
    if (next < 0) return this.#tasks.wait(new FieldsTask(value, names, closing, ~next, last));
    this.out.u8(closing);
    if (last !== undefined) this.out.u8(last);
    return true;
  }

  #map(map: Map<unknown, unknown>): boolean {
    const stand = this.#portability.standForMap(map);
    if (stand) return this.reduce(map, stand);
    if (this.#portability.isCall(map)) return this.#objects.dict(map);
    this.#empty(map, op.EMPTY_DICT, op.DICT);
    if (map.size === 0) return true;
    const flat = flatTable(map);
    const closing = this.#openOnly("dict", map.size);
    if (closing === undefined) return this.begin(new EntriesTask(map, flat, this.#batches("dict", map.size)));
    const next = this.#isDeep() ? ~0 : this.rows.items(flat, 0, flat.length, true);
    if (next < 0) return this.#tasks.wait(new EntriesTask(map, flat, closing, ~next));
    this.out.u8(closing);
    return true;
  }

  #list(list: readonly unknown[]): boolean {
    this.#empty(list, op.EMPTY_LIST, op.LIST);
    return this.#items(list, list, "list");
  }

  /** Writes items into the list or set on the stack. */
  #items(value: object, items: readonly unknown[], filling: Filling): boolean {
    const { length } = items;
    if (length === 0) return true;
    const closing = this.#openOnly(filling, length);
    if (closing === undefined) return this.begin(new ItemsTask(value, items, this.#batches(filling, length)));
    const next = this.#isDeep() ? ~0 : this.rows.items(items, 0, length, false);
    if (next < 0) return this.#tasks.wait(new ItemsTask(value, items, closing, ~next));
    this.out.u8(closing);
    return true;
  }

  #set(set: ReadonlySet<unknown>): boolean {
    const stand = this.#portability.standForSet(set);
    if (stand) return this.reduce(set, stand);
    if (this.#settings.protocol < 4) return this.reduce(set, callOfList("set", set));
    this.out.u8(op.EMPTY_SET);
    this.memo.keep(set);
    return this.#items(set, Array.from(set), "set");
  }

  #frozenSet(set: ReadonlySet<unknown>): boolean {
    this.#portability.checkFrozenSet(set);
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
    const short = shortTuple(tuple.length, protocol);
    if (short === undefined) this.out.u8(op.MARK);
    const size = this.memo.size;
    const next = this.#isDeep() ? ~0 : this.rows.tuple(tuple, 0);
    if (next < 0) return this.#tasks.wait(new TupleTask(tuple, protocol, ~next));
    // It may hold itself, and was made on the way then.
    if (this.memo.size > size && this.memo.has(tuple))
      return this.begin(new TupleTask(tuple, protocol, tuple.length));
    this.out.u8(short ?? op.TUPLE);
    this.memo.keep(tuple);
    return true;
  }

  /** An empty list or dict, memoized before it is filled. */
  #empty(value: object, binary: number, text: number): void {
    if (this.#settings.protocol > 0) this.out.u8(binary);
    else this.out.pair(op.MARK, text);
    this.memo.keep(value);
  }

  #openOnly(filling: Filling, count: number): number | undefined {
    return openOnlyBatch(this.out, filling, count, this.#settings.protocol);
  }

  #batches(filling: Filling, count: number): Batches {
    return new Batches(filling, count, this.#settings.protocol, false);
  }

  // The stack and the memo

  /** Lets a task begin; `false` if something of it has to wait, and with it what comes after. */
  begin(task: Task): boolean {
    return (!this.#isDeep() && this.#tasks.step(task)) || this.#tasks.wait(task);
  }

  /** Whether what holds others has to wait. (A private getter would be a call into V8.) */
  #isDeep(): boolean {
    return this.#tasks.isDeep || this.#objects.isWithinCall;
  }
}

/** A set before protocol 4: a call with a list. */
function callOfList(name: "set" | "frozenset", members: Iterable<unknown>): Instance {
  return new Instance(new Global("builtins", name), { args: new Tuple(Array.from(members)) });
}

/** How many fields `for` … `in` visits, which is the quickest way to count them. */
function countEnumerable(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}

/** Whether a text can be a line of ASCII. */
function isLine(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === NEWLINE || unit >= 0x80) return false;
  }
  return true;
}
