// The far end of the bridge: Python's tests call, `pantry/shelve` does it. The module `shelve` in `python/` runs this.
import { DEFAULT_PROTOCOL, dumps, loads } from "pantry/pickle";
import { Tuple } from "pantry/python";
import { open, Shelf } from "pantry/shelve";
import { receiveFrame, sendFrame } from "../frames.ts";
import { PythonDict } from "./python-dict.ts";

type Operation = (key: bigint, ...args: never[]) => unknown;

const shelves = new Map<bigint, Shelf>();
/** What `get` answers where there is nothing: no value is it. */
const NOTHING = Symbol();

const OPERATIONS: Readonly<Record<string, Operation>> = {
  open: (
    key: bigint,
    protocol: bigint | null,
    writeback: boolean,
    keyencoding: string,
    path: string | null,
    flag: "c" | null,
    format: "dumb" | "gnu" | "ndbm" | "sqlite3" | null,
  ) => {
    const number = protocol === null ? DEFAULT_PROTOCOL : Number(protocol);
    const options = { exact: true, protocol: number, writeback, keyencoding } as const;
    const shelf =
      path === null
        ? new Shelf(new PythonDict(key, askDict), options)
        : open(path, { ...options, flag: flag ?? "c", ...(format !== null && { format }) });
    shelves.set(key, shelf);
    return BigInt(number);
  },
  get: (key: bigint, name: string) => found(of(key).get(name, NOTHING)),
  set: (key: bigint, name: string, value: unknown) => void of(key).set(name, value),
  delete: (key: bigint, name: string) => of(key).delete(name),
  has: (key: bigint, name: string) => of(key).has(name),
  size: (key: bigint) => BigInt(of(key).size),
  keys: (key: bigint) => [...of(key).keys()],
  values: (key: bigint) => [...of(key).values()],
  items: (key: bigint) => [...of(key).entries()],
  setdefault: (key: bigint, name: string, value: unknown) => of(key).setdefault(name, value),
  pop: (key: bigint, name: string) => found(of(key).pop(name, NOTHING)),
  popitem: (key: bigint) => of(key).popitem() ?? null,
  update: (key: bigint, entries: [string, unknown][]) => void of(key).setMany(entries),
  clear: (key: bigint) => of(key).clear(),
  /** Python has changed a list that it was given: so is the one that was given. */
  change: (key: bigint, name: string, items: unknown[]) => {
    const list = of(key).get(name) as unknown[];
    list.splice(0, list.length, ...items);
  },
  sync: (key: bigint) => of(key).sync(),
  close: (key: bigint) => of(key).close(),
};

for (let message = receive(); message !== undefined; message = receive()) {
  const [name, key, ...args] = message as [name: string, key: bigint, ...args: never[]];
  answer(name, key, args);
}

function answer(name: string, key: bigint, args: never[]): void {
  try {
    const operation = OPERATIONS[name];
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    send("return", operation(key, ...args) ?? null);
  } catch (error) {
    const { name: kind, message, code = null } = error as Error & { readonly code?: string };
    send("raise", kind, code, message);
  }
}

function askDict(...question: readonly unknown[]): unknown {
  send("ask", ...question);
  return receive();
}

function found(value: unknown): Tuple {
  return value === NOTHING ? new Tuple(null, false) : new Tuple(value, true);
}

function of(key: bigint): Shelf {
  const shelf = shelves.get(key);
  if (shelf === undefined) throw new Error(`there is no shelf ${key}`);
  return shelf;
}

function send(...message: readonly unknown[]): void {
  sendFrame(dumps(Tuple.from(message), { exact: true, protocol: 5 }));
}

function receive(): unknown {
  const frame = receiveFrame();
  return frame && loads(frame, { exact: true });
}
