import { DEFAULT_READ_OPTIONS } from "./argument-descriptor.ts";
import { PickletoolsError, placed, readAt, retold } from "./errors.ts";
import { type GenopsOptions, genops, type Operation } from "./genops.ts";
import { Listing } from "./listing.ts";
import { Memo } from "./memo.ts";

/** What a disassembly looks like. */
export interface DisOptions extends GenopsOptions {
  /** The column at which to describe each opcode in a few words; 0 for not at all. Default: 0. */
  readonly annotate?: number;
  /** By how many blanks to indent what is behind a MARK. Default: 4. */
  readonly indentlevel?: number;
  /** What was stored by the pickles before this one, which is added to. Default: nothing. */
  readonly memo?: Memo;
  /**
   * How many characters there may be. Each MARK that is left open indents all that follows, so the text can be as long as
   * the square of the pickle. Default: 2^28 for `dis`, no limit for `disLines`.
   */
  readonly maxLength?: number;
}

const LONGEST_TEXT = 2 ** 28;
/** Joined now and then, lines take far less memory than millions of them do. */
const LINES_OF_PIECE = 1024;

/**
 * What CPython's `pickletools.dis` prints of a pickle, character for character: a line for each opcode, with the offset,
 * the code, the name and the argument.
 *
 * As there, the stack and the memo are emulated with kinds of things, and what no unpickler should meet is an error: a
 * memo index that is read before it is stored or stored twice, a stack that runs empty, or one that is not empty in the
 * end. The error comes after the line that it is about; what was written until then is its `text`.
 *
 * @throws PickletoolsError for bytes that are no pickle, or one that does not keep to the rules.
 * @throws TypeError for data that is no `Uint8Array`.
 * @throws RangeError for options that cannot be.
 *
 * @example
 * ```ts
 * import { dumps } from "pantry/pickle";
 * import { dis } from "pantry/pickletools";
 *
 * const text = dis(dumps(["a"], { protocol: 1 }));
 * const lines = [
 *   "    0: ]    EMPTY_LIST",
 *   "    1: q    BINPUT     0",
 *   "    3: X    BINUNICODE 'a'",
 *   "    9: q    BINPUT     1",
 *   "   11: a    APPEND",
 *   "   12: .    STOP",
 *   "highest protocol among opcodes = 1",
 * ];
 * if (text !== `${lines.join("\n")}\n`) throw new Error(text);
 * ```
 */
export function dis(data: Uint8Array, options: DisOptions = {}): string {
  const pieces: string[] = [];
  let lines: string[] = [];
  try {
    for (const line of disLines(data, { maxLength: LONGEST_TEXT, ...options })) {
      lines.push(line);
      if (lines.length < LINES_OF_PIECE) continue;
      pieces.push(lines.join(""));
      lines = [];
    }
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    throw retold(error, { text: pieces.concat(lines).join("") });
  }
  return pieces.concat(lines).join("");
}

/**
 * As `dis`, line by line, for what is too long to be held. Each line ends with a newline; only before an error there may
 * be the beginning of a line, if that is all that CPython prints.
 *
 * @throws what `dis` does, when it comes to it.
 *
 * @example
 * ```ts
 * import { dumps } from "pantry/pickle";
 * import { disLines } from "pantry/pickletools";
 *
 * for (const line of disLines(dumps({ id: 7 }), { annotate: 30 })) console.log(line.trimEnd());
 * ```
 */
export function disLines(data: Uint8Array, options: DisOptions = {}): Generator<string, void, undefined> {
  const { annotate = 0, indentlevel = 4, memo = new Memo(), maxLength = Number.POSITIVE_INFINITY } = options;
  ensureCount("annotate", annotate);
  ensureCount("indentlevel", indentlevel);
  const settings = { ...DEFAULT_READ_OPTIONS, ...options };
  const listing = new Listing({ ...settings, annotate, indentlevel, memo, maxLength });
  return linesOf(genops(data, settings), listing);
}

function* linesOf(operations: Iterable<Operation>, listing: Listing): Generator<string, void, undefined> {
  let last = 0;
  for (const operation of operations) {
    const { opcode, offset } = operation;
    last = offset;
    const place = `${String(offset).padStart(5)}: `;
    let line: string;
    try {
      line = listing.line(operation);
    } catch (error) {
      // By then CPython has printed this much of the line.
      yield place;
      throw placed(error, opcode.name, offset);
    }
    yield `${place}${line}\n`;
    try {
      listing.step(operation);
    } catch (error) {
      throw placed(error, opcode.name, offset);
    }
  }
  yield `${listing.summary()}\n`;
  readAt("STOP", last, () => listing.end());
}

function ensureCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`${name} must be a count, not ${count}`);
}
