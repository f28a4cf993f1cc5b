// The far end of the bridges of pickle, pickletools and copyreg: Python's tests call, Pantry does it.
import { addExtension, removeExtension } from "pantry/copyreg";
import { compatTables } from "./compat-tables.ts";
import { type Message, receiveMessage, sendMessage } from "./messages.ts";
import { Relay, type RelayOptions } from "./relay.ts";

interface Answer {
  readonly header?: object;
  readonly parts?: readonly Uint8Array[];
}

type Operation = (fields: never, parts: readonly Uint8Array[]) => Answer | Promise<Answer>;

/** A relay of Python's, and its options for when it is made. */
interface Target {
  readonly key: number;
  readonly options: RelayOptions;
}

/** A name and its code. */
interface Registered {
  readonly module: string;
  readonly name: string;
  readonly code: number;
}

const relays = new Map<number, Relay>();
/** The buffers that a reader was given with its first pickle, for all that it reads. */
const buffersOf = new Map<number, Iterable<Uint8Array>>();
/** So many bytes are read at a time: what is longer comes in pieces, and is read on where it stopped. */
const CHUNK = 1000;
/** How many bytes were read in the call at hand. */
let arrived = 0;

const OPERATIONS: Readonly<Record<string, Operation>> = {
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
  loads: ({ options }: { options: RelayOptions }, [bytes = new Uint8Array(0), ...buffers]) => {
    arrived = bytes.length;
    return { parts: new Relay(options).copy(bytes, buffers, false).pieces };
  },
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
  addExtension: ({ module, name, code }: Registered) => {
    addExtension(module, name, code);
    return {};
  },
  removeExtension: ({ module, name, code }: Registered) => {
    removeExtension(module, name, code);
    return {};
  },
};

for (let message = receiveMessage(); message !== undefined; message = receiveMessage()) {
  const { header, parts = [] } = await answerTo(message);
  sendMessage(header ?? {}, parts);
}

async function answerTo({ header: { operation, ...fields }, parts }: Message): Promise<Answer> {
  arrived = 0;
  try {
    const found = OPERATIONS[operation as string];
    if (found === undefined) throw new Error(`there is no operation ${operation}`);
    return await found(fields as never, parts);
  } catch (error) {
    const {
      name: kind,
      message,
      code = null,
      offset = null,
    } = error as Error & { readonly code?: string; readonly offset?: number };
    return { header: { failure: { kind, code, message, at_end: offset === arrived } } };
  }
}

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
    arrived += bytes.length;
    yield bytes;
  }
}
