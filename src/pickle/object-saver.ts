import type { ReduceValue, Registration } from "../copyreg/index.ts";
import { dictCall } from "../copyreg/standard/index.ts";
import { flatTable } from "../python/flat.ts";
import { type Global, type Instance, type Kind, kindOf, type Tuple } from "../python/index.ts";
import { Batches } from "./batches.ts";
import type { ByteSaver } from "./byte-saver.ts";
import type { DumpOptions, DumpSettings } from "./dump-options.ts";
import type { Names } from "./names.ts";
import * as op from "./opcodes.ts";
import { OpenCalls } from "./open-calls.ts";
import { ReduceTask } from "./reduce-task.ts";
import { Reductions, type Refusal } from "./reductions.ts";
import { EntriesTask } from "./tasks.ts";
import { shortTuple } from "./tuple-tasks.ts";
import { Unwritable } from "./unwritable.ts";
import type { Task, Writing } from "./writing.ts";

/** The hooks of a pickler, each `undefined` unless there is something to call. */
export interface SaverHooks {
  readonly persistentId: DumpOptions["persistentId"] | undefined;
  readonly reducerOverride: DumpOptions["reducerOverride"] | undefined;
  readonly bufferCallback: DumpOptions["bufferCallback"] | undefined;
  readonly dispatchTable: DumpOptions["dispatchTable"] | undefined;
}

/** Those of a pickler that was given none. */
export const NO_HOOKS: SaverHooks = {
  persistentId: undefined,
  reducerOverride: undefined,
  bufferCallback: undefined,
  dispatchTable: undefined,
};

const DICT = /* @__PURE__ */ dictCall();
/** Arguments up to this many are written with what they are for, if they need no tasks. */
const FEW = 16;

/**
 * Writes objects that no opcode is made for: what makes them, and what is then done to them. The most frequent shapes, a
 * call with a few scalars and an object with fields, take no task until the fields are to be written.
 */
export class ObjectSaver {
  readonly #writing: Writing;
  readonly #settings: DumpSettings;
  readonly #bytes: ByteSaver;
  readonly #names: Names;
  readonly #reductions: Reductions;
  readonly #calls: OpenCalls;
  /** Whether somebody wants to see each part of an object. */
  #isWatched = false;

  constructor(
    writing: Writing,
    settings: DumpSettings,
    bytes: ByteSaver,
    names: Names,
    tasks: readonly Task[],
  ) {
    this.#writing = writing;
    this.#settings = settings;
    this.#bytes = bytes;
    this.#names = names;
    this.#reductions = new Reductions(settings);
    this.#calls = new OpenCalls(tasks, writing.memo);
  }

  /** Begins a pickle. */
  start({ persistentId, reducerOverride, bufferCallback, dispatchTable }: SaverHooks): void {
    this.#calls.clear();
    this.#reductions.dispatchTable = dispatchTable;
    this.#isWatched = (persistentId ?? reducerOverride ?? bufferCallback) !== undefined;
  }

  /** Gives a pickle up. */
  abandon(): void {
    this.#calls.clear();
  }

  /** Whether the arguments of a call are being written that may be met again among them: who waits has to be known then. */
  get isWithinCall(): boolean {
    return this.#calls.areOpen;
  }

  /** Whether the class of an object is registered. */
  isRegistered(value: object): boolean {
    return this.#reductions.registrationOf(value) !== undefined;
  }

  /** An object that is registered, or of the standard library. */
  object(value: object, kind: Kind | undefined): boolean {
    const reductions = this.#reductions;
    const reduce = reductions.tableEntry(value);
    if (reduce) return this.override(value, reduce(value as never));
    const registration = reductions.registrationOf(value);
    if (!registration) {
      // But for an exception's, nothing else refers to the arguments.
      return this.#reduced(value, reductions.standard(value, kind), kind !== "PythonException");
    }
    if (registration.isPlain && this.#settings.protocol >= 2 && !this.#isWatched)
      return this.#plain(value, registration);
    return this.#reduced(value, reductions.registered(registration, value), false);
  }

  /** An object that a hook took apart. */
  override(value: object, given: ReduceValue): boolean {
    return this.#reduced(value, this.#reductions.fromHook(given), false);
  }

  /** A function: the class that is registered, by its name. */
  function(value: object): boolean {
    const registration = this.#reductions.registrationOf(value);
    if (registration) return this.#reduced(value, registration.global, false);
    const name = (value as { readonly name: string }).name || "a function";
    throw new Unwritable(
      `${name} is code, not data: register it if it is a class, or write a Global`,
      "unsupported-value",
    );
  }

