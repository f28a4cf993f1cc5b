import { dumps, loads } from "pantry/pickle";
import { Float, Tuple } from "pantry/python";
import {
  Blob,
  Connection,
  Cursor,
  enableCallbackTracebacks,
  PrepareProtocol,
  Row,
  Error as SqliteError,
} from "pantry/sqlite3";
import { receiveFrame, sendFrame } from "../frames.ts";
import {
  type Ask,
  asTuple,
  classOf,
  errorOf,
  exceptionOf,
  PythonObject,
  pythonObject,
  pythonObjectOf,
} from "./python-objects.ts";

/** What Python can ask for: by its name, with the arguments that it has by position and by name. */
export type Operations = Readonly<Record<string, (args: readonly unknown[], options: Options) => unknown>>;

export type Options = Readonly<Record<string, unknown>>;

/** What becomes of a value on the way. */
type Conversion = (value: unknown) => unknown;

type Message = readonly [kind: string, ...parts: unknown[]];

/** What Python knows by name, of what is here. */
const NAMED: ReadonlyMap<string, object> = new Map<string, object>([
  ["PrepareProtocol", PrepareProtocol],
  ["Row", Row],
]);

/**
 * One end of the pipes: answers Python's calls, and calls Python back in their midst. A message is a pickle in the exact
 * profile; persistent ids stand for objects that cannot move.
 */
export class Bridge {
  readonly #operations: Operations;
  /** What of this side is known over there, and as which id. */
  readonly #objects = new Map<bigint, object>();
  readonly #keys = new Map<object, bigint>();
  #lastKey = 0n;
  /** What Python's functions are here. */
  readonly #functions = new WeakMap<object, PythonObject>();
  /** The callback of SQLite's that ran last. */
  #callee: PythonObject | undefined;

  /** @param operations Makes what Python can ask for. */
  constructor(operations: (bridge: Bridge) => Operations) {
    this.#operations = operations(this);
  }

  /** Answers calls until there are no more. */
  serve(): void {
    for (let message = this.#receive(); message !== undefined; message = this.#receive())
      this.#answer(message);
  }

  /** Asks Python, and answers what it asks meanwhile. */
  readonly ask: Ask = (target, method, args, { byReference = false } = {}) => {
    this.#send("callback", target, method, Tuple.from(args), byReference);
    for (let message = this.#receive(); message !== undefined; message = this.#receive()) {
      const [kind, ...parts] = message;
      if (kind === "return") return parts[0];
      if (kind === "raise") throw errorOf(...(parts as Parameters<typeof errorOf>));
      this.#answer(message);
    }
    throw new Error("Python is gone");
  };

  /** A function of Python, as one of ours; anything else as it is. What it gives keeps its identity. */
  factory(value: unknown): unknown {
    if (!(value instanceof PythonObject)) return value;
    const made = (...args: readonly unknown[]) =>
      this.ask(value, "", args.map(asTuple), { byReference: true });
    this.#functions.set(made, value);
    return made;
  }

  /** A callback of SQLite's, likewise; its arguments and what it gives are converted. */
  callback(value: unknown, toPython: Conversion = same, fromPython: Conversion = same): unknown {
    if (!(value instanceof PythonObject)) return value;
    return (...args: readonly unknown[]) => {
      try {
        return fromPython(this.ask(value, "", args.map(toPython)));
      } finally {
        this.#callee = value;
      }
    };
  }

  /** A class of Python's for an aggregate. */
  aggregate(value: unknown): unknown {
    if (!(value instanceof PythonObject)) return value;
    const made: PythonObject = value;
    const bridge = this;
    return class {
      constructor() {
        bridge.#callee = made;
        const [run, methods] = bridge.ask(made, "start", []) as [PythonObject, string[]];
        for (const name of methods) {
          const method = (...args: readonly unknown[]) => bridge.ask(run, name, args);
          Object.defineProperty(this, name, { value: method });
        }
      }
    };
  }

  /** Tells Python what callbacks throw. */
  reportCallbacks(flag: boolean): void {
    enableCallbackTracebacks(
      flag &&
        ((error) => {
          if (this.#callee !== undefined)
            this.ask(this.#callee, "report", [exceptionOf(error) ?? null, ...told(error)]);
        }),
    );
  }

  #answer([, operation, args, options, freed]: Message): void {
    for (const key of freed as bigint[]) this.#free(key);
    try {
      const run = this.#operations[operation as string];
      if (run === undefined) throw new Error(`There is no operation ${operation}`);
      const named = Object.fromEntries(options as Map<string, unknown>);
      this.#send("return", run(args as unknown[], named));
    } catch (error) {
      const { sqliteErrorcode, sqliteErrorname } = error instanceof SqliteError ? error : {};
      const code = sqliteErrorcode === undefined ? null : BigInt(sqliteErrorcode);
      this.#send("raise", ...told(error), code, sqliteErrorname ?? null, exceptionOf(error) ?? null);
    }
  }

  /** Python has not got it any more: there its end would close it. */
  #free(key: bigint): void {
    const object = this.#objects.get(key);
    if (object === undefined) return;
    this.#objects.delete(key);
    this.#keys.delete(object);
    if (object instanceof Cursor || object instanceof Blob || object instanceof Connection)
      object[Symbol.dispose]();
  }

  #send(...message: Message): void {
    const persistentId = (value: unknown) => this.#idOf(value);
    sendFrame(dumps(Tuple.from(message), { exact: true, protocol: 5, persistentId }));
  }

  #receive(): Message | undefined {
    const frame = receiveFrame();
    const persistentLoad = (id: unknown) => this.#load(id as Message);
    return frame && loads<Message>(frame, { exact: true, persistentLoad });
  }

  #load([kind, ...parts]: Message): unknown {
    switch (kind) {
      case "value":
        return parts[0];
      case "float":
        return new Float(Buffer.from(parts[0] as Uint8Array).readDoubleBE());
      case "named":
        return NAMED.get(parts[0] as string);
      case "remote":
        return this.#objects.get(parts[0] as bigint);
      case "type":
        return classOf(...(parts as Parameters<typeof classOf>));
      default:
        return pythonObject(this.ask, ...(parts as [bigint, bigint, string, string[]]));
    }
  }

  #idOf(value: unknown): unknown {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
    const python = pythonObjectOf(value) ?? this.#functions.get(value);
    if (python !== undefined) return new Tuple("python", python.key);
    for (const [name, object] of NAMED) if (value === object) return new Tuple("named", name);
    const kind =
      KINDS.find((one) => value instanceof one)?.name ?? (isIterator(value) ? "Iterator" : undefined);
    return kind && new Tuple("remote", kind, this.#keyOf(value));
  }

  #keyOf(object: object): bigint {
    let key = this.#keys.get(object);
    if (key === undefined) {
      key = ++this.#lastKey;
      this.#keys.set(object, key);
      this.#objects.set(key, object);
    }
    return key;
  }
}

const same: Conversion = (value) => value;

const KINDS = [Connection, Cursor, Row, Blob] as const;

function isIterator(value: object): boolean {
  return !Array.isArray(value) && typeof (value as { next?: unknown }).next === "function";
}

/** The class and message of an error. */
function told(error: unknown): [name: string, message: string] {
  if (!(error instanceof Error)) return ["Error", String(error)];
  if (error instanceof SqliteError) return [error.name, error.message];
  const native = [TypeError, RangeError].find((one) => error instanceof one)?.name;
  return native === undefined ? ["Error", String(error.stack)] : [native, error.message];
}
