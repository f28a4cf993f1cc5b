import { ByteWriter } from "../bytes/index.ts";
import { flatTable } from "../python/flat.ts";
import {
  type CodePointString,
  type Complex,
  type Float,
  type Global,
  type Int,
  type Kind,
  kindOf,
  type Long,
  type Python2String,
  type Slice,
  Tuple,
} from "../python/index.ts";
import { pathOf } from "../python/places.ts";
import { brief } from "../python/repr.ts";
import { TableKeys } from "../python/table-keys.ts";
import type { Code } from "./code.ts";
import { type Field, layoutOf } from "./code-layout.ts";
import { partsOf } from "./code-parts.ts";
import type { DumpSettings } from "./dump-options.ts";
import { type MarshalErrorCode, UnmarshallableError } from "./errors.ts";
import { MemberMarshaller } from "./member-marshaller.ts";
import { isNameLike } from "./name-like.ts";
import { Python2Names } from "./python2-names.ts";
import { BINARY_FLOATS, ScalarWriter } from "./scalar-writer.ts";
import { SetOrder } from "./set-order.ts";
import * as code from "./type-codes.ts";
import { isPython2, versionNumber } from "./version.ts";
import { WriteFrame } from "./write-frame.ts";
import { WriteReferences } from "./write-references.ts";

const REFERENCES_SINCE = 3;
const SLICES_SINCE = 5;
/** Without references, what is shared can unfold without end. */
const LONGEST = 2 ** 31;
/** With fewer containers around it than this, one is written by a call from that around it: a fifth faster, where nothing is noted. */
const NESTED_CALLS = 50;

/**
 * Writes one value. What is around it waits on a stack, so that depth costs little of the call stack: a container is written
 * by a call from the one around it as long as few are, and from there on in a loop. It follows `w_object` of CPython's
 * `Python/marshal.c`.
 */
export class Marshaller {
  readonly #out = new ByteWriter();
  readonly #settings: DumpSettings;
  readonly #isPython2: boolean;
  readonly #scalars: ScalarWriter;
  readonly #references: WriteReferences | undefined;
  readonly #python2Names: Python2Names | undefined;
  /** Whether numbers are written in rows: no note is taken of them, and floats are binary. */
  readonly #hasRows: boolean;
  readonly #keys: TableKeys;
  #order: SetOrder | undefined;
  /** What is around the value at hand, the innermost last; `#depth` of them, the others are spare. */
  readonly #frames: WriteFrame[] = [];
  #depth = 0;
  readonly #layout: readonly Field[];
  /** How many code objects are around the value at hand. */
  #codes = 0;
  #exact: boolean;

  /** @param order How sets are ordered, where another marshaller decides it. */
  constructor(settings: DumpSettings, order?: SetOrder) {
    const { exact, python, refs, version } = settings;
    this.#settings = settings;
    this.#isPython2 = isPython2(python);
    this.#scalars = new ScalarWriter(this.#out, version);
    this.#python2Names = this.#isPython2 ? new Python2Names(this.#out, this.#scalars, settings) : undefined;
    const hasReferences = version >= REFERENCES_SINCE && refs !== "none";
    this.#references = hasReferences ? new WriteReferences(this.#out, refs === "all") : undefined;
    this.#hasRows = version >= BINARY_FLOATS && !(hasReferences && refs === "all");
    this.#keys = new TableKeys(exact);
    this.#order = order;
    this.#layout = layoutOf(python);
    this.#exact = exact;
  }

  /** The bytes of a value. */
  marshal(value: unknown): Uint8Array<ArrayBuffer> {
    const out = this.#out;
    try {
      this.#save(value);
      this.#run();
      this.#references?.finish();
      return out.toBytes();
    } catch (error) {
      // The runtime's own limit of the size of an array.
      throw error instanceof RangeError ? this.#fail(error.message, "limit") : error;
    } finally {
      out.release();
    }
  }

