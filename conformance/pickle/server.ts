// The far end of the bridge of pickle: Python's tests call, Pantry does it. The modules in `python/` run this.
import { COPYREG_OPERATIONS } from "../copyreg/operations.ts";
import { receiveMessage, sendMessage } from "../messages.ts";
import { serve } from "../serve.ts";
import { compatTables } from "./compat-tables.ts";
import { Relay, type RelayOptions } from "./relay.ts";

/** A relay of Python's, and its options for when it is made. */
interface Target {
  readonly key: number;
  readonly options: RelayOptions;
}

/** So many bytes are read at a time: what is longer comes in pieces, and is read on where it stopped. */
const CHUNK = 1000;

const relays = new Map<number, Relay>();
/** The buffers that a reader was given with its first pickle, for all that it reads. */
const buffersOf = new Map<number, Iterable<Uint8Array>>();

await serve({
  ...COPYREG_OPERATIONS,
  dump: ({ key, options, fast }: Target & { fast: boolean }, [bytes = new Uint8Array(0), ...buffers]) => {
    const copy = of(key, options).copy(bytes, buffers, fast);
    return { header: { count: copy.pieces.length }, parts: [...copy.pieces, ...copy.buffers] };
  },
  load: async ({ key, options }: Target, buffers) => {
    const given = buffersOf.get(key) ?? buffers[Symbol.iterator]();
    buffersOf.set(key, given);
    const { length, pieces } = await of(key, options).copyFrom(arriving(), given);
    return { header: { length }, parts: pieces };
  },
  loads: ({ options }: { options: RelayOptions }, [bytes = new Uint8Array(0), ...buffers]) => ({
    parts: new Relay(options).copy(bytes, buffers, false).pieces,
  }),
  clear: ({ key }: { key: number }) => {
    relays.get(key)?.clear();
    return {};
  },
  prime: ({ key, options, other }: Target & { other: number }) => {
    const known = relays.get(other);
    if (known !== undefined) of(key, options).prime(known);
    return {};
  },
  free: ({ keys }: { keys: readonly number[] }) => {
    for (const key of keys) {
      relays.delete(key);
      buffersOf.delete(key);
    }
    return {};
  },
  compat: () => ({ header: compatTables() }),
});

function of(key: number, options: RelayOptions): Relay {
  const relay = relays.get(key) ?? new Relay(options);
  relays.set(key, relay);
  return relay;
}

/** The bytes of a file of Python's, which are read as they are needed. */
async function* arriving(): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    sendMessage({ read: CHUNK });
    const bytes = receiveMessage()?.parts[0];
    if (bytes === undefined) throw new Error("the file cannot be read");
    if (bytes.length === 0) return;
    yield bytes;
  }
}
