/** Where in a statement the text is. */
type State = "nothing" | "start" | "statement" | "explain" | "create" | "trigger" | "semicolon" | "end";

type Token = "blank" | ";" | "explain" | "create" | "temp" | "trigger" | "end" | "other";

/**
 * Whether the text ends with a complete statement: one that a semicolon ends which is in no literal, name or comment,
 * and for a trigger the one behind its END. Nothing is checked besides; a semicolon is enough.
 *
 * @throws RangeError for a text with a NUL.
 *
 * @example
 * ```ts
 * import { completeStatement } from "pantry/sqlite3";
 *
 * if (completeStatement("select ';'") || !completeStatement("select ';';")) throw new Error("not what SQLite says");
 * ```
 */
export function completeStatement(sql: string): boolean {
  if (sql.includes("\0")) throw new RangeError("embedded null character");
  let state: State = "nothing";
  let offset = 0;
  while (offset < sql.length) {
    const end = endOfToken(sql, offset);
    // Something is open.
    if (end === 0) return sql.startsWith("--", offset) && state === "start";
    state = follow(state, tokenOf(sql, offset, end));
    offset = end;
  }
  return state === "start";
}

function follow(state: State, token: Token): State {
  if (token === "blank") return state;
  switch (state) {
    case "trigger":
      return token === ";" ? "semicolon" : "trigger";
    case "semicolon":
      return token === ";" ? "semicolon" : token === "end" ? "end" : "trigger";
    case "end":
      return token === ";" ? "start" : "trigger";
  }
  if (token === ";") return "start";
  switch (state) {
    case "nothing":
    case "start":
      return token === "explain" || token === "create" ? token : "statement";
    case "explain":
      // As in EXPLAIN QUERY PLAN.
      return token === "other" ? "explain" : token === "create" ? "create" : "statement";
    case "create":
      return token === "temp" ? "create" : token === "trigger" ? "trigger" : "statement";
    default:
      return "statement";
  }
}

function tokenOf(sql: string, start: number, end: number): Token {
  if (/[\t\n\f\r ]/.test(sql.charAt(start)) || /^(--|\/\*)/.test(sql.slice(start, Math.min(end, start + 2))))
    return "blank";
  if (sql[start] === ";") return ";";
  // No keyword is longer.
  const word = end - start > 9 ? "" : sql.slice(start, end).toLowerCase();
  switch (word) {
    case "explain":
    case "create":
    case "temp":
    case "trigger":
    case "end":
      return word;
    case "temporary":
      return "temp";
    default:
      return "other";
  }
}

const WORD = /[\w$\u0080-\uffff]+/y;

/** 0 if the text ends within the token. */
function endOfToken(sql: string, start: number): number {
  switch (sql[start]) {
    case "-":
      return sql[start + 1] === "-" ? sql.indexOf("\n", start + 2) + 1 : start + 1;
    case "/":
      return sql[start + 1] === "*" ? behind(sql, "*/", start + 2) : start + 1;
    case "[":
      return behind(sql, "]", start + 1);
    case "'":
    case '"':
    case "`":
      // A doubled quote makes two texts of one, which is the same here.
      return behind(sql, sql.charAt(start), start + 1);
    default:
      WORD.lastIndex = start;
      return WORD.test(sql) ? WORD.lastIndex : start + 1;
  }
}

/** 0 if the mark is missing. */
function behind(sql: string, mark: string, from: number): number {
  const index = sql.indexOf(mark, from);
  return index < 0 ? 0 : index + mark.length;
}
