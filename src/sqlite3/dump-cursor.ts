import type { Cursor } from "./cursor.ts";
import type { DumpCursor } from "./dump.ts";
import type { Session } from "./session.ts";

/** A cursor that gives strings and arrays, whatever the connection gives to others meanwhile. */
export function dumpCursor(cursor: Cursor, session: Session): DumpCursor {
  cursor.rowFactory = null;
  return {
    execute: (sql, parameters) => session.withStrings(() => cursor.execute(sql, parameters)),
    fetchall: () => session.withStrings(() => cursor.fetchall()),
    *[Symbol.iterator]() {
      for (;;) {
        const row = session.withStrings(() => cursor.fetchone());
        if (row === null) return;
        yield row;
      }
    },
  };
}
