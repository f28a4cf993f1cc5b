import { EndOfBytes } from "../bytes/index.ts";
import { recipeFor } from "../copyreg/standard/index.ts";
import { Extension, Global, kindOf, PersistentId } from "../python/index.ts";
import { Arguments } from "./arguments.ts";
import { PickleBuffer } from "./buffer.ts";
import { Containers } from "./containers.ts";
import type { PickleErrorCode, UnpicklingError } from "./errors.ts";
import { Frames } from "./frames.ts";
import { type LoadOptions, type LoadSettings, loadSettings } from "./load-options.ts";
import { Machine } from "./machine.ts";
import { ReadMemo } from "./memo.ts";
import { formerName, presentName, type QualifiedName } from "./module-names.ts";
import { Objects } from "./objects.ts";

/**
 * Reads pickles, one after the other, from bytes. The memo is kept from one to the next, as in Python, so
 * it reads what one `Pickler` has written. Subclass it, or give options, to say what names and persistent ids stand for.
 *
 * @example
 * ```ts
 * import { Pickler, Unpickler } from "pantry/pickle";
 *
 * const pickler = new Pickler();
 * const list = [1, 2, 3];
 * const bytes = new Uint8Array([...pickler.dump(list), ...pickler.dump({ list })]);
 * const unpickler = new Unpickler(bytes);
 * const first = unpickler.load();
 * const second = unpickler.load() as { list: number[] };
 * if (second.list !== first) throw new Error("the memo was not kept");
 * ```
 */
export class Unpickler {
  /** Where the next pickle begins, in bytes: after the STOP of the last one read. It may be set. */
  offset = 0;
  readonly #bytes: Uint8Array;
  readonly #options: LoadOptions;
  readonly #settings: LoadSettings;
  readonly #memo = new ReadMemo();
  readonly #buffers: Iterator<ArrayBufferView> | undefined;
  #names: Map<string, unknown> | undefined;
  #machine: Machine | undefined;
  #protocol = 0;

  /**
   * An unpickler at the first byte, with an empty memo.
   *
   * @param bytes One pickle or several in a row.
   * @throws TypeError unless `bytes` is a `Uint8Array`.
   * @throws RangeError for an encoding that is not known, and for a limit that is no number or negative.
   */
  constructor(bytes: Uint8Array, options: LoadOptions = {}) {
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a Uint8Array was expected");
    this.#bytes = plainBytes(bytes);
    this.#options = options;
    this.#settings = loadSettings(options);
    this.#buffers = options.buffers?.[Symbol.iterator]();
  }

  /** What was stored in the memo, by index: a copy, which may be changed and assigned back. */
  get memo(): Map<number, unknown> {
    return new Map(this.#memo.entries());
  }

  set memo(entries: ReadonlyMap<number, unknown>) {
    this.#memo.clear();
    for (const [index, value] of entries) this.#memo.set(index, value);
  }

  /**
   * Reads the next pickle. Bytes after its STOP are left for the next call.
   *
   * @throws UnpicklingError for bytes that are no pickle, or one that asks for what is not allowed.
   */
  load(): unknown {
    // To make a view takes a tenth of the time of a small pickle.
    const rest = this.offset === 0 ? this.#bytes : this.#bytes.subarray(this.offset);
    const machine = this.start(rest, this.offset);
    try {
      const value = machine.run();
      this.offset += machine.reader.offset;
      return value;
    } catch (error) {
      throw error instanceof EndOfBytes ? machine.bad(error.message, "truncated") : error;
    }
  }

  /**
   * Gives what stands for a class or function that the data names. The default asks the option, and then
   * gives the registered class, else an inert `Global`. The names come as the pickle has them; the default
   * gives Python 2's their present form.
   *
   * @throws UnpicklingError for a dotted name before protocol 4, and with the option `unknown: "error"` for a
   * name that is not registered.
   */
  findClass(module: string, name: string): unknown {
    const found = this.#options.findClass?.(module, name);
    if (found !== undefined) return found;
    if (this.#protocol < 4 && name.includes(".")) {
      throw this.#bad(`a dotted name (${name}) needs protocol 4, this is ${this.#protocol}`, "bad-argument");
    }
    const isFormer = this.#settings.fixImports && this.#protocol < 3;
    return this.#named(
      isFormer ? presentName(module, name) : [module, name],
      isFormer ? [module, name] : undefined,
    );
  }

