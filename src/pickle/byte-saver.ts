import { decodeLatin1 } from "../bytes/index.ts";
import { Global, Instance, Tuple } from "../python/index.ts";
import { PickleBuffer } from "./buffer.ts";
import type { DumpOptions, DumpSettings } from "./dump-options.ts";
import * as op from "./opcodes.ts";
import type { Scalars } from "./scalars.ts";
import { Unwritable } from "./unwritable.ts";
import type { Writing } from "./writing.ts";

const BYTEARRAY = /* @__PURE__ */ new Global("builtins", "bytearray");
const BYTES = /* @__PURE__ */ new Global("builtins", "bytes");
const ENCODE = /* @__PURE__ */ new Global("_codecs", "encode");

/** Writes bytes, bytearrays and buffers: in the pickle, or beside it if a callback takes them. */
export class ByteSaver {
  /** Offered each buffer; `undefined` keeps all in the pickle. */
  bufferCallback: DumpOptions["bufferCallback"] | undefined;
  readonly #writing: Writing;
  readonly #scalars: Scalars;
  readonly #settings: DumpSettings;
  /** Bytes that a value class is written with, which are no buffers of the user's. */
  #inBand: WeakSet<object> | undefined;

  constructor(writing: Writing, scalars: Scalars, settings: DumpSettings) {
    this.#writing = writing;
    this.#scalars = scalars;
    this.#settings = settings;
  }

  bytes(bytes: Uint8Array): boolean {
    const { protocol, exact } = this.#settings;
    if (this.bufferCallback && !exact && !this.#inBand?.has(bytes)) {
      const buffer = new PickleBuffer(bytes, { readonly: true });
      if (!this.bufferCallback(buffer)) return this.#leaveOut(true, bytes);
    }
    if (protocol < 3) return this.#writing.reduce(bytes, bytesCall(bytes), true);
    this.#scalars.bytes(bytes);
    this.#writing.memo.keep(bytes);
    return true;
  }

  /** Bytes that were made for the pickle: nothing else can refer to them. */
  freshBytes(bytes: Uint8Array): void {
    const { out, memo } = this.#writing;
    out.boundary();
    if (this.#settings.protocol < 3) {
      this.#writing.reduce(bytes, bytesCall(bytes), true);
      return;
    }
    this.#scalars.bytes(bytes);
    memo.keepNothing();
  }

  bytearray(bytes: Uint8Array): boolean {
    if (this.#settings.protocol < 5) {
      const args = bytes.length === 0 ? new Tuple() : new Tuple(new Uint8Array(bytes));
      return this.#writing.reduce(bytes, new Instance(BYTEARRAY, { args }));
    }
    this.#scalars.bytearray(bytes);
    this.#writing.memo.keep(bytes);
    return true;
  }

  pickleBuffer(buffer: PickleBuffer): boolean {
    if (this.#settings.protocol < 5) {
      throw new Unwritable("a PickleBuffer needs protocol 5", "unsupported-value");
    }
    if (this.bufferCallback && !this.bufferCallback(buffer)) return this.#leaveOut(buffer.readonly);
    if (buffer.readonly) this.#scalars.bytes(buffer.raw());
    else this.#scalars.bytearray(buffer.raw());
    this.#writing.memo.keep(buffer);
    return true;
  }

  /** Says that the bytes among these arguments were made for the pickle. */
  keepInBand(args: readonly unknown[]): void {
    if (!this.bufferCallback) return;
    this.#inBand ??= new WeakSet();
    for (const arg of args) if (ArrayBuffer.isView(arg)) this.#inBand.add(arg);
  }

  /** A place for a buffer. Python keeps no memo of those; what is bytes to us may come again. */
  #leaveOut(readonly: boolean, bytes?: Uint8Array): true {
    const { out, memo } = this.#writing;
    out.u8(op.NEXT_BUFFER);
    if (readonly) out.u8(op.READONLY_BUFFER);
    if (bytes) memo.keep(bytes);
    return true;
  }
}

/** bytes before protocol 3, as CPython writes them for Python 2 to read them as a str. */
function bytesCall(bytes: Uint8Array): Instance {
  if (bytes.length === 0) return new Instance(BYTES);
  return new Instance(ENCODE, { args: new Tuple(decodeLatin1(bytes), "latin1") });
}
