import { Float, Tuple } from "pantry/python";
import * as sqlite3 from "pantry/sqlite3";
import { adapters } from "../../src/sqlite3/adapters.ts";
import { converters } from "../../src/sqlite3/converters.ts";
import { adaptDate, adaptTimestamp, convertDate, convertTimestamp } from "../../src/sqlite3/dates.ts";
import { sessionOf } from "../../src/sqlite3/session.ts";
import type { Bridge, Operations, Options } from "./bridge.ts";
import { asInteger, asTuple, isPlainArray } from "./python-objects.ts";

// Whatever Python gives goes to the module as it is, for it is the module that has to refuse what is wrong. Hence `never`:
// the type that fits everywhere.

/** Methods that need nothing but Python's arguments. */
const CONNECTION = [
  ...["close", "commit", "deserialize", "execute", "executemany", "executescript", "getconfig", "getlimit"],
  ...["interrupt", "rollback", "serialize", "setconfig", "setlimit"],
];
const CURSOR = ["close", "execute", "executemany", "executescript", "setinputsizes", "setoutputsize"];
const BLOB = ["close", "get", "read", "seek", "set", "slice", "tell", "write"];

/** What Python can ask for, by the names of the module. */
export function operations(bridge: Bridge): Operations {
  return {
    ...moduleOperations(bridge),
    ...on<sqlite3.Connection>("connection", CONNECTION, {
      ...connectionOperations(bridge),
      ...hooks(bridge),
    }),
    ...on<sqlite3.Cursor>("cursor", CURSOR, CURSOR_OPERATIONS),
    ...on<sqlite3.Blob>("blob", BLOB, { length: (blob) => exact(blob.length) }),
    ...on<sqlite3.Row>("row", [], ROW_OPERATIONS),
    ...on<Iterator<unknown>>("iterator", [], { next: (iterator) => iterator.next().value ?? null }),
    get: ([target, name]) => exact((target as { readonly [name: string]: unknown })[name as string]),
    set: ([target, name, value]) => {
      const isDefault = name === "textFactory" && value === null;
      Reflect.set(target as object, name as string, isDefault ? undefined : bridge.factory(natural(value)));
    },
  };
}

function moduleOperations(bridge: Bridge): Operations {
  return {
    constants: () => {
      const { apilevel, paramstyle, threadsafety } = sqlite3;
      const upper = Object.entries(sqlite3).filter(([name]) => name === name.toUpperCase());
      const named = { apilevel, paramstyle, threadsafety, sqlite_version: sqlite3.sqliteVersion() };
      return new Map([...Object.entries(named), ...upper].map(([name, value]) => [name, exact(value)]));
    },
    connect: ([database], options) =>
      new sqlite3.Connection(database as string, { ...naturals(options), integers: "bigint" }),
    cursor: ([connection]) => new sqlite3.Cursor(connection as sqlite3.Connection),
    row: ([cursor, values]) => new sqlite3.Row(cursor as sqlite3.Cursor, Array.from(values as unknown[])),
    completeStatement: ([sql]) => sqlite3.completeStatement(sql as string),
    enableCallbackTracebacks: ([flag]) => bridge.reportCallbacks(flag as boolean),
    adapt: ([value, ...rest]) => sqlite3.adapt(value, ...rest),
    registerAdapter: ([type, adapter, protocol]) =>
      adapters.register(type as never, (value) => bridge.ask(adapter as never, "", [value]), protocol),
    unregisterAdapter: ([type, protocol]) => adapters.unregister(type as never, protocol),
    registerConverter: ([name, converter]) =>
      converters.register(name as string, bridge.factory(converter) as never),
    unregisterConverter: ([name]) => converters.unregister(name as string),
    adaptDate: ([date]) => adaptDate(date as never),
    adaptTimestamp: ([timestamp]) => adaptTimestamp(timestamp as never),
    convertDate: ([bytes]) => convertDate(bytes as Uint8Array),
    convertTimestamp: ([bytes]) => convertTimestamp(bytes as Uint8Array),
  };
}

/** Whatever Python has given, and however many. */
type Args = readonly [never, never, never, ...never[]];

type MethodsOf<T> = Readonly<Record<string, (target: T, args: Args, options: Options) => unknown>>;

