// The far end of the bridge: Python's tests call, `pantry/dbm` does it. The package `dbm` in `python/` runs this.
import { type Database, DbmError, open, whichdb } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { dumps, loads } from "pantry/pickle";
import type { Tuple } from "pantry/python";
import { receiveFrame, sendFrame } from "../frames.ts";

type Bytes = Uint8Array;
type Operation = (...args: never[]) => unknown;
type Open = (path: string, options: { readonly flag: string; readonly mode: number }) => Database;

const databases: Database[] = [];
const iterators: Iterator<Bytes>[] = [];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  open: (
    module: string,
    path: string,
    flag: string,
    mode: number,
    umask: number,
    format: "dumb" | "gnu" | "ndbm" | "sqlite3",
  ) => {
    process.umask(umask);
    const modules = { dumb, gnu, ndbm, sqlite3 } as unknown as Record<string, { readonly open: Open }>;
    const own = modules[module]?.open ?? ((at, options) => open(at, { ...options, format } as object));
    const database = own(path, { flag, mode });
    return [databases.push(database) - 1, database.format];
  },
  whichdb: (path: string) => whichdb(path),
  get: (id: number, key: Bytes) => of(id).get(key),
  set: (id: number, key: Bytes, value: Bytes) => void of(id).set(key, value),
  delete: (id: number, key: Bytes) => of(id).delete(key),
  has: (id: number, key: Bytes) => of(id).has(key),
  size: (id: number) => of(id).size,
  keys: (id: number) => [...of(id).keys()],
  items: (id: number) => [...of(id).entries()],
  iterate: (id: number) => iterators.push(of(id).keys()) - 1,
  next: (id: number) => (iterators[id] as Iterator<Bytes>).next().value,
  setdefault: (id: number, key: Bytes, value: Bytes) => of(id).setdefault(key, value),
  firstkey: (id: number) => of(id).firstkey(),
  nextkey: (id: number, key: Bytes) => of(id).nextkey(key),
  clear: (id: number) => of(id).clear(),
  reorganize: (id: number) => of(id).reorganize(),
  sync: (id: number) => of(id).sync(),
  close: (id: number) => of(id).close(),
};

for (let frame = receiveFrame(); frame !== undefined; frame = receiveFrame()) {
  const [name, ...args] = loads(frame) as Tuple;
  sendFrame(dumps(answer(operationOf(name as string), args as never[])));
}

function of(id: number): Database {
  const database = databases[id];
  if (database === undefined) throw new Error(`there is no database ${id}`);
  return database;
}

function operationOf(name: string): Operation {
  const operation = OPERATIONS[name];
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  return operation;
}

function answer(operation: Operation, args: never[]): object {
  try {
    return { value: operation(...args) ?? null };
  } catch (error) {
    const { name: kind, message } = error as Error;
    const { code = null, path = null } = error instanceof DbmError ? error : {};
    return { failure: { kind, code, path, message } };
  }
}
