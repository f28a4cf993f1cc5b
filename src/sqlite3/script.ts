import type { RowFormat } from "./engine/port.ts";
import type { Session } from "./session.ts";
import { isBlank, statementEnd } from "./sql-text.ts";
import { checkText } from "./statements.ts";

const DROPPED: RowFormat = { integers: "bigint", textAsBytes: true, blobs: undefined, isIgnored: true };

/**
 * Executes all statements of a script to their end.
 *
 * @throws TypeError for text with NUL in it.
 */
export function runScript(session: Session, script: string): void {
  checkText(session.engine, script);
  if (script.includes("\0")) throw new TypeError("embedded null character");
  try {
    session.transactions.commitBeforeScript();
    for (let rest = script; !isBlank(rest); ) {
      // An engine copies what it is given: all the rest each time would take too long.
      const statement = session.engine.prepare(rest.slice(0, statementEnd(rest)));
      if (statement === undefined) return;
      const { end } = statement;
      try {
        for (let row = statement.start([], DROPPED); row !== undefined; ) row = statement.next();
      } finally {
        statement.finalize();
      }
      rest = rest.slice(end);
    }
  } catch (error) {
    throw session.callbacks.explain(error);
  }
}
