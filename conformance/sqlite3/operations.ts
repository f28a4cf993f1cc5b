import { Float, Tuple } from "pantry/python";
import * as sqlite3 from "pantry/sqlite3";
import { adapters } from "../../src/sqlite3/adapters.ts";
import { converters } from "../../src/sqlite3/converters.ts";
import * as dates from "../../src/sqlite3/dates.ts";
import { sessionOf } from "../../src/sqlite3/session.ts";
import type { Bridge, Operations, Options } from "./bridge.ts";
import { asInteger, asTuple, isPlainArray } from "./python-objects.ts";

/** The methods that Python's arguments are handed to as they are: it is for the module to refuse wrong ones. */
const CONNECTION = [
  "close",
  "commit",
  "deserialize",
  "executescript",
  "getconfig",
  "getlimit",
  "interrupt",
  "rollback",
  "serialize",
  "setconfig",
  "setlimit",
] as const satisfies readonly (keyof sqlite3.Connection)[];

const CURSOR = [
  "close",
  "execute",
  "executemany",
  "executescript",
  "setinputsizes",
  "setoutputsize",
] as const satisfies readonly (keyof sqlite3.Cursor)[];

const BLOB = [
  "close",
  "get",
  "read",
  "seek",
  "set",
  "slice",
  "tell",
  "write",
] as const satisfies readonly (keyof sqlite3.Blob)[];

/** What Python can ask for, by the names of the module. */
export function operations(bridge: Bridge): Operations {
  return {
    ...forwarded("connection", CONNECTION),
    ...forwarded("cursor", CURSOR),
    ...forwarded("blob", BLOB),
    ...moduleOperations(bridge),
    ...connectionOperations(bridge),
    ...callbackOperations(bridge),
    ...rowOperations(),
    get: ([target, name]) => exact((target as never)[name as never]),
    set: ([target, name, value]) => {
      const made = name === "textFactory" && value === null ? undefined : bridge.factory(natural(value));
      Reflect.set(target as object, name as string, made);
    },
    "blob.length": ([blob]) => exact((blob as sqlite3.Blob).length),
    "iterator.next": ([iterator]) => (iterator as Iterator<unknown>).next().value ?? null,
  };
}

function moduleOperations(bridge: Bridge): Operations {
  return {
    constants: () => {
      const { apilevel, paramstyle, threadsafety } = sqlite3;
      const upper = Object.entries(sqlite3).filter(([name]) => name === name.toUpperCase());
      const all = {
        apilevel,
        paramstyle,
        threadsafety,
        sqlite_version: sqlite3.sqliteVersion(),
        ...Object.fromEntries(upper),
      };
      return new Map(Object.entries(all).map(([name, value]) => [name, exact(value)]));
    },
    completeStatement: ([sql]) => sqlite3.completeStatement(sql as string),
    enableCallbackTracebacks: ([flag]) => bridge.reportCallbacks(flag as boolean),
    // Not those of the arguments as they come: an int is no float.
    adapt: ([value, ...rest]) => sqlite3.adapt(value, ...rest),
    registerAdapter: ([type, adapter, protocol]) =>
      adapters.register(type as never, (value) => bridge.ask(adapter as never, "", [value]), protocol),
    unregisterAdapter: ([type, protocol]) => adapters.unregister(type as never, protocol),
    registerConverter: ([name, converter]) =>
      converters.register(name as string, bridge.factory(converter) as never),
    unregisterConverter: ([name]) => converters.unregister(name as string),
    default: ([name, value]) => dates[name as "adaptDate"](value as never),
  };
}

function connectionOperations(bridge: Bridge): Operations {
  return {
    connect: ([database], options) =>
      new sqlite3.Connection(natural(database) as string, { ...naturals(options), integers: "bigint" }),
    "connection.cursor": ([connection, ...factory]) =>
      (connection as sqlite3.Connection).cursor(
        ...(factory.map((one) => bridge.callback(natural(one))) as []),
      ),
    "connection.execute": ([connection, sql, parameters]) =>
      (connection as sqlite3.Connection).execute(natural(sql) as string, parameters as never),
    "connection.executemany": ([connection, sql, sequence]) =>
      (connection as sqlite3.Connection).executemany(natural(sql) as string, sequence as never),
    "connection.prepare": ([connection, sql]) => {
      const session = sessionOf(connection as sqlite3.Connection);
      session.check();
      session.statements.claim(natural(sql) as string);
    },
    // Leaving Python's `with`: what was to be done has been done, or has failed.
    "connection.transaction": ([connection, failed]) => {
      const failure = new Error("what was to be done has failed");
      try {
        (connection as sqlite3.Connection).transaction(() => {
          if (failed) throw failure;
        });
      } catch (error) {
        if (error !== failure) throw error;
      }
    },
    "connection.blobopen": ([connection, ...args], options) =>
      (connection as sqlite3.Connection).blobopen(...(args.map(natural) as [never, never, never]), options),
    "connection.backup": ([connection, target], { progress, ...options }) =>
      (connection as sqlite3.Connection).backup(natural(target) as sqlite3.Connection, {
        ...naturals(options),
        ...(progress === null ? {} : { progress: bridge.callback(natural(progress), asInteger) as never }),
      }),
    "connection.iterdump": ([connection], { filter }) =>
      (connection as sqlite3.Connection).iterdump(
        filter === null ? {} : { filter: natural(filter) as string },
      ),
  };
}

