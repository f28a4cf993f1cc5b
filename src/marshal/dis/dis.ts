import { repr } from "../../python/index.ts";
import { cut } from "../../python/printable.ts";
import type { Code } from "../code.ts";
import { disassembly } from "./instructions.ts";
import { listing } from "./layout.ts";

/** What a disassembly shows. */
export interface DisOptions {
  /** How deeply nested the code objects are that are shown: 0 for only the one given. Default: all. */
  readonly depth?: number;
  /**
   * How many characters there may be: a longer text is cut, and ends in `…`. Code objects that are shared are shown each
   * time, so that a small file can have an endless disassembly. Default: 2^28 for `dis`, no limit for `disLines`.
   */
  readonly maxLength?: number;
}

const LONGEST_TEXT = 2 ** 28;
/** Longer names are not shown in full. */
const LONGEST_NAME = 2 ** 16;
/** Joined now and then, lines take far less memory than millions of them do. */
const LINES_OF_PIECE = 1024;

/**
 * What `dis.dis` prints of a code object in the Python that it is for, character for character: a line for each
 * instruction with its arguments resolved, then what handles exceptions, then the same for the code objects within it.
 *
 * Other than there, code objects are shown without their addresses, which no file has; those of Python 2.7 and 3.6 are
 * shown with the code within them, as 3.7 began to. Frozen sets have the order of the file. What refers to nothing is
 * `<bad index 9>`, and bytes that end too early just end.
 *
 * @throws RangeError for a Python whose bytecode is not known (see `PYTHONS`), and for options that cannot be.
 * @throws TypeError for what is no `Code`.
 *
 * @example
 * ```ts
 * import { Tuple } from "pantry/python";
 * import { Code } from "pantry/marshal";
 * import { dis } from "pantry/marshal/dis";
 *
 * const code = new Code({ python: "3.8", code: Uint8Array.of(100, 0, 83, 0), consts: new Tuple("hi") });
 * const lines = [
 *   "  1           0 LOAD_CONST               0 ('hi')",
 *   "              2 RETURN_VALUE",
 * ];
 * if (dis(code) !== `${lines.join("\n")}\n`) throw new Error(dis(code));
 * ```
 */
export function dis(code: Code, options: DisOptions = {}): string {
  const pieces: string[] = [];
  let lines: string[] = [];
  for (const line of disLines(code, { maxLength: LONGEST_TEXT, ...options })) {
    lines.push(line);
    if (lines.length < LINES_OF_PIECE) continue;
    pieces.push(lines.join(""));
    lines = [];
  }
  return pieces.concat(lines).join("");
}

/**
 * As `dis`, line by line, each with a newline at its end.
 *
 * @throws what `dis` does.
 *
 * @example
 * ```ts
 * import { Code } from "pantry/marshal";
 * import { disLines } from "pantry/marshal/dis";
 *
 * const [first] = disLines(new Code({ python: "3.8", code: Uint8Array.of(9, 0, 9, 0) }));
 * if (first !== "  1           0 NOP\n") throw new Error(first);
 * ```
 */
export function disLines(code: Code, options: DisOptions = {}): Generator<string, void, undefined> {
  const { depth = Number.POSITIVE_INFINITY, maxLength = Number.POSITIVE_INFINITY } = options;
  ensureCount("depth", depth);
  ensureCount("maxLength", maxLength);
  return upTo(maxLength, listings(code, depth));
}

/** The listing of a code object and of those within it, however deeply they are nested. */
function* listings(root: Code, depth: number): Generator<string, void, undefined> {
  yield* listing(disassembly(root));
  const open = new Set([root]);
  const waiting = [{ code: root, children: root.children.values() }];
  for (let last = waiting.at(-1); last; last = waiting.at(-1)) {
    const { value: child } = waiting.length > depth ? { value: undefined } : last.children.next();
    if (child === undefined) {
      open.delete(last.code);
      waiting.pop();
      continue;
    }
    yield "\n";
    yield `Disassembly of ${repr(child, { maxLength: LONGEST_NAME })}:\n`;
    // A code object within itself is not shown again.
    if (open.has(child)) continue;
    yield* listing(disassembly(child));
    open.add(child);
    waiting.push({ code: child, children: child.children.values() });
  }
}

function* upTo(maxLength: number, lines: Iterable<string>): Generator<string, void, undefined> {
  let left = maxLength;
  for (const line of lines) {
    if (left > 0) yield cut(line, left);
    left -= line.length;
    if (left < 0) return;
  }
}

function ensureCount(name: string, value: number): void {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 0)) return;
  throw new RangeError(`${name}: a whole number from 0 on expected, not ${value}`);
}
