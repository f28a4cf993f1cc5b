import { hasStatement, statementEnd } from "../../sqlite3/sql-text.ts";

/** The statements of a text one by one, each with its semicolon; the last may lack it. */
export function* statementsOf(sql: string): Generator<string> {
  let rest = sql;
  while (hasStatement(rest, 0)) {
    const end = statementEnd(rest);
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
}
