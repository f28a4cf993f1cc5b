import { kindOf } from "../python/index.ts";
import type { Branch, Description } from "./branches.ts";
import { describe } from "./describe.ts";
import { isChangeable, type ScalarOptions, scalar, scalarType } from "./scalar.ts";

/** How far a walk goes, and what room it leaves. */
export interface WalkOptions extends ScalarOptions {
  /** How many levels below the value are visited. */
  readonly depth: number;
  /** How many branches of one value are visited. */
  readonly items: number;
  /** How many characters a line has room for; a name, or a value that is very deep, may take more. */
  readonly width: number;
}

/** A value at one of its places. */
export interface Visit {
  readonly value: unknown;
  /** What stands before it. */
  readonly label: string;
  /** What the branches above draw on its line, and what those below go on with. */
  readonly start: string;
  readonly indent: string;
  readonly type: string;
  readonly note: string;
  /** All of it in one line; `undefined` for what has branches to be drawn below. */
  readonly line: string | undefined;
  /** Whether it was visited before. */
  readonly isAgain: boolean;
  /** Whether its branches are too deep to be visited. */
  readonly isCut: boolean;
  /** How many branches of the value above are not visited; there is no value then. */
  readonly skipped: number;
}

/** A value whose branches are being visited. */
interface Level {
  readonly branches: Iterator<Branch>;
  readonly count: number;
  readonly indent: string;
  index: number;
}

/** Values of more branches are never written in one line. */
const LINE_BRANCHES = 12;
/** A value gets this much room however deep it is. */
const LEAST_ROOM = 24;
const EMPTY = { label: "", note: "", line: undefined, isAgain: false, isCut: false, skipped: 0 } as const;

/**
 * Visits a value and all that is in it, in the order of the lines of a tree: what is in several places with its
 * branches at the first of them only. Nothing here calls itself, because depth is the data's affair.
 */
export class Walk {
  readonly #options: WalkOptions;
  readonly #visited = new Set<unknown>();
  readonly #levels: Level[] = [];

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  *visits(value: unknown): Generator<Visit, void, undefined> {
    let visit: Visit | undefined = this.#visit({ label: "", value }, "", "");
    while (visit) {
      yield visit;
      visit = this.#next();
    }
  }

  #next(): Visit | undefined {
    for (let level = this.#levels.at(-1); level; level = this.#levels.at(-1)) {
      const { branches, count, index, indent } = level;
      if (index >= this.#options.items && index < count) {
        this.#levels.pop();
        return {
          ...EMPTY,
          value: undefined,
          start: `${indent}└─ `,
          indent,
          type: "",
          skipped: count - index,
        };
      }
      level.index += 1;
      const { done, value: branch } = branches.next();
      if (!done) {
        const isLast = level.index === count;
        return this.#visit(
          branch,
          `${indent}${isLast ? "└─ " : "├─ "}`,
          `${indent}${isLast ? "   " : "│  "}`,
        );
      }
      this.#levels.pop();
    }
    return undefined;
  }

  #visit({ label, value }: Branch, start: string, indent: string): Visit {
    const place = { ...EMPTY, value, label, start, indent };
    const room = Math.max(LEAST_ROOM, this.#options.width - start.length - label.length - 2);
    const text = scalar(value, room, this.#options);
    if (text !== undefined) {
      const isAgain = isChangeable(value) && this.#isKnown(value);
      return { ...place, type: scalarType(value, this.#options), line: text, isAgain };
    }
    const description = describe(value as object, this.#options);
    const { count, note, type } = description;
    const line = this.#oneLine(description, room);
    const isCut = line === undefined && count > 0 && this.#levels.length >= this.#options.depth;
    // What is cut here may be drawn at another place that is less deep.
    if (isCut && !this.#visited.has(value)) return { ...place, type, note, isCut };
    if (!isEmptyTuple(value) && this.#isKnown(value)) return { ...place, type, isAgain: true };
    if (line === undefined) {
      this.#levels.push({ branches: description.branches()[Symbol.iterator](), count, indent, index: 0 });
    }
    return { ...place, type, note, line };
  }

  #isKnown(value: unknown): boolean {
    if (this.#visited.has(value)) return true;
    this.#visited.add(value);
    return false;
  }

  /** A value and its branches in one line, where they are few and none of them has branches of its own. */
  #oneLine({ branches, count, isKeyed, literal }: Description, room: number): string | undefined {
    if (!literal || count > Math.min(LINE_BRANCHES, this.#options.items)) return undefined;
    const texts: string[] = [];
    let left = room;
    for (const { label, value } of branches()) {
      const text = left > 0 && !isChangeable(value) ? scalar(value, left, this.#options) : undefined;
      if (text === undefined) return undefined;
      texts.push(isKeyed ? `${label}: ${text}` : text);
      left -= text.length;
    }
    const line = literal(texts);
    return line.length <= room ? line : undefined;
  }
}

/** There is only one in all of Python. */
function isEmptyTuple(value: unknown): boolean {
  return kindOf(value) === "Tuple" && (value as unknown[]).length === 0;
}
