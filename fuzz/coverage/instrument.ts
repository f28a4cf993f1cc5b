// Counters put into the text of a module, one at the beginning of each stretch of code that runs or does not run as a whole.
import { parseAst } from "rolldown/parseAst";

/** A stretch of code that has a counter. */
export interface Block {
  /** Where it begins, in the text as it was. */
  readonly offset: number;
  readonly isFunction: boolean;
}

/** A module with counters in it. */
export interface Instrumented {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The texts and whole numbers that are written in it: what it compares with, as likely as not. */
  readonly literals: readonly (string | number)[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/**
 * Puts counters in. Lines stay where they are, so traces tell the lines of the source; TypeScript stays TypeScript.
 *
 * @param header What comes in front; it must declare `counter`, which has an element for each block.
 */
export function instrument(
  source: string,
  counter: string,
  header: (blocks: number) => string,
): Instrumented {
  const marks = new Marks(counter);
  const tree = parseAst(source, { lang: "ts" }) as unknown as Node;
  // A stack of its own: tables make deep trees.
  const open: Node[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    marks.visit(node);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index -= 1) open.push(children[index] as Node);
  }
  // What names the program that runs a script stays the first line.
  const first = source.startsWith("#!") ? source.indexOf("\n") + 1 : 0;
  marks.put(first, header(marks.blocks.length));
  return {
    text: marks.applyTo(source),
    blocks: marks.blocks,
    literals: [...marks.literals],
  };
}

class Marks {
  readonly blocks: Block[] = [];
  readonly literals = new Set<string | number>();
  readonly #counter: string;
  /** What goes in at an offset: ends of what is before it, and then beginnings. */
  readonly #ends = new Map<number, string>();
  readonly #beginnings = new Map<number, string>();

  constructor(counter: string) {
    this.#counter = counter;
  }

  visit(node: Node): void {
    const part = (field: string) => node[field] as Node | null;
    switch (node.type) {
      case "Literal":
        this.#literal(node.value);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#body(part("body"), true);
        break;
      case "IfStatement":
        this.#body(part("consequent"));
        this.#body(part("alternate"));
        break;
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
        this.#body(part("body"));
        break;
      case "CatchClause":
        this.#body(part("body"));
        break;
      case "SwitchCase": {
        const [first] = node.consequent as readonly Node[];
        if (first) this.#begin(first.start, `${this.#count(first)};`);
        break;
      }
      case "ConditionalExpression":
        this.#expression(part("consequent") as Node);
        this.#expression(part("alternate") as Node);
        break;
      case "LogicalExpression":
        this.#expression(part("right") as Node);
        break;
    }
  }

  put(offset: number, text: string): void {
    this.#begin(offset, text);
  }

  applyTo(source: string): string {
    const offsets = new Set([...this.#ends.keys(), ...this.#beginnings.keys()]);
    let [text, from] = ["", 0];
    for (const offset of [...offsets].sort((one, other) => one - other)) {
      text +=
        source.slice(from, offset) + (this.#ends.get(offset) ?? "") + (this.#beginnings.get(offset) ?? "");
      from = offset;
    }
    return text + source.slice(from);
  }

  #body(body: Node | null, isFunction = false): void {
    if (!body || body.type === "TSInterfaceBody") return;
    if (body.type === "BlockStatement") {
      this.#begin(body.start + 1, `${this.#count(body, isFunction)};`);
    } else if (isFunction) {
      this.#expression(body, true);
    } else {
      this.#begin(body.start, `{${this.#count(body)};`);
      this.#end(body.end, "}");
    }
  }

  #expression(node: Node, isFunction = false): void {
    this.#begin(node.start, `(${this.#count(node, isFunction)},`);
    this.#end(node.end, ")");
  }

  #count({ start }: Node, isFunction = false): string {
    this.blocks.push({ offset: start, isFunction });
    return `${this.#counter}[${this.blocks.length - 1}]++`;
  }

  /** Outer nodes are visited before those in them, so what begins at the same place begins in that order. */
  #begin(offset: number, text: string): void {
    this.#beginnings.set(offset, (this.#beginnings.get(offset) ?? "") + text);
  }

  #end(offset: number, text: string): void {
    this.#ends.set(offset, text + (this.#ends.get(offset) ?? ""));
  }

  #literal(value: unknown): void {
    if (typeof value === "string" && value.length > 0 && value.length <= 32) this.literals.add(value);
    if (typeof value === "number" && Number.isInteger(value) && value > 3) this.literals.add(value);
  }
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
