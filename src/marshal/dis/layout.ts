import type { ExceptionEntry } from "../exception-table.ts";
import { numberText } from "./arguments.ts";
import type { Disassembly, Instruction } from "./instructions.ts";
import { LABELLED, type Labels } from "./jumps.ts";

// What changed, and when.
const TRIMMED = 300;
const WIDE_COLUMNS = 307;
const WITHOUT_LINES = 310;

const NAME_WIDTH = 20;
const ARGUMENT_WIDTH = 5;
const LINE_WIDTH = 3;
const OFFSET_WIDTH = 4;
/** Besides the number of the last label. */
const LABEL_WIDTH = 4;
const NO_LINE = "--";
/** Such a column is wider where some instructions have no line. */
const WIDTH_OF_NO_LINE = 4;
/** No arrow points at the instruction that is being run. */
const NOT_CURRENT = "   ";

/** The lines of a listing, each with a newline at its end. */
export function* listing(disassembly: Disassembly): Generator<string, void, undefined> {
  const { dialect, exceptions } = disassembly;
  const isLabelled = dialect.version >= LABELLED;
  yield* isLabelled ? linesWithLabels(disassembly) : linesWithOffsets(disassembly);
  if (exceptions.length > 0) yield "ExceptionTable:\n";
  for (const entry of exceptions) {
    const { depth, lasti } = entry;
    const range = isLabelled ? rangeOfLabels(entry, disassembly.labels) : rangeOfOffsets(entry);
    yield `  ${range} [${depth}]${lasti ? " lasti" : ""}\n`;
  }
}

/** Until 3.12: the offset of each instruction, and marks where control can arrive. */
function* linesWithOffsets(disassembly: Disassembly): Generator<string, void, undefined> {
  const { version } = disassembly.dialect;
  const lineWidth = lineWidthOf(disassembly);
  const offsetWidth =
    version < WIDE_COLUMNS ? OFFSET_WIDTH : Math.max(OFFSET_WIDTH, widthOf(disassembly.length - 2));
  for (const instruction of disassembly.instructions) {
    const { offset, startsLine, isJumpTarget } = instruction;
    if (lineWidth > 0 && startsLine && offset > 0) yield "\n";
    const line = [
      ...lineColumn(instruction, lineWidth),
      NOT_CURRENT,
      isJumpTarget ? ">>" : "  ",
      String(offset).padStart(offsetWidth),
      ...operationColumns(instruction, version),
    ].join(" ");
    yield `${version < TRIMMED ? line : line.trimEnd()}\n`;
  }
}

/** From 3.13 on: no offsets, but labels. */
function* linesWithLabels(disassembly: Disassembly): Generator<string, void, undefined> {
  const { dialect, labels, instructions } = disassembly;
  const lineWidth = lineWidthOf(disassembly);
  const labelWidth = LABEL_WIDTH + widthOf(labels.size);
  for (const instruction of instructions) {
    const { offset, startsLine } = instruction;
    if (lineWidth > 0 && startsLine && offset > 0) yield "\n";
    const label = labels.get(offset);
    const columns = [
      ...lineColumn(instruction, lineWidth),
      (label === undefined ? "" : `L${label}:`).padStart(labelWidth),
      NOT_CURRENT,
      ...operationColumns(instruction, dialect.version),
    ];
    yield `${columns.join(" ").trimEnd()}\n`;
  }
}

/** How wide the column of lines is; 0 where there is none. */
function lineWidthOf({ dialect, lineStarts }: Disassembly): number {
  const { version } = dialect;
  if (version < WIDE_COLUMNS) return LINE_WIDTH;
  let last = 0;
  for (const line of lineStarts.values()) if (line !== null && line > last) last = line;
  const isLeftOut = version >= LABELLED ? last === 0 : version >= WITHOUT_LINES && lineStarts.size === 0;
  if (isLeftOut) return 0;
  const hasNone = Array.from(lineStarts.values()).includes(null);
  return Math.max(hasNone ? WIDTH_OF_NO_LINE : LINE_WIDTH, widthOf(last));
}

function lineColumn({ line, startsLine }: Instruction, width: number): string[] {
  if (width === 0) return [];
  return [(startsLine ? String(line ?? NO_LINE) : "").padStart(width)];
}

function operationColumns({ name, arg, value, text }: Instruction, version: number): string[] {
  const columns = [name.padEnd(NAME_WIDTH)];
  if (arg === null) return columns;
  // A long name takes its room from the argument.
  const taken = version < LABELLED ? 0 : Math.max(name.length - NAME_WIDTH, 0);
  columns.push(numberText(arg, version).padStart(ARGUMENT_WIDTH - taken));
  const isShown = text !== "" || (version < TRIMMED && value === "");
  if (isShown) columns.push(`(${text})`);
  return columns;
}

function rangeOfOffsets({ start, end, target }: ExceptionEntry): string {
  return `${start} to ${end - 2} -> ${target}`;
}

function rangeOfLabels({ start, end, target }: ExceptionEntry, labels: Labels): string {
  return `L${labels.get(start)} to L${labels.get(end)} -> L${labels.get(target)}`;
}

function widthOf(number: number): number {
  return String(number).length;
}
