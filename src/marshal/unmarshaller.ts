import { ByteReader, EndOfBytes } from "../bytes/index.ts";
import { ensureRoom } from "../bytes/limits.ts";
import type { Resumable } from "../bytes/streams.ts";
import { Ellipsis, FrozenSet, Global, type Python2String, Tuple } from "../python/index.ts";
import { type Field, layoutOf } from "./code-layout.ts";
import { BadField, codeOf } from "./code-parts.ts";
import { Containers } from "./containers.ts";
import {
  MarshalEOFError,
  MarshalError,
  type MarshalErrorCode,
  MarshalTypeError,
  MarshalValueError,
} from "./errors.ts";
import { Frame } from "./frame.ts";
import { Leaves } from "./leaves.ts";
import type { LoadSettings } from "./load-options.ts";
import { References } from "./references.ts";
import { Scalars } from "./scalars.ts";
import * as code from "./type-codes.ts";
import { isPython2, versionText } from "./version.ts";

/** What an object is while it is being read: a container has begun, and what is in it comes next. */
const BEGUN: unique symbol = Symbol("begun");
/** The object that `TYPE_NULL` is: nothing. It ends a dict, and may be nowhere else. */
const NULL_OBJECT: unique symbol = Symbol("null");

/** About what each container costs in V8, in bytes. */
const SEQUENCE_COST = 56;
const OBJECT_COST = 64;
const TABLE_COST = 160;
const SLOT_COST = 8;
const CODE_COST = 1024;
/** For what is rather time than memory: code objects may share their names, but each has to look at all of them. */
const NAME_COST = 64;
/** How many values there are still to come in a dict, which does not say. */
const ENDLESS = -1;
const SLICE_PARTS = 3;

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
  readonly #python: string;
  readonly #known: readonly boolean[];
  readonly #layout: readonly Field[];
  readonly #scalars: Scalars;
  readonly #containers: Containers;
  readonly #references: References;
  readonly #leaves: Leaves;
  /** What Python 2 interned, in order. */
  readonly #interned: Interned[] = [];
  /** Values that belong to containers which are not complete, those of the innermost last; `#count` of them. */
  readonly #values: unknown[] = [];
  #count = 0;
  /** What is around the object at hand, the innermost last; `#depth` of them, the others are spare. */
  readonly #frames: Frame[] = [new Frame()];
  #depth = 0;
  /** How many code objects are around the object at hand. */
  #codes = 0;
  #exact: boolean;
  #memory = 0;
  /** Where the object at hand begins. */
  #start = 0;
  #type: number = code.NULL;
  #hasType = false;

  constructor(bytes: Uint8Array, base: number, settings: LoadSettings) {
    const { version } = settings;
    // A code object is exact, and so is all in it.
    const exact = settings.exact || isCode(bytes[0]);
    this.reader = new ByteReader(bytes);
    this.base = base;
    this.#settings = exact === settings.exact ? settings : { ...settings, exact };
    this.#isPython2 = isPython2(version);
    this.#python = versionText(version);
    this.#known = code.knownTypes(version);
    this.#layout = layoutOf(version);
    this.#exact = exact;
    this.#scalars = new Scalars(this.#settings, (reason) => this.bad(reason, "bad-value"));
    this.#containers = new Containers(this.#settings, (reason, why) => this.bad(reason, why));
    this.#references = new References(!exact, (reason) => this.bad(reason, "bad-reference"));
    this.#leaves = new Leaves(this.#references);
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
      return this.#containers.moves.finish(this.#run());
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw this.#explain(error);
      this.reader.offset = this.#start;
      throw error;
    }
  }

  /** An error about the object at hand. */
  bad(reason: string, why: MarshalErrorCode | "bad-target", options?: ErrorOptions): MarshalError {
    const offset = this.base + this.#start;
    const what = this.#hasType ? code.typeName(this.#type) : "a value";
    const message = `Cannot read ${what} at byte ${offset}: ${reason}`;
    if (why === "truncated") return new MarshalEOFError(message, offset, why, options);
    const isType = why === "bad-null" || why === "bad-key" || why === "bad-code";
    const Kind = isType ? MarshalTypeError : MarshalValueError;
    return new Kind(message, offset, why === "bad-target" ? "bad-value" : why, options);
  }

  #explain(error: unknown): unknown {
    if (error instanceof MarshalError) return error;
    // The runtime's own limits, such as the size of a `Map`.
    return error instanceof RangeError ? this.bad(error.message, "limit", { cause: error }) : error;
  }

  #run(): unknown {
    const { reader } = this;
    const values = this.#values;
    let frame = this.#frames[this.#depth] as Frame;
    for (;;) {
      while (frame.left === 0) {
        if (this.#depth === 0) return values[0];
        frame = this.#complete(frame);
      }
      if (frame.type === code.CODE) {
        this.#readIntegers(frame);
      } else if (!this.#isPython2 && this.#depth < code.MAX_DEPTH) {
        this.#readLeaves(frame);
        if (frame.left === 0) continue;
      }
      this.#start = reader.offset;
      this.#hasType = false;
      const byte = reader.u8();
      this.#hasType = true;
      const isReferred = byte >= code.FLAG_REF && !this.#isPython2;
      this.#type = isReferred ? byte - code.FLAG_REF : byte;
      if (this.#depth >= code.MAX_DEPTH) throw this.bad("recursion limit exceeded", "too-deep");
      const value = this.#object(this.#type, isReferred);
      if (value === BEGUN) {
        frame = this.#frames[this.#depth] as Frame;
        continue;
      }
      if (value === NULL_OBJECT) {
        this.#null(frame);
      } else {
        this.#push(frame, value);
      }
    }
  }

  /** The object that a type code begins, or `BEGUN`. */
  #object(type: number, isReferred: boolean): unknown {
    const { reader } = this;
    const scalars = this.#scalars;
    const exact = this.#exact;
    if (!this.#known[type]) throw this.bad("unknown type code", "bad-type");
    // The most frequent come first, since they are compared one by one.
    switch (type) {
      case code.REF:
        return this.#reference(reader.i32());
      case code.SHORT_ASCII_INTERNED:
      case code.SHORT_ASCII:
        return this.#kept(scalars.ascii(reader, reader.u8()), isReferred);
      case code.INT:
        return this.#integer(reader.i32(), false, isReferred);
      case code.SMALL_TUPLE:
        return this.#sequence(reader.u8(), isReferred);
      case code.STRING: {
        const length = scalars.size(reader, "bytes object");
        if (this.#isPython2) return scalars.string(reader.take(length), exact);
        return this.#kept(scalars.bytes(reader, length, this.#codes > 0), isReferred);
      }
      case code.UNICODE:
        return this.#kept(scalars.text(reader, scalars.size(reader, "string"), exact), isReferred);
      case code.BINARY_FLOAT:
        return this.#kept(reader.f64le(), isReferred);
      case code.NONE:
        return null;
      case code.TRUE:
        return true;
      case code.FALSE:
        return false;
      case code.NULL:
        return NULL_OBJECT;
      case code.LONG:
        return this.#integer(scalars.long(reader), true, isReferred);
      case code.ASCII_INTERNED:
      case code.ASCII:
        return this.#kept(scalars.ascii(reader, scalars.size(reader, "string")), isReferred);
      case code.INTERNED: {
        const length = scalars.size(reader, "string");
        if (!this.#isPython2) return this.#kept(scalars.text(reader, length, exact), isReferred);
        const interned: Interned = { exact: scalars.string(reader.take(length), true), natural: undefined };
        this.#interned.push(interned);
        return this.#profiled(interned);
      }
      case code.STRING_REF:
        return this.#internedAt(reader.i32());
      case code.ELLIPSIS:
        return Ellipsis;
      case code.STOP_ITERATION:
        return new Global(this.#isPython2 ? "exceptions" : "builtins", "StopIteration");
      case code.BINARY_COMPLEX:
        return this.#kept(scalars.complex(reader), isReferred);
      case code.INT64:
        return this.#integer(scalars.int64(reader), false, isReferred);
      case code.FLOAT:
        return this.#kept(scalars.floatText(reader), isReferred);
      case code.COMPLEX:
        return this.#kept(scalars.complexText(reader), isReferred);
      default:
        return this.#begin(type, isReferred);
    }
  }

  #kept(value: unknown, isReferred: boolean): unknown {
    if (isReferred) this.#references.add(value, this.#exact);
    return value;
  }

  #integer(value: number | bigint, isLong: boolean, isReferred: boolean): unknown {
    const natural = typeof value === "number" ? value : this.#scalars.natural(value);
    if (isReferred) this.#references.addInteger(natural);
    return this.#exact ? this.#scalars.exact(value, isLong) : natural;
  }

  #internedAt(index: number): unknown {
    const interned = this.#interned[index];
    if (interned === undefined) throw this.bad(`string ref out of range: ${index}`, "bad-reference");
    return this.#profiled(interned);
  }

  #profiled(interned: Interned): unknown {
    if (this.#exact) return interned.exact;
    interned.natural ??= this.#scalars.string(interned.exact.bytes, false);
    return interned.natural;
  }

  #reference(index: number): unknown {
    const value = this.#references.resolve(index, this.#exact);
    return value instanceof Frame ? this.#containers.early(value, this.#exact) : value;
  }

  // Containers

  #begin(type: number, isReferred: boolean): unknown {
    const { reader } = this;
    switch (type) {
      case code.TUPLE:
        return this.#sequence(this.#scalars.size(reader, "tuple"), isReferred);
      case code.LIST:
        return this.#sequence(this.#scalars.size(reader, "list"), isReferred);
      case code.SET:
      case code.FROZEN_SET: {
        this.#spend(TABLE_COST);
        const size = this.#scalars.size(reader, "set");
        if (size > 0) return this.#open(size, isReferred);
        return this.#kept(type === code.SET ? new Set() : new FrozenSet(), isReferred);
      }
      case code.DICT:
      case code.FROZEN_DICT:
        this.#spend(TABLE_COST);
        return this.#open(ENDLESS, isReferred);
      case code.SLICE:
        this.#spend(OBJECT_COST);
        return this.#open(SLICE_PARTS, isReferred);
      default:
        return this.#beginCode(isReferred);
    }
  }

  #sequence(length: number, isReferred: boolean): unknown {
    this.#spend(SEQUENCE_COST + SLOT_COST * Math.min(length, this.reader.left));
    if (length > 0) return this.#open(length, isReferred);
    return this.#kept(this.#type === code.LIST ? [] : new Tuple(), isReferred);
  }

  #beginCode(isReferred: boolean): unknown {
    if (!this.#settings.allowCode)
      throw this.bad("code objects are not allowed (allowCode)", "code-disallowed");
    this.#spend(CODE_COST);
    this.#codes += 1;
    this.#exact = true;
    return this.#open(this.#layout.length, isReferred);
  }

  #open(left: number, isReferred: boolean): typeof BEGUN {
    this.#depth += 1;
    // Frames are used again: nothing refers to one whose container is complete.
    let frame = this.#frames[this.#depth];
    if (frame === undefined) {
      frame = new Frame();
      this.#frames.push(frame);
    }
    frame.type = this.#type;
    frame.offset = this.base + this.#start;
    frame.base = this.#count;
    frame.left = left;
    frame.hasKeys = left === ENDLESS || this.#type === code.SET || this.#type === code.FROZEN_SET;
    frame.index = isReferred ? this.#references.add(frame, this.#exact) : -1;
    frame.target = undefined;
    return BEGUN;
  }

  /** The values that come next and hold no others, up to any that is not read as most are. */
  #readLeaves(frame: Frame): void {
    const { reader } = this;
    const leaves = this.#leaves;
    const count = leaves.read(reader, frame, this.#values, this.#count, this.#exact);
    if (count === this.#count) return;
    this.#count = count;
    // What completes a container is at hand when that cannot be made.
    this.#start = leaves.start;
    this.#type = (reader.bytes[leaves.start] as number) & ~code.FLAG_REF;
  }

  /** The integers that come next in a code object. */
  #readIntegers(frame: Frame): void {
    const { reader } = this;
    while (this.#layout[this.#count - frame.base]?.type === "int") {
      this.#start = reader.offset;
      this.#type = code.CODE;
      this.#values[this.#count] = reader.i32();
      this.#count += 1;
      frame.left -= 1;
    }
  }

  /** Gives a value to the container around it. */
  #push(frame: Frame, value: unknown): void {
    const count = this.#count;
    ensureRoom(count);
    this.#values[count] = value;
    this.#count = count + 1;
    frame.left -= 1;
    if (frame.hasKeys) this.#checkKey(frame, value);
  }

  /** What Python cannot hash is no member and no key, of which it learns when the entry is complete. */
  #checkKey({ base, left }: Frame, value: unknown): void {
    if (left >= 0) this.#containers.check(value);
    else if ((this.#count - base) % 2 === 0) this.#containers.check(this.#values[this.#count - 2]);
  }

  /** A NULL ends a dict. Where a value should be, Python 3 takes that for the end too, Python 2 leaves the entry out. */
  #null(frame: Frame): void {
    if (frame.type !== code.DICT && frame.type !== code.FROZEN_DICT) {
      const container = frame.type < 0 ? "object" : code.typeName(frame.type);
      throw this.bad(`NULL object in marshal data for ${container}`, "bad-null");
    }
    const isValue = (this.#count - frame.base) % 2 === 1;
    if (isValue) this.#count -= 1;
    if (!isValue || !this.#isPython2) frame.left = 0;
  }

  /** Makes a container of its values and gives it to the one around, which is returned. */
  #complete(frame: Frame): Frame {
    const value = this.#make(frame);
    if (frame.index >= 0) this.#references.complete(frame.index, value);
    this.#count = frame.base;
    this.#depth -= 1;
    const around = this.#frames[this.#depth] as Frame;
    this.#push(around, value);
    return around;
  }

  #make(frame: Frame): object {
    if (frame.type !== code.CODE) return this.#containers.make(frame, this.#values, this.#count, this.#exact);
    this.#codes -= 1;
    this.#exact = this.#settings.exact || this.#codes > 0;
    return this.#code(frame.base, frame.offset);
  }

  #code(base: number, offset: number): object {
    try {
      const made = codeOf(this.#values, base, this.#settings.version, this.#python);
      const { localsplusnames, localspluskinds, names } = made;
      this.#spend(NAME_COST * (localsplusnames.length + localspluskinds.length + names.length));
      return made;
    } catch (error) {
      if (!(error instanceof BadField)) throw error;
      const message = `Cannot read TYPE_CODE at byte ${offset}: ${error.message}`;
      throw new MarshalTypeError(message, offset, "bad-code");
    }
  }

  #spend(bytes: number): void {
    this.#memory += bytes;
    const { maxMemory } = this.#settings;
    if (this.#memory > maxMemory)
      throw this.bad(`the values need more than the limit of ${maxMemory} bytes`, "limit");
  }
}

/** A string that code and data may share, whatever the profile of each. */
interface Interned {
  readonly exact: Python2String;
  natural: unknown;
}

function isCode(first: number | undefined): boolean {
  return first === code.CODE || first === (code.CODE | code.FLAG_REF);
}
