import { ByteReader, EndOfBytes } from "../bytes/index.ts";
import { ensureRoom } from "../bytes/limits.ts";
import type { Resumable } from "../bytes/streams.ts";
import { Ellipsis, FrozenDict, FrozenSet, Global, kindOf, Slice, Tuple } from "../python/index.ts";
import { Keys } from "../python/keys.ts";
import { Moves } from "../python/moves.ts";
import { type Field, layoutOf } from "./code-layout.ts";
import { BadField, codeOf } from "./code-reader.ts";
import { setField, toMap } from "./dicts.ts";
import {
  MarshalEOFError,
  MarshalError,
  type MarshalErrorCode,
  MarshalTypeError,
  MarshalValueError,
} from "./errors.ts";
import { Frame, NO_KEY, NULL_OBJECT } from "./frame.ts";
import type { LoadSettings } from "./load-options.ts";
import { References } from "./references.ts";
import { Scalars } from "./scalars.ts";
import * as code from "./type-codes.ts";

/** What an object is while it is being read: a container has begun, and what is in it comes next. */
const BEGUN: unique symbol = Symbol("begun");

/** About what each container costs in V8, in bytes. */
const LIST_COST = 56;
const OBJECT_COST = 64;
const TABLE_COST = 160;
const SLOT_COST = 8;
const CODE_COST = 1024;
const SLICE_ITEMS = 3;

/**
 * Reads one object, iteratively: what is being read waits on a stack, so that depth costs no call stack and a reader
 * which runs out of bytes can go on at the same object once there are more. It follows `r_object` of CPython's
 * `Python/marshal.c`.
 */
export class Unmarshaller implements Resumable {
  reader: ByteReader;
  base: number;
  readonly #settings: LoadSettings;
  readonly #isPython2: boolean;
  readonly #layout: readonly Field[];
  readonly #scalars: Scalars;
  readonly #references: References;
  /** What Python 2 interned, in order. */
  readonly #interned: unknown[] = [];
  readonly #moves = new Moves();
  readonly #keys: Keys;
  readonly #exactKeys: Keys;
  readonly #frames: Frame[] = [];
  /** How many code objects are around the object at hand. */
  #codes = 0;
  #exact: boolean;
  #memory = 0;
  /** Where the object at hand begins. */
  #start = 0;
  #type: number = code.NULL;

  constructor(bytes: Uint8Array, base: number, settings: LoadSettings) {
    const { exact, maxCollisions, version } = settings;
    this.reader = new ByteReader(bytes);
    this.base = base;
    this.#settings = settings;
    this.#isPython2 = version < 300;
    this.#layout = layoutOf(version);
    this.#exact = exact;
    this.#scalars = new Scalars(settings, (reason) => this.bad(reason, "bad-value"));
    this.#references = new References(!exact);
    const fail = (reason: string, why: "bad-key" | "limit"): Error => this.bad(reason, why);
    this.#keys = new Keys(exact, false, maxCollisions, fail);
    this.#exactKeys = exact ? this.#keys : new Keys(true, false, maxCollisions, fail);
  }

  /** Goes on with more bytes, which begin with the object that could not be read. */
  resume(bytes: Uint8Array): void {
    this.base += this.#start;
    this.#start = 0;
    this.reader = new ByteReader(bytes);
  }

  /** Reads to the end of the object. Throws `EndOfBytes` if the bytes end before. */
  run(): unknown {
    try {
      return this.#moves.finish(this.#run());
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw this.#explain(error);
      this.reader.offset = this.#start;
      throw error;
    }
  }

  /** An error about the object at hand. */
  bad(reason: string, why: MarshalErrorCode | "bad-target", options?: ErrorOptions): MarshalError {
    const offset = this.base + this.#start;
    const what = this.reader.offset === this.#start ? "a value" : code.typeName(this.#type);
    const message = `Cannot read ${what} at byte ${offset}: ${reason}`;
    if (why === "truncated") return new MarshalEOFError(message, offset, why, options);
    const isType = why === "bad-null" || why === "bad-key" || why === "bad-code";
    const Kind = isType ? MarshalTypeError : MarshalValueError;
    return new Kind(message, offset, why === "bad-target" ? "bad-value" : why, options);
  }