  /**
   * Gives the object that a persistent id means. The default asks the option, else gives a `PersistentId`.
   *
   * @throws UnpicklingError with the option `unknown: "error"`, where there is no option `persistentLoad`.
   */
  persistentLoad(id: unknown): unknown {
    if (this.#options.persistentLoad) return this.#options.persistentLoad(id);
    if (this.#settings.unknown === "error")
      throw this.#bad("a persistent id, and no persistentLoad was given", "unknown-name");
    return new PersistentId(id);
  }

  /** @internal A machine at the beginning of a pickle, which a reader of streams drives by itself. */
  start(bytes: Uint8Array, base: number): Machine {
    this.#protocol = 0;
    const fail = (reason: string, code: PickleErrorCode, options?: ErrorOptions): UnpicklingError =>
      this.#bad(reason, code, options);
    const containers = new Containers(this.#settings, fail);
    const machine = new Machine(bytes, {
      args: new Arguments(this.#settings, fail, (bytes) => containers.spend(bytes)),
      containers,
      objects: new Objects(this.#settings, containers, (...name) => this.#nested(name), fail),
      resolver: {
        setProtocol: (protocol) => {
          this.#protocol = protocol;
        },
        findClass: (module, name) => this.findClass(module, name),
        findComputed: () => {
          throw fail("two strings expected", "bad-stack");
        },
        persistentLoad: (id) => this.persistentLoad(id),
        extension: (code) => this.#extension(code),
        nextBuffer: () => this.#nextBuffer(),
        readonlyBuffer: (buffer) => this.#readonlyBuffer(buffer),
      },
      memo: this.#memo,
      frames: new Frames(fail, this.#settings.lenient),
    });
    machine.base = base;
    this.#machine = machine;
    return machine;
  }

  #nested(name: QualifiedName): unknown {
    return this.#protocol < 4 ? this.#named(name) : undefined;
  }

  /** @param former The name as it was read, where that was Python 2's. */
  #named([module, name]: QualifiedName, former?: QualifiedName): unknown {
    const { exact, registry, unknown } = this.#settings;
    const registration = exact ? undefined : registry.named(module, name);
    if (registration) return registration.class;
    if (unknown === "error" && !recipeFor(module, name) && !this.#leadsToNested(module, name))
      throw this.#bad(`${module}.${name} is not registered`, "unknown-name");
    const key = `${module}\n${name}\n${former}`;
    this.#names ??= new Map();
    let named = this.#names.get(key);
    if (named === undefined) {
      named =
        recipeFor(module, name)?.value ?? new Global(module, name, former && unusual(former, module, name));
      this.#names.set(key, named);
    }
    return named;
  }

  /** Before protocol 4 a nested class is reached through the class around it. */
  #leadsToNested(module: string, name: string): boolean {
    if (this.#protocol >= 4) return false;
    return (module === "builtins" && name === "getattr") || this.#settings.registry.holdsNested(module, name);
  }

  #extension(code: number): unknown {
    if (code <= 0) throw this.#bad(`an extension code is positive, this is ${code}`, "bad-argument");
    const global = this.#settings.registry.extensions.global(code);
    if (global) return this.findClass(global.module, global.name);
    if (this.#settings.unknown === "error")
      throw this.#bad(`extension code ${code} is not registered`, "unknown-name");
    return new Extension(code);
  }

  #nextBuffer(): unknown {
    const next = this.#buffers?.next();
    if (!next || next.done)
      throw this.#bad("an out-of-band buffer expected: give the option buffers", "bad-argument");
    if (!ArrayBuffer.isView(next.value) && !((next.value as unknown) instanceof PickleBuffer))
      throw new TypeError("buffers: typed arrays were expected");
    const buffer =
      (next.value as unknown) instanceof PickleBuffer
        ? (next.value as unknown as PickleBuffer).raw()
        : next.value;
    return this.#settings.exact ? new PickleBuffer(buffer) : buffer;
  }

  /** JavaScript has no read-only view of memory; the exact profile remembers that it should be one. */
  #readonlyBuffer(buffer: unknown): unknown {
    if (buffer instanceof PickleBuffer) return new PickleBuffer(buffer.raw(), { readonly: true });
    if (!ArrayBuffer.isView(buffer)) throw this.#bad("a buffer expected below", "bad-stack");
    // A bytearray of the pickle itself, which Python takes too; bytes are read-only already.
    if (this.#settings.exact && kindOf(buffer) === "ByteArray")
      return new PickleBuffer(buffer, { readonly: true });
    return buffer;
  }

  #bad(reason: string, code: PickleErrorCode, options?: ErrorOptions): UnpicklingError {
    return (this.#machine as Machine).bad(reason, code, options);
  }
}

/** The former name, unless it is the one that would be written anyway. */
function unusual(former: QualifiedName, module: string, name: string): QualifiedName | undefined {
  const [usualModule, usualName] = formerName(module, name);
  return former[0] === usualModule && former[1] === usualName ? undefined : former;
}

/** A subclass of `Uint8Array` (Node's `Buffer`) makes its own kind of slices; what is read are plain ones. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (Object.getPrototypeOf(bytes) === Uint8Array.prototype) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