  #run(): void {
    while (this.#depth > 0) {
      const frame = this.#frames[this.#depth - 1] as WriteFrame;
      if (this.#saveRest(frame)) {
        this.#depth -= 1;
        this.#end(frame);
      }
    }
  }

  /**
   * Writes what is left of a container; `false` when another one comes first, which waits on the stack. A loop for each sort of them: one for
   * all would meet so many sorts of arrays that V8 takes six times as long for an item.
   */
  #saveRest(frame: WriteFrame): boolean {
    switch (frame.type) {
      case code.LIST:
        return this.#saveItems(frame, frame.items);
      case code.DICT:
        return frame.hasFields ? this.#saveFields(frame) : this.#saveItems(frame, frame.items);
      case code.CODE:
        return this.#saveCode(frame, frame.items);
      default:
        return this.#saveMembers(frame, frame.items);
    }
  }

  #saveItems(frame: WriteFrame, items: readonly unknown[]): boolean {
    const { length } = frame;
    const hasRows = this.#hasRows && this.#depth < code.MAX_DEPTH;
    let { index } = frame;
    while (index < length) {
      const item = items[index];
      frame.index = index + 1;
      const end =
        hasRows && typeof item === "number" ? this.#scalars.row(items, index, length, this.#exact) : index;
      if (end > index) {
        index = end;
        continue;
      }
      index += 1;
      if (!this.#save(item)) return false;
    }
    return true;
  }

  #saveMembers(frame: WriteFrame, items: readonly unknown[]): boolean {
    while (frame.index < frame.length) if (!this.#save(items[frame.index++])) return false;
    return true;
  }

  #saveFields(frame: WriteFrame): boolean {
    const names = frame.items as readonly string[];
    const value = frame.value as Record<string, unknown>;
    while (frame.index < frame.length) {
      const name = names[frame.index++ >> 1] as string;
      this.#text(name, false);
      frame.index += 1;
      if (!this.#save(value[name])) return false;
    }
    return true;
  }

  #saveCode(frame: WriteFrame, parts: readonly unknown[]): boolean {
    while (frame.index < frame.length) {
      const index = frame.index++;
      if (!this.#saveField(this.#layout[index] as Field, parts[index])) return false;
    }
    return true;
  }

  #end({ type }: WriteFrame): void {
    if (type === code.DICT) this.#out.u8(code.NULL);
    if (type !== code.CODE) return;
    this.#codes -= 1;
    this.#exact = this.#settings.exact || this.#codes > 0;
  }

  /** Writes a value. `false` when it is a container whose content comes next. */
  #save(value: unknown): boolean {
    if (this.#depth >= code.MAX_DEPTH) throw this.#fail("nested too deeply to marshal", "too-deep");
    switch (typeof value) {
      case "string":
        this.#text(value, false);
        return true;
      case "number":
        this.#number(value);
        return true;
      case "object":
        if (value !== null) return this.#object(value);
        this.#out.u8(code.NONE);
        return true;
      case "undefined":
        this.#out.u8(code.NONE);
        return true;
      case "boolean":
        this.#out.u8(value ? code.TRUE : code.FALSE);
        return true;
      case "bigint":
        this.#bigint(value);
        return true;
      default:
        throw this.#fail(`a ${typeof value} is code, not data`);
    }
  }

  // Scalars

  #number(value: number): void {
    if (this.#exact || !Number.isSafeInteger(value) || Object.is(value, -0)) this.#float(value);
    else if (!this.#references?.recallInteger(value)) this.#scalars.integer(value);
  }

  #float(value: number): void {
    if (!this.#references?.recallFloat(value)) this.#scalars.float(value);
  }

  #bigint(value: bigint): void {
    const number = Number(value);
    const isSafe = Number.isSafeInteger(number);
    if (this.#references?.recallInteger(isSafe ? number : value)) return;
    if (isSafe) this.#scalars.integer(number);
    else this.#scalars.long(value);
  }

  #text(text: string, isInterned: boolean): void {
    if (this.#references?.recallString(text)) return;
    // CPython interns such constants of a code object. Where it finds one in a frozenset that is not interned, it makes the
    // set anew, and it is no longer shared.
    this.#scalars.text(text, isInterned || (this.#codes > 0 && isNameLike(text)));
  }

  /** A name or another text of a code object, which Python interns. */
  #name(name: unknown): void {
    if (typeof name !== "string") throw this.#fail("a string expected");
    if (this.#python2Names) this.#python2Names.write(name);
    else this.#text(name, true);
  }

  // Objects

  #object(value: object): boolean {
    // To ask for the prototype, or for the kind, takes longer.
    if (Array.isArray(value)) {
      if (value.constructor === Array) return this.#recall(value) || this.#sized(code.LIST, value, value);
      if (value.constructor === Tuple) return this.#recall(value) || this.#tuple(value);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype)
      return this.#recall(value) || this.#fields(value as Record<string, unknown>);
    if (prototype === Uint8Array.prototype) return this.#recall(value) || this.#host(value, prototype);
    const kind = kindOf(value);
    switch (kind) {
      case "Float":
        this.#float((value as Float).value);
        return true;
      case "Long":
      case "Int":
        this.#references?.pass();
        this.#boxed((value as Int | Long).value, kind);
        return true;
      case "Ellipsis":
        this.#out.u8(code.ELLIPSIS);
        return true;
      case "Global":
        this.#global(value as Global);
        return true;
      default:
        if (this.#recall(value)) return true;
        return kind === undefined ? this.#host(value, prototype) : this.#branded(value, kind);
    }
  }

  /** An object within code is another one than outside, unless all is exact: its numbers mean something else. */
  #recall(value: object): boolean {
    return this.#references?.recall(value, this.#codes > 0 && !this.#settings.exact) ?? false;
  }

  /** JavaScript's own objects. */
  #host(value: object, prototype: unknown): boolean {
    if (prototype === null) return this.#fields(value as Record<string, unknown>);
    if (prototype === Array.prototype) return this.#sized(code.LIST, value, value as unknown[]);
    if (prototype === Map.prototype) return this.#map(value as Map<unknown, unknown>);
    if (prototype === Set.prototype) return this.#set(code.SET, value as Set<unknown>);
    if (prototype === Uint8Array.prototype && (value as Uint8Array).length > 0) {
      this.#scalars.bytes(value as Uint8Array);
      return true;
    }
    // Whatever offers its memory is bytes to CPython.
    if (!ArrayBuffer.isView(value)) throw this.#fail(`${brief(value)} is of no type that marshal has`);
    this.#scalars.bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return true;
  }

  /** Objects of the value classes. */
  #branded(value: object, kind: Kind): boolean {
    switch (kind) {
      case "Tuple":
        return this.#tuple(value as readonly unknown[]);
      case "FrozenSet":
        return this.#set(code.FROZEN_SET, value as ReadonlySet<unknown>);
      case "Code":
        return this.#code(value as Code);
      case "Slice":
        return this.#slice(value as Slice);
      case "ByteArray":
        this.#scalars.bytes(value as Uint8Array);
        return true;
      case "Complex":
        this.#scalars.complex(value as Complex);
        return true;
      case "CodePointString":
        this.#scalars.codePoints(value as CodePointString);
        return true;
      case "Python2String":
        this.#scalars.bytes((value as Python2String).bytes);
        return true;
      case "FrozenDict":
        throw this.#fail("a frozendict needs version 6, which is only read");
      default:
        throw this.#fail(`${brief(value)} is of no type that marshal has`);
    }
  }

  /** Integers that Python 2 tells apart. */
  #boxed(value: bigint, kind: "Int" | "Long"): void {
    if (!this.#isPython2) this.#scalars.bigint(value);
    else if (kind === "Long") this.#scalars.long(value);
    else if (BigInt.asIntN(64, value) === value) this.#scalars.int64(value);
    else throw this.#fail("an int of Python 2 has 64 bits at most");
  }

  #global({ module, name }: Global): void {
    const isBuiltin = module === "builtins" || module === "exceptions";
    if (!isBuiltin || name !== "StopIteration")
      throw this.#fail(`${module}.${name} is a name: marshal has StopIteration only`);
    this.#out.u8(code.STOP_ITERATION);
  }

  #fields(value: Record<string, unknown>): boolean {
    this.#out.u8(code.DICT);
    return this.#push(code.DICT, value, Object.keys(value), true);
  }

  #map(map: ReadonlyMap<unknown, unknown>): boolean {
    this.#check(map, "key");
    return this.#begin(code.DICT, map, flatTable(map));
  }

  #set(type: number, set: ReadonlySet<unknown>): boolean {
    this.#check(set, "member");
    this.#order ??= new SetOrder(this.#members(), this.#keys);
    return this.#sized(type, set, this.#order.of(set));
  }

  #tuple(tuple: readonly unknown[]): boolean {
    return this.#push(this.#scalars.tuple(tuple.length), tuple, tuple);
  }

  #slice(slice: Slice): boolean {
    if (this.#settings.version < SLICES_SINCE) throw this.#fail("a slice needs version 5");
    const { start, stop, step } = slice;
    return this.#begin(code.SLICE, slice, [start, stop, step]);
  }

  /** A container that says how many things are in it. */
  #sized(type: number, value: object, items: readonly unknown[]): boolean {
    this.#out.u8(type);
    this.#out.u32(items.length);
    return this.#push(type, value, items);
  }

  #begin(type: number, value: object, items: readonly unknown[]): boolean {
    this.#out.u8(type);
    return this.#push(type, value, items);
  }

  #push(type: number, value: object, items: readonly unknown[], hasFields: boolean = false): boolean {
    if (this.#out.length > LONGEST) throw this.#fail(`it takes more than ${LONGEST} bytes`, "limit");
    const depth = this.#depth;
    if (depth === this.#frames.length) this.#frames.push(new WriteFrame());
    const frame = (this.#frames[depth] as WriteFrame).open(type, value, items, hasFields);
    this.#depth = depth + 1;
    // Where one that is deeper comes first, the loop goes on with all that wait.
    if (depth >= NESTED_CALLS || !this.#saveRest(frame)) return false;
    this.#depth = depth;
    this.#end(frame);
    return true;
  }

  #check(table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, role: "key" | "member"): void {
    const problem = this.#keys.problem(table, role);
    if (problem !== undefined) throw this.#fail(problem);
  }

  // Code objects

  #code(value: Code): boolean {
    if (!this.#settings.allowCode)
      throw this.#fail("code objects are not allowed (allowCode)", "code-disallowed");
    if (versionNumber(value.python) !== this.#settings.python)
      throw this.#fail(`code of Python ${value.python} means nothing to another: set the option python`);
    this.#codes += 1;
    this.#exact = true;
    return this.#begin(code.CODE, value, partsOf(value, this.#settings.python));
  }

  #saveField({ type }: Field, value: unknown): boolean {
    switch (type) {
      case "int":
        if (value !== ((value as number) | 0)) throw this.#fail("an integer of 32 bits expected");
        this.#out.u32(value);
        return true;
      case "text":
        this.#name(value);
        return true;
      case "names":
        return this.#names(value);
      case "tuple":
        if (kindOf(value) !== "Tuple") throw this.#fail("a Tuple expected");
        return this.#save(value);
      default:
        if (!(value instanceof Uint8Array)) throw this.#fail("bytes expected");
        return this.#save(value);
    }
  }

  #names(names: unknown): boolean {
    if (kindOf(names) !== "Tuple") throw this.#fail("a Tuple of strings expected");
    if (this.#recall(names as Tuple)) return true;
    this.#scalars.tuple((names as Tuple).length);
    for (const name of names as Tuple) this.#name(name);
    return true;
  }

  /** What marshals the members of sets. */
  #members(): (member: unknown) => Uint8Array {
    const members = new MemberMarshaller(
      this.#settings,
      (settings) => new Marshaller(settings, this.#order),
      (reason) => this.#fail(reason, "limit"),
    );
    return (member) => members.marshal(member);
  }

  /** The error for the value at hand. */
  #fail(reason: string, why?: MarshalErrorCode): UnmarshallableError {
    const places = this.#frames.slice(0, this.#depth).map((frame) => frame.place(this.#layout));
    return new UnmarshallableError(reason, pathOf(places), this.#out.length, why);
  }
}