  #explain(error: unknown): unknown {
    if (error instanceof MarshalError) return error;
    if (error instanceof BadField) return this.bad(error.message, "bad-code");
    // The runtime's own limits, such as the size of a `Map`.
    return error instanceof RangeError ? this.bad(error.message, "limit", { cause: error }) : error;
  }

  #run(): unknown {
    const { reader } = this;
    const frames = this.#frames;
    for (;;) {
      const frame = frames[frames.length - 1];
      if (frame?.type === code.CODE) this.#readIntegers(frame);
      this.#start = reader.offset;
      const byte = reader.u8();
      const isReferred = byte >= code.FLAG_REF && !this.#isPython2;
      this.#type = isReferred ? byte - code.FLAG_REF : byte;
      if (frames.length >= code.MAX_DEPTH) throw this.bad("recursion limit exceeded", "too-deep");
      let value = this.#object(this.#type, isReferred);
      while (value !== BEGUN) {
        const around = frames[frames.length - 1];
        if (around === undefined) {
          if (value === NULL_OBJECT) throw this.#null("object");
          return value;
        }
        if (!this.#give(around, value)) break;
        frames.pop();
        value = this.#end(around);
      }
    }
  }

  /** The object that a type code begins, or `BEGUN`. */
  #object(type: number, isReferred: boolean): unknown {
    const { reader } = this;
    const scalars = this.#scalars;
    const exact = this.#exact;
    switch (type) {
      case code.NULL:
        return NULL_OBJECT;
      case code.NONE:
        return null;
      case code.TRUE:
        return true;
      case code.FALSE:
        return false;
      case code.ELLIPSIS:
        return Ellipsis;
      case code.STOP_ITERATION:
        return new Global(this.#isPython2 ? "exceptions" : "builtins", "StopIteration");
      case code.REF:
        if (!this.#isPython2) return this.#reference(reader.i32());
        break;
      case code.INT:
        return this.#integer(reader.i32(), false, isReferred);
      case code.INT64:
        return this.#integer(scalars.int64(reader), false, isReferred);
      case code.LONG:
        return this.#integer(scalars.long(reader), true, isReferred);
      case code.FLOAT:
        return this.#kept(scalars.floatText(reader), isReferred);
      case code.BINARY_FLOAT:
        return this.#kept(reader.f64le(), isReferred);
      case code.COMPLEX:
        return this.#kept(scalars.complexText(reader), isReferred);
      case code.BINARY_COMPLEX:
        return this.#kept(scalars.complex(reader), isReferred);
      case code.STRING: {
        const bytes = reader.take(scalars.size(reader, "bytes object"));
        const value = this.#isPython2 ? scalars.string(bytes, exact) : bytes.slice();
        return this.#kept(value, isReferred);
      }
      case code.SHORT_ASCII:
      case code.SHORT_ASCII_INTERNED:
        if (!this.#isPython2) return this.#kept(scalars.ascii(reader, reader.u8()), isReferred);
        break;
      case code.ASCII:
      case code.ASCII_INTERNED:
        if (!this.#isPython2)
          return this.#kept(scalars.ascii(reader, scalars.size(reader, "string")), isReferred);
        break;
      case code.INTERNED: {
        const length = scalars.size(reader, "string");
        if (!this.#isPython2) return this.#kept(scalars.text(reader, length, exact), isReferred);
        const value = scalars.string(reader.take(length), exact);
        this.#interned.push(value);
        return value;
      }
      case code.UNICODE:
        return this.#kept(scalars.text(reader, scalars.size(reader, "string"), exact), isReferred);
      case code.STRING_REF:
        if (this.#isPython2) return this.#internedAt(reader.i32());
        break;
      default:
        if (code.isKnown(type, this.#isPython2 ? 2 : 3)) return this.#begin(type, isReferred);
    }
    throw this.bad("unknown type code", "bad-type");
  }

  #kept(value: unknown, isReferred: boolean): unknown {
    if (isReferred) this.#references.add(value, this.#exact);
    return value;
  }

  /** What is referred to is kept exact, since a code object may share it. */
  #integer(value: number | bigint, isLong: boolean, isReferred: boolean): unknown {
    if (isReferred) this.#references.add(this.#scalars.integer(value, true, isLong), true);
    if (typeof value === "number" && !this.#exact) return value;
    return this.#scalars.integer(value, this.#exact, isLong);
  }

  #internedAt(index: number): unknown {
    if (index < 0 || index >= this.#interned.length)
      throw this.bad(`string ref out of range: ${index}`, "bad-reference");
    return this.#interned[index];
  }

  #reference(index: number): unknown {
    const references = this.#references;
    if (!references.has(index)) throw this.bad(`invalid reference: ${index}`, "bad-reference");
    const value = references.get(index);
    if (typeof value === "bigint") return this.#scalars.integer(value, this.#exact, true);
    if (typeof value !== "object" || value === null) return value;
    if (!references.isOf(index, this.#exact) && !isAlike(value)) {
      throw this.bad(
        "it is shared by a code object, which is exact, and by what is outside: set the option exact",
        "bad-reference",
      );
    }
    if (!references.isOpen(index)) return value;
    if (kindOf(value) === "Tuple") {
      this.#keys.forbid(value);
      this.#exactKeys.forbid(value);
    }
    return this.#moves.lend(value);
  }

  // Containers

  #begin(type: number, isReferred: boolean): unknown {
    const { reader } = this;
    switch (type) {
      case code.SMALL_TUPLE:
        return this.#sequence(new Tuple(), reader.u8(), isReferred);
      case code.TUPLE:
        return this.#sequence(new Tuple(), this.#scalars.size(reader, "tuple"), isReferred);
      case code.LIST:
        return this.#sequence([], this.#scalars.size(reader, "list"), isReferred);
      case code.SET:
      case code.FROZEN_SET:
        return this.#set(type, this.#scalars.size(reader, "set"), isReferred);
      case code.DICT: {
        const isMap = this.#exact || this.#settings.dict === "map";
        this.#spend(isMap ? TABLE_COST : OBJECT_COST);
        return this.#open(isMap ? new Map() : {}, NO_ITEMS, Number.POSITIVE_INFINITY, isReferred);
      }
      case code.FROZEN_DICT:
        this.#spend(TABLE_COST);
        return this.#open(new Map(), NO_ITEMS, Number.POSITIVE_INFINITY, isReferred);
      case code.SLICE:
        this.#spend(OBJECT_COST);
        return this.#open(undefined, [], SLICE_ITEMS, isReferred);
      default:
        return this.#beginCode(isReferred);
    }
  }

  #sequence(items: unknown[], length: number, isReferred: boolean): unknown {
    this.#spend(LIST_COST + SLOT_COST * Math.min(length, this.reader.left));
    if (length === 0) return this.#kept(items, isReferred);
    ensureRoom(length);
    return this.#open(items, items, length, isReferred);
  }

  #set(type: number, size: number, isReferred: boolean): unknown {
    this.#spend(TABLE_COST);
    if (size === 0) return this.#kept(type === code.SET ? new Set() : new FrozenSet(), isReferred);
    return this.#open(new Set(), NO_ITEMS, size, isReferred);
  }

  #beginCode(isReferred: boolean): unknown {
    if (!this.#settings.allowCode)
      throw this.bad("code objects are not allowed (allowCode)", "code-disallowed");
    this.#spend(CODE_COST);
    const begun = this.#open(undefined, [], this.#layout.length, isReferred);
    this.#codes += 1;
    this.#exact = true;
    return begun;
  }

  #open(target: unknown, items: unknown[], left: number, isReferred: boolean): typeof BEGUN {
    const type = this.#type;
    const frame = new Frame(type, this.base + this.#start, target, items, left);
    if (isReferred) {
      const isPending = target === undefined || type === code.FROZEN_SET || type === code.FROZEN_DICT;
      // A code object is exact, and so alike, in either profile.
      frame.index = this.#references.begin(target, isPending, this.#exact);
    }
    this.#frames.push(frame);
    return BEGUN;
  }

  /** The integers that come next in a code object. */
  #readIntegers(frame: Frame): void {
    const { reader } = this;
    while (this.#layout[frame.items.length]?.type === "int") {
      this.#start = reader.offset;
      this.#type = code.CODE;
      frame.items.push(reader.i32());
      frame.left -= 1;
    }
  }

  /** Gives an object to the container around it. Whether that is complete then. */
  #give(frame: Frame, value: unknown): boolean {
    switch (frame.type) {
      case code.TUPLE:
      case code.SMALL_TUPLE:
      case code.LIST:
      case code.SLICE:
      case code.CODE:
        if (value === NULL_OBJECT) throw this.#null(code.typeName(frame.type));
        frame.items.push(value);
        frame.left -= 1;
        return frame.left === 0;
      case code.SET:
      case code.FROZEN_SET: {
        if (value === NULL_OBJECT) throw this.#null("set");
        const set = frame.target as Set<unknown>;
        const keys = this.#exact ? this.#exactKeys : this.#keys;
        set.add(keys.key(value));
        keys.guard(set);
        frame.left -= 1;
        return frame.left === 0;
      }
      default:
        return this.#giveEntry(frame, value);
    }
  }

  #giveEntry(frame: Frame, value: unknown): boolean {
    const { key } = frame;
    if (key === NO_KEY) {
      if (value === NULL_OBJECT) return true;
      frame.key = value;
      return false;
    }
    frame.key = NO_KEY;
    // Python 3 ends a dict at a NULL for a value, Python 2 leaves the entry out.
    if (value === NULL_OBJECT) return !this.#isPython2;
    if (frame.target instanceof Map || !setField(frame, key, value)) this.#setEntry(frame, key, value);
    return false;
  }

  #setEntry(frame: Frame, key: unknown, value: unknown): void {
    if (!(frame.target instanceof Map)) {
      if (this.#settings.dict === "object")
        throw this.bad('a key that is not a str: set the option "dict" to "auto" or "map"', "bad-key");
      this.#spend(TABLE_COST);
      toMap(frame, this.#moves);
      if (frame.index >= 0) this.#references.replace(frame.index, frame.target);
    }
    const map = frame.target as Map<unknown, unknown>;
    const keys = this.#exact ? this.#exactKeys : this.#keys;
    map.set(keys.key(key), value);
    keys.guard(map);
  }

  /** The value of a container that is complete. */
  #end(frame: Frame): unknown {
    const value = this.#valueOf(frame);
    if (frame.index >= 0) this.#references.end(frame.index, value);
    return value;
  }

  #valueOf({ items, offset, target, type }: Frame): unknown {
    switch (type) {
      case code.FROZEN_SET:
        return new FrozenSet(target as Set<unknown>);
      case code.FROZEN_DICT:
        return new FrozenDict(target as Map<unknown, unknown>);
      case code.SLICE:
        return new Slice(...items);
      case code.CODE:
        this.#codes -= 1;
        this.#exact = this.#settings.exact || this.#codes > 0;
        return this.#code(items, offset);
      default:
        return target;
    }
  }

  #code(items: readonly unknown[], offset: number): unknown {
    try {
      return codeOf(this.#layout, items, this.#settings.version);
    } catch (error) {
      if (!(error instanceof BadField)) throw error;
      throw new MarshalTypeError(
        `Cannot read TYPE_CODE at byte ${offset}: ${error.message}`,
        offset,
        "bad-code",
      );
    }
  }

  #null(container: string): MarshalError {
    return this.bad(`NULL object in marshal data for ${container}`, "bad-null");
  }

  #spend(bytes: number): void {
    this.#memory += bytes;
    const { maxMemory } = this.#settings;
    if (this.#memory > maxMemory)
      throw this.bad(`the values need more than the limit of ${maxMemory} bytes`, "limit");
  }
}

/** Dicts and sets have no objects in order. */
const NO_ITEMS: unknown[] = [];

/** Whether a value, not a list, dict or set, is the same in either profile: texts and bytes, code, and tuples of such. */
function isAlike(value: unknown): boolean {
  if (value instanceof Uint8Array || kindOf(value) === "Code" || kindOf(value) === "Complex") return true;
  return (
    kindOf(value) === "Tuple" &&
    (value as Tuple).every((item) => item === null || typeof item === "string" || typeof item === "boolean")
  );
}
