import { completeStatement } from "../../sqlite3/index.ts";
import { EXIT } from "../failure.ts";
import { INTERRUPTED, type Lines, type PipedLines } from "./lines.ts";
import type { Shell } from "./shell.ts";

const FIRST_PROMPT = "sqlite> ";
const NEXT_PROMPT = "    ... ";

/** Obeys line by line, whatever fails. What is not complete at the end is dropped, as Python's command does. */
export async function converse(shell: Shell, lines: Lines): Promise<void> {
  let source: string | undefined;
  while (!shell.isOver) {
    const line = await lines.next(source === undefined ? FIRST_PROMPT : NEXT_PROMPT);
    if (line === undefined) return;
    if (line === INTERRUPTED) {
      source = undefined;
      continue;
    }
    source = source === undefined ? line : `${source}\n${line}`;
    if (!isComplete(source)) continue;
    await shell.obey(source);
    source = undefined;
  }
}

/** So much more text is worth another look at all of it. */
const GROWTH = 1.25;

/** Obeys line by line until something fails. What is at the end needs no semicolon. Answers the exit code. */
export async function runScript(shell: Shell, lines: PipedLines): Promise<number> {
  let source = "";
  let due = 0;
  let exitCode: number;
  for (let line = await lines.next(""); line !== undefined; line = await lines.next("")) {
    if (line.startsWith(".") && isComplete(source)) {
      exitCode = await shell.obey(source);
      if (exitCode === EXIT.fine) exitCode = await shell.obey(line);
    } else {
      source = source === "" ? line : `${source}\n${line}`;
      // A long statement with semicolons in its lines is not looked at for each of them; but who waits gets an answer.
      if (!line.includes(";") || (lines.isAhead && source.length < due)) continue;
      due = source.length * GROWTH;
      if (!isComplete(source)) continue;
      exitCode = await shell.obey(source);
    }
    if (exitCode !== EXIT.fine || shell.isOver) return exitCode;
    source = "";
    due = 0;
  }
  return shell.obey(source);
}

function isComplete(source: string): boolean {
  // With a NUL it cannot be run, which is told then.
  if (source.startsWith(".") || source.trim() === "" || source.includes("\0")) return true;
  return completeStatement(source);
}