function connectionOperations(bridge: Bridge): MethodsOf<sqlite3.Connection> {
  return {
    cursor: (connection, args) => connection.cursor(...(args.map((one) => bridge.callback(one)) as [])),
    prepare: (connection, [sql]) => {
      const session = sessionOf(connection);
      session.check();
      session.statements.claim(sql);
    },
    // Python leaves a `with`: what was to be done has been done, or has failed.
    transaction: (connection, [failed]) => {
      const failure = new Error("what was to be done has failed");
      try {
        connection.transaction(() => {
          if (failed) throw failure;
        });
      } catch (error) {
        if (error !== failure) throw error;
      }
    },
    blobopen: (connection, [table, column, row], options) => connection.blobopen(table, column, row, options),
    backup: (connection, [target], { progress, ...options }) =>
      connection.backup(target, {
        ...options,
        ...(progress !== null && { progress: bridge.callback(progress, asInteger) as never }),
      }),
    iterdump: (connection, _args, { filter }) =>
      connection.iterdump(filter === null ? {} : { filter: filter as string }),
  };
}

/** What SQLite calls back. */
function hooks(bridge: Bridge): MethodsOf<sqlite3.Connection> {
  const hook = (value: unknown) => bridge.callback(value, asInteger, answer) as never;
  return {
    createFunction: (connection, [name, narg, func], options) =>
      connection.createFunction(name, narg, bridge.callback(func) as never, options),
    createAggregate: (connection, [name, narg, aggregate]) =>
      connection.createAggregate(name, narg, bridge.aggregate(aggregate) as never),
    createWindowFunction: (connection, [name, narg, aggregate]) =>
      connection.createWindowFunction(name, narg, bridge.aggregate(aggregate) as never),
    createCollation: (connection, [name, compare]) => connection.createCollation(name, hook(compare)),
    setAuthorizer: (connection, [authorize]) => connection.setAuthorizer(hook(authorize)),
    setProgressHandler: (connection, [handler, n]) => connection.setProgressHandler(hook(handler), n),
    setTraceCallback: (connection, [trace]) => connection.setTraceCallback(hook(trace)),
  };
}

const CURSOR_OPERATIONS: MethodsOf<sqlite3.Cursor> = {
  fetchone: (cursor) => asTuple(cursor.fetchone()),
  fetchmany: (cursor, [size]) => cursor.fetchmany(size).map(asTuple),
  fetchall: (cursor) => cursor.fetchall().map(asTuple),
  next: (cursor) => {
    const { done, value } = cursor.next();
    return done ? null : new Tuple(asTuple(value));
  },
};

const ROW_OPERATIONS: MethodsOf<sqlite3.Row> = {
  get: (row, [key]) => row.get(key),
  keys: (row) => row.keys(),
  length: (row) => exact(row.length),
  slice: (row, [start, end]) => asTuple(row.slice(start, end)),
  values: (row) => Tuple.from(row),
  equals: (row, [other]) => row.equals(other),
};

/** Operations on objects of one class: `methods` of its own, and others. Top-level numbers are no data of SQL. */
function on<T>(kind: string, methods: readonly string[], others: MethodsOf<T>): Operations {
  const all: MethodsOf<T> = { ...Object.fromEntries(methods.map((name) => [name, method(name)])), ...others };
  return Object.fromEntries(
    Object.entries(all).map(([name, run]) => [
      `${kind}.${name}`,
      ([target, ...args], options) =>
        run(target as T, args.map(natural) as unknown as Args, naturals(options)),
    ]),
  );
}

function method(name: string): MethodsOf<unknown>[string] {
  return (target, args, options) => {
    const all = Object.keys(options).length > 0 ? [...args, options] : args;
    return exact((target as Record<string, (...all: unknown[]) => unknown>)[name]?.(...all));
  };
}

/** Python's ints and floats are numbers where they are no data of SQL. */
function natural(value: unknown): unknown {
  if (value instanceof Float) return value.value;
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function naturals(options: Options): Options {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, natural(value)]));
}

/** What a callback answers: a float is none of the numbers that are meant. */
function answer(value: unknown): unknown {
  return value instanceof Float ? value : natural(value);
}

/** What is no data of SQL, for Python: numbers are ints, arrays tuples. */
function exact(value: unknown): unknown {
  return isPlainArray(value) ? Tuple.from(value, exact) : (asInteger(value) ?? null);
}
