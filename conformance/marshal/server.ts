// The far end of the bridge: Python's tests call, `pantry/marshal` does it. The module `pantry_marshal` in `python/` runs this.
import {
  dump,
  dumps,
  load,
  loads,
  MarshalEOFError,
  MarshalTypeError,
  MarshalValueError,
} from "pantry/marshal";
import { dumps as pickled, loads as unpickled } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { receiveFrame, sendFrame } from "../frames.ts";

type Bytes = Uint8Array;
type Told = readonly ["code", Bytes] | readonly ["bytes", Bytes] | readonly ["instance", string, string];
type Operation = (...args: never[]) => unknown;

const EXACT = { exact: true } as const;
const PYTHON = { ...EXACT, python: process.env.PANTRY_PYTHON as string };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  dumps: (value: Bytes, version: bigint, allowCode: boolean) =>
    dumps(toldBy(value), writing(version, allowCode)),
  dump: async (value: Bytes, version: bigint, allowCode: boolean) => {
    const pieces: Bytes[] = [];
    await dump(toldBy(value), { write: (piece) => pieces.push(piece) }, writing(version, allowCode));
    return new Uint8Array(Buffer.concat(pieces));
  },
  loads: (bytes: Bytes, allowCode: boolean) => again(loads(bytes, { ...PYTHON, allowCode })),
  load: async (bytes: Bytes, allowCode: boolean) => {
    let count = 0;
    async function* oneByOne() {
      for (; count < bytes.length; count += 1) yield bytes.subarray(count, count + 1);
    }
    const value = await load(oneByOne(), { ...PYTHON, allowCode });
    return new Tuple<unknown>(again(value), BigInt(count + 1));
  },
};

for (let frame = receiveFrame(); frame !== undefined; frame = receiveFrame()) {
  const [name, ...args] = unpickled<Tuple>(frame, EXACT);
  sendFrame(pickled(await answer(OPERATIONS[name as string] as Operation, args as never[]), EXACT));
}

async function answer(operation: Operation, args: never[]): Promise<Tuple> {
  try {
    return new Tuple("return", await operation(...args));
  } catch (error) {
    return new Tuple("raise", kindOf(error), (error as Error).message);
  }
}

/** The exception of Python that an error is. */
function kindOf(error: unknown): string {
  if (error instanceof MarshalEOFError) return "EOFError";
  if (error instanceof MarshalTypeError) return "TypeError";
  return error instanceof MarshalValueError ? "ValueError" : `${error}`;
}

/** What Python told us: see `value_pickler.py`. */
function toldBy(bytes: Bytes): unknown {
  const known = new Map<unknown, unknown>();
  return unpickled(bytes, {
    ...EXACT,
    persistentLoad: (id) => {
      if (!known.has(id)) known.set(id, made(id as Told));
      return known.get(id);
    },
  });
}

function made(told: Told): unknown {
  if (told[0] === "instance") return new Instance(new Global(told[1], told[2]));
  return told[0] === "code" ? loads(told[1], PYTHON) : told[1];
}

function writing(version: bigint, allowCode: boolean): object {
  return { ...PYTHON, version: Number(version), refs: "all", allowCode };
}

/** What was read, for Python to read. */
function again(value: unknown): Bytes {
  return dumps(value, { ...PYTHON, refs: "all" });
}