  /** A `Map` as a call of dict(), which is then filled. */
  dict(map: ReadonlyMap<unknown, unknown>): boolean {
    if (!this.#makeAtOnce(map, DICT, true)) {
      const call = dictCall();
      call.entries = Array.from(map);
      return this.reduce(map, call);
    }
    if (map.size === 0) return true;
    const batches = new Batches("dict", map.size, this.#settings.protocol, true);
    return this.#writing.begin(new EntriesTask(map, flatTable(map), batches));
  }

  /**
   * An object that `instance` describes; both can be the same.
   *
   * @param isFresh Whether the arguments were made for the pickle, so that no memo of them is needed.
   */
  reduce(value: object, instance: Instance, isFresh: boolean = false): boolean {
    if (this.#makeAtOnce(value, instance, isFresh)) {
      return (
        isJustMade(instance) || this.#writing.begin(new ReduceTask(value, instance, this.#settings, true))
      );
    }
    if (value === instance) this.#calls.begin(instance);
    return this.#writing.begin(new ReduceTask(value, instance, this.#settings, false));
  }

  /** Follows the opcode that made an object. `false` when that is in the memo by now, since it holds itself. */
  endReduced(value: object): boolean {
    const { out, memo } = this.#writing;
    this.#calls.end(value);
    if (memo.has(value)) {
      out.u8(op.POP);
      memo.recall(value);
      return false;
    }
    memo.keep(value);
    return true;
  }

  #reduced(value: object, found: Global | Instance | Refusal, isFresh: boolean): boolean {
    if ("refused" in found) throw new Unwritable(found.refused, found.code);
    if (kindOf(found) === "Instance") {
      if (!ArrayBuffer.isView(value)) this.#bytes.keepInBand((found as Instance).args);
      return this.reduce(value, found as Instance, isFresh);
    }
    this.#names.write(found as Global);
    return true;
  }

  /** An object whose state are its fields, which are written from the object itself. */
  #plain(value: object, { global }: Registration): boolean {
    const { out, memo } = this.#writing;
    const names = Object.keys(value);
    this.#names.write(global);
    out.boundary();
    out.pair(op.EMPTY_TUPLE, op.NEWOBJ);
    memo.keep(value);
    if (names.length === 0) return true;
    out.boundary();
    out.u8(op.EMPTY_DICT);
    // Nothing else can refer to the dict of the fields.
    memo.keepNothing();
    return this.#writing.fields(value, names, op.BUILD);
  }

  /** Writes what makes an object, unless something of that has to wait. */
  #makeAtOnce(value: object, instance: Instance, isFresh: boolean): boolean {
    const { class: class_, args, kwargs, form } = instance;
    const isUsual = form === "call" || (form === "new" && this.#settings.protocol >= 2);
    if (!isUsual || kwargs || this.#isWatched || kindOf(class_) !== "Global") return false;
    if (args.length > 0 && !this.#areAtOnce(instance)) return false;
    const { out, memo } = this.#writing;
    this.#names.write(class_ as Global);
    out.boundary();
    this.#saveArguments(args, isFresh);
    out.u8(form === "new" ? op.NEWOBJ : op.REDUCE);
    memo.keep(value);
    return true;
  }

  /** Whether the arguments of a call are written without a task. */
  #areAtOnce(instance: Instance): boolean {
    const { args } = instance;
    if (args.length > FEW || this.#calls.has(instance)) return false;
    for (const arg of args) if (!this.#isAtOnce(arg)) return false;
    return true;
  }

  #isAtOnce(value: unknown): boolean {
    switch (typeof value) {
      case "object":
        if (value === null || this.#writing.memo.has(value)) return true;
        return kindOf(value) === "Global" || (value instanceof Uint8Array && kindOf(value) === undefined);
      case "undefined":
      case "function":
      case "symbol":
        return false;
      default:
        return true;
    }
  }

  #saveArguments(args: Tuple, isFresh: boolean): void {
    const writing = this.#writing;
    const { out, memo } = writing;
    const { protocol } = this.#settings;
    if (args.length === 0 && protocol > 0) {
      out.u8(op.EMPTY_TUPLE);
      return;
    }
    if (!isFresh && memo.recall(args)) return;
    const short = shortTuple(args.length, protocol);
    if (short === undefined) out.u8(op.MARK);
    for (const arg of args) {
      if (isFresh && arg instanceof Uint8Array) this.#bytes.freshBytes(arg);
      else writing.save(arg);
    }
    out.u8(short ?? op.TUPLE);
    if (isFresh && args.length > 0) memo.keepNothing();
    else if (args.length > 0) memo.keep(args);
  }
}

function isJustMade({ items, entries, state, later }: Instance): boolean {
  return !items && !entries && state === undefined && !later;
}
