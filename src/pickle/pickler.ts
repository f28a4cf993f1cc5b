import type { ReduceValue } from "../copyreg/index.ts";
import { type DumpOptions, dumpSettings } from "./dump-options.ts";
import type { SaverHooks } from "./object-saver.ts";
import { Saver } from "./saver.ts";

/** Streams get the pickle in pieces of about this many bytes. */
const PIECE_SIZE = 65_536;

/**
 * Writes pickles, one after the other. The memo is kept from one to the next, as in Python, so that what an earlier one
 * holds is only referred to; one `Unpickler` reads them all. Subclass it, or give options, to say how objects are taken apart.
 *
 * @example
 * ```ts
 * import { Pickler, Unpickler } from "pantry/pickle";
 *
 * const shared = { name: "Ada" };
 * const pickler = new Pickler({ protocol: 4 });
 * const first = pickler.dump([shared]);
 * const second = pickler.dump([shared]);
 * const unpickler = new Unpickler(new Uint8Array([...first, ...second]));
 * const [one] = unpickler.load() as object[];
 * const [other] = unpickler.load() as object[];
 * if (one !== other || second.length >= first.length) throw new Error("the memo was not kept");
 * ```
 */
export class Pickler {
  /** Reduce functions by class, before those of the registry. Default: those of the option, else none. */
  dispatchTable: DumpOptions["dispatchTable"] | undefined;
  readonly #options: DumpOptions;
  readonly #saver: Saver;
  #isWriting = false;

  /**
   * A pickler with an empty memo.
   *
   * @throws RangeError for a protocol that there is not, or that does not go with the other options.
   */
  constructor(options: DumpOptions = {}) {
    this.#options = options;
    this.#saver = new Saver(dumpSettings(options));
    this.dispatchTable = options.dispatchTable;
    this.fast = options.fast ?? false;
  }

  /** Whether to write no memo. See the option of this name. */
  get fast(): boolean {
    return this.#saver.memo.fast;
  }

  set fast(fast: boolean) {
    this.#saver.memo.fast = fast;
  }

  /** What was written so far and may be referred to, with its index: a copy, which may be changed and assigned back. */
  get memo(): Map<unknown, number> {
    return new Map(this.#saver.memo.entries());
  }

  set memo(entries: ReadonlyMap<unknown, number>) {
    this.#saver.memo.restore(entries);
  }

  /** Forgets what was written, so that the next pickle stands for itself. */
  clearMemo(): void {
    this.#saver.memo.clear();
  }

  /**
   * Pickles a value.
   *
   * @throws PicklingError for a value that cannot be pickled, with the path to it. The memo is then as it was before.
   * @throws TypeError when it is called by a hook of this pickler while it writes.
   */
  dump(value: unknown): Uint8Array<ArrayBuffer> {
    this.#begin();
    try {
      return this.#saver.dump(value, this.#hooks());
    } finally {
      this.#isWriting = false;
    }
  }

  /** @internal As `dump`, in pieces, each made when it is asked for. */
  *pieces(value: unknown): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    this.#begin();
    try {
      yield* this.#saver.pieces(value, this.#hooks(), PIECE_SIZE);
    } finally {
      this.#isWriting = false;
    }
  }

  /**
   * Gives the persistent id to write in place of a value; `undefined` or `null` for none. The default asks
   * the option.
   */
  persistentId(value: unknown): unknown {
    return this.#options.persistentId?.(value);
  }

  /** Says how to take an object apart; `undefined` for the usual way. The default asks the option. */
  reducerOverride(value: unknown): ReduceValue | undefined {
    return this.#options.reducerOverride?.(value);
  }

  #begin(): void {
    if (this.#isWriting) throw new TypeError("the pickler is writing another value");
    this.#isWriting = true;
  }

  /** Only the hooks that are there, so that nothing is asked for nothing. */
  #hooks(): SaverHooks {
    const { persistentId, reducerOverride, bufferCallback } = this.#options;
    const { prototype } = Pickler;
    const asksId = persistentId || this.persistentId !== prototype.persistentId;
    const asksReducer = reducerOverride || this.reducerOverride !== prototype.reducerOverride;
    return {
      persistentId: asksId ? (value) => this.persistentId(value) : undefined,
      reducerOverride: asksReducer ? (value) => this.reducerOverride(value) : undefined,
      bufferCallback,
      dispatchTable: this.dispatchTable,
    };
  }
}
