import { Tuple } from "../python/index.ts";

/** A literal of Python as far as headers of arrays have them: dicts have texts for keys, and escapes in texts stay. */
export type Literal = string | number | boolean | null | Literal[] | Map<string, Literal>;

/** Deeper ones are no headers. */
const DEEPEST = 32;
const TOKEN =
  /\s*(?:([[\]{}(),:])|[uUbB]?'((?:[^'\\\n]|\\.)*)'|[uUbB]?"((?:[^"\\\n]|\\.)*)"|(-?\d{1,15})L?|(\w+))/y;
const CLOSING: { readonly [open: string]: string } = { "[": "]", "(": ")", "{": "}" };
const WORDS = new Map<string, Literal>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** Reads a literal that is all of the text, but for space around it; `undefined` where it is none of these. */
export function readLiteral(text: string): Literal | undefined {
  const reader = new LiteralReader(text);
  const literal = reader.read(0);
  return reader.isAtEnd ? literal : undefined;
}

class LiteralReader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#text.slice(this.#offset).trim() === "";
  }

  read(depth: number): Literal | undefined {
    const [token, mark, single, double, digits, word = ""] = this.#next();
    if (token === undefined || depth > DEEPEST) return undefined;
    if (mark !== undefined) return mark === "{" ? this.#dict(depth) : this.#list(mark, depth);
    const quoted = single ?? double;
    if (quoted !== undefined) return quoted;
    return digits === undefined ? WORDS.get(word) : Number(digits);
  }

  /** What is in parentheses is a tuple, whatever is in it. */
  #list(open: string, depth: number): Literal[] | undefined {
    const close = CLOSING[open];
    const items: Literal[] = open === "(" ? new Tuple<Literal[]>() : [];
    while (close !== undefined && !this.#takes(close)) {
      const item = this.read(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#takes(",")) continue;
      return this.#takes(close) ? items : undefined;
    }
    return close === undefined ? undefined : items;
  }

  #dict(depth: number): Map<string, Literal> | undefined {
    const dict = new Map<string, Literal>();
    while (!this.#takes("}")) {
      const key = this.read(depth + 1);
      if (typeof key !== "string" || !this.#takes(":")) return undefined;
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      dict.set(key, value);
      if (this.#takes(",")) continue;
      return this.#takes("}") ? dict : undefined;
    }
    return dict;
  }

  #takes(mark: string): boolean {
    const before = this.#offset;
    if (this.#next()[1] === mark) return true;
    this.#offset = before;
    return false;
  }

  #next(): readonly (string | undefined)[] {
    TOKEN.lastIndex = this.#offset;
    const match = TOKEN.exec(this.#text);
    if (match) this.#offset = TOKEN.lastIndex;
    return match ?? [];
  }
}
