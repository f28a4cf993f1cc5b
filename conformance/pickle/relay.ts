import { type DumpOptions, type LoadOptions, type PickleBuffer, Pickler, Unpickler } from "pantry/pickle";
import { PersistentId, Tuple } from "pantry/python";
import type { ByteSource } from "../../src/bytes/byte-source.ts";
import { readOne } from "../../src/bytes/streams.ts";
import type { Machine } from "../../src/pickle/machine.ts";

/** What Python says of a pickler or an unpickler when it makes one. */
export interface RelayOptions {
  readonly protocol: number;
  readonly fixImports: boolean;
  /** How Python 2's `str` is read; as `exact` has it if it is left out. */
  readonly encoding?: string;
  readonly errors?: LoadOptions["errors"];
  /** Whether Python has hooks for persistent ids: then they go through those of Pantry. */
  readonly hasIds: boolean;
}

/** A pickle that was read and written again. */
export interface Copy {
  readonly pieces: readonly Uint8Array[];
  /** What was kept out of it. */
  readonly buffers: readonly Uint8Array[];
}

const NO_BYTES = new Uint8Array(0);
const LARGEST = 2 ** 31;

/** Reads pickles and writes them again, exactly, with a memo for either that is kept from one to the next. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #pickler: Pickler;
  readonly #takenBuffers: PickleBuffer[] = [];
  /** Texts and tuples that are ids. */
  readonly #ids = new Set<unknown>();
  #memo: ReadonlyMap<number, unknown> = new Map();

  constructor(options: RelayOptions) {
    this.#options = options;
    const { protocol, fixImports, hasIds } = options;
    const hooks: DumpOptions = {
      ...(hasIds && {
        persistentId: (value: unknown) => this.#idOf(value),
      }),
      ...(protocol === 5 && {
        bufferCallback: (buffer: PickleBuffer) => void this.#takenBuffers.push(buffer),
      }),
    };
    this.#pickler = new Pickler({ exact: true, protocol, fixImports, ...hooks });
  }

  /** The copy of the pickle that the bytes are. */
  copy(bytes: Uint8Array, buffers: Iterable<Uint8Array>, fast: boolean): Copy {
    const unpickler = this.#unpickler(bytes, buffers);
    const value = unpickler.load();
    return this.#written(unpickler, value, fast);
  }

  /** The copy of the pickle that a stream begins with, and its length there. */
  async copyFrom(
    source: ByteSource,
    buffers: Iterable<Uint8Array>,
  ): Promise<Copy & { readonly length: number }> {
    const unpickler = this.#unpickler(NO_BYTES, buffers);
    let machine: Machine | undefined;
    const start = (bytes: Uint8Array, offset: number) => {
      machine = unpickler.start(bytes, offset);
      return machine;
    };
    const value = await readOne(source, { maxMemory: LARGEST, start });
    const { base, reader } = machine as unknown as Machine;
    return { ...this.#written(unpickler, value, false), length: base + reader.offset };
  }

  clear(): void {
    this.#memo = new Map();
    this.#pickler.clearMemo();
  }

  /** Takes over what another one remembers. */
  prime(other: Relay): void {
    this.#memo = other.#memo;
    this.#pickler.memo = other.#pickler.memo;
  }

  #unpickler(bytes: Uint8Array, buffers: Iterable<Uint8Array>): Unpickler {
    const { fixImports, encoding, errors, hasIds } = this.#options;
    const unpickler = new Unpickler(bytes, {
      exact: true,
      fixImports,
      buffers,
      ...(encoding !== undefined && { encoding }),
      ...(errors !== undefined && { errors }),
      ...(hasIds && { persistentLoad: (id: unknown) => this.#meant(id) }),
    });
    unpickler.memo = this.#memo;
    return unpickler;
  }

  /** What an id means. A text may be a name, and a tuple the arguments of a call: these mean themselves. */
  #meant(id: unknown): unknown {
    if (typeof id !== "string" && !(id instanceof Tuple)) return new PersistentId(id);
    this.#ids.add(id);
    return id;
  }

  #idOf(value: unknown): unknown {
    if (value instanceof PersistentId) return value.id;
    return this.#ids.has(value) ? value : undefined;
  }

  #written(unpickler: Unpickler, value: unknown, fast: boolean): Copy {
    this.#memo = unpickler.memo;
    this.#pickler.fast = fast;
    this.#takenBuffers.length = 0;
    const pieces = [...this.#pickler.pieces(value)];
    return { pieces, buffers: this.#takenBuffers.map((buffer) => buffer.raw()) };
  }
}
