import { type FileSystem, hostFiles } from "../../files/index.ts";
import type { DatabaseFile } from "../file.ts";
import { type Problem, problemOf } from "../problem.ts";
import type { DataFile } from "./data-file.ts";
import { readDirectory } from "./directory.ts";
import { directoryLines } from "./directory-lines.ts";
import { blocksEnd, blocksStart, byOffset, type Index } from "./extent.ts";
import { openForReading, pathsOf } from "./open.ts";

/**
 * What is wrong with a database, problem by problem. Offsets are those of the `.dat` file where a value is the matter, else of
 * the `.dir` file.
 */
export function* check(
  path: string,
  { files = hostFiles() }: { readonly files?: FileSystem } = {},
): Generator<Problem, void, undefined> {
  const [data, directory] = openForReading(files, pathsOf(path));
  try {
    let readable = true;
    for (const problem of ofLines(directory)) {
      if (problem.severity === "damage") readable = false;
      yield problem;
    }
    if (readable) yield* ofValues(directory, data);
  } catch (error) {
    yield problemOf(error);
  } finally {
    directory.close();
    data.file.close();
  }
}

function* ofLines(directory: DatabaseFile): Generator<Problem> {
  let provisional = 0;
  for (const { start, line, bad, torn } of directoryLines(directory)) {
    if (torn) {
      const message = "a line was cut off when it was written, and does not count, nor does what follows it";
      yield { offset: start, severity: "waste", message };
      break;
    }
    if (bad) yield { offset: bad.at, severity: "damage", message: `a line cannot be read: ${bad.reason}` };
    if (line?.note !== undefined) provisional += 1;
  }
  if (provisional > 0) {
    const message = `a writer is at work or was killed: ${provisional} lines are provisional`;
    yield { severity: "waste", message };
  }
}

function* ofValues(directory: DatabaseFile, data: DataFile): Generator<Problem> {
  const { index, overwritten } = readDirectory(directory, data);
  for (const { offset } of overwritten) {
    const message = "a value is not the one that its line was written for";
    yield { offset, severity: "damage", message };
  }
  yield* outside(index, data);
  let end = 0;
  let unused = 0;
  for (const value of byOffset(index.values())) {
    const start = blocksStart(value);
    if (start < end)
      yield { offset: value.offset, severity: "damage", message: "a value shares a block with another" };
    else unused += start - end;
    end = Math.max(end, blocksEnd(value));
  }
  unused += Math.max(0, data.size - end);
  if (unused > 0) yield { severity: "waste", message: `${unused} bytes belong to no value` };
}

function* outside(index: Index, data: DataFile): Generator<Problem> {
  for (const value of index.values()) {
    if (data.has(value)) continue;
    const message = `the file ends within a value of ${value.length} bytes, or before it`;
    yield { offset: value.offset, severity: "damage", message };
  }
}