function callbackOperations(bridge: Bridge): Operations {
  const ofData = (value: unknown) => bridge.callback(value) as never;
  const callback = (value: unknown) => bridge.callback(value, asInteger, natural) as never;
  return {
    "connection.createFunction": ([connection, name, narg, func], options) =>
      (connection as sqlite3.Connection).createFunction(
        natural(name) as string,
        natural(narg) as number,
        ofData(func),
        options,
      ),
    "connection.createAggregate": ([connection, name, narg, aggregate]) =>
      (connection as sqlite3.Connection).createAggregate(
        natural(name) as string,
        natural(narg) as number,
        bridge.aggregate(aggregate) as never,
      ),
    "connection.createWindowFunction": ([connection, name, narg, aggregate]) =>
      (connection as sqlite3.Connection).createWindowFunction(
        natural(name) as string,
        natural(narg) as number,
        bridge.aggregate(aggregate) as never,
      ),
    "connection.createCollation": ([connection, name, compare]) =>
      (connection as sqlite3.Connection).createCollation(natural(name) as string, callback(compare)),
    "connection.setAuthorizer": ([connection, authorize]) =>
      (connection as sqlite3.Connection).setAuthorizer(callback(authorize)),
    "connection.setProgressHandler": ([connection, handler, n]) =>
      (connection as sqlite3.Connection).setProgressHandler(callback(handler), natural(n) as number),
    "connection.setTraceCallback": ([connection, trace]) =>
      (connection as sqlite3.Connection).setTraceCallback(callback(trace)),
  };
}

function rowOperations(): Operations {
  return {
    cursor: ([connection]) => new sqlite3.Cursor(connection as sqlite3.Connection),
    "cursor.fetchone": ([cursor]) => asTuple((cursor as sqlite3.Cursor).fetchone()),
    "cursor.fetchmany": ([cursor, size]) =>
      (cursor as sqlite3.Cursor).fetchmany(natural(size) as number).map(asTuple),
    "cursor.fetchall": ([cursor]) => (cursor as sqlite3.Cursor).fetchall().map(asTuple),
    "cursor.next": ([cursor]) => {
      const { done, value } = (cursor as sqlite3.Cursor).next();
      return done ? null : new Tuple(asTuple(value));
    },
    row: ([cursor, values]) => new sqlite3.Row(cursor as sqlite3.Cursor, Array.from(values as unknown[])),
    "row.get": ([row, key]) => (row as sqlite3.Row).get(natural(key) as string),
    "row.keys": ([row]) => (row as sqlite3.Row).keys(),
    "row.length": ([row]) => exact((row as sqlite3.Row).length),
    "row.slice": ([row, start, end]) =>
      asTuple((row as sqlite3.Row).slice(natural(start) as number, natural(end) as number)),
    "row.values": ([row]) => Tuple.from(row as sqlite3.Row),
    "row.equals": ([row, other]) => (row as sqlite3.Row).equals(other as sqlite3.Row),
  };
}

function forwarded(kind: string, methods: readonly string[]): Operations {
  return Object.fromEntries(
    methods.map((method) => [
      `${kind}.${method}`,
      ([target, ...args], options) => {
        const all = Object.keys(options).length > 0 ? [...args, options] : args;
        return exact(
          (target as Record<string, (...all: unknown[]) => unknown>)[method]?.(...all.map(natural)),
        );
      },
    ]),
  );
}

/** An argument that is no data of SQL: Python's ints are numbers, its floats stay apart. */
function natural(value: unknown): unknown {
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
  return typeof value === "number" && Number.isInteger(value) ? new Float(value) : value;
}

function naturals(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      name === "timeout" || name === "sleep" ? Number(value) : natural(value),
    ]),
  );
}

/** What is no data of SQL, for Python: numbers are ints, arrays tuples. */
function exact(value: unknown): unknown {
  return isPlainArray(value) ? Tuple.from(value, exact) : (asInteger(value) ?? null);
}
