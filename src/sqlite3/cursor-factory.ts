import type { Connection } from "./connection.ts";
import { Cursor } from "./cursor.ts";
import { isClassOf } from "./subclass.ts";

/** What a cursor is made by: a class of yours, or a function. */
export type CursorFactory<C extends Cursor<unknown>> =
  | (new (
      connection: Connection,
    ) => C)
  | ((connection: Connection) => C);

/** @throws TypeError if the factory does not make a cursor. */
export function cursorBy(factory: CursorFactory<Cursor<unknown>>, connection: Connection): Cursor<unknown> {
  const cursor = isClassOf(factory, Cursor) ? new factory(connection) : factory(connection);
  if (cursor instanceof Cursor) return cursor;
  throw new TypeError(`factory must return a cursor, not ${typeof cursor}`);
}
