import { repr } from "../../python/index.ts";
import { cut, printable } from "../../python/printable.ts";
import { Entries, Imported, Items, LongInteger, Made, Mutable, Outside } from "./nodes.ts";

/** A text is cut so. */
const LONGEST_TEXT = 120;
const LONGEST_BYTES = 40;
const MOST_ITEMS = 8;
const DEEPEST = 5;
/** Characters of a whole expression. */
const LONGEST = 400;

/** A value in Python's syntax: on one line, safe to print, cut where it is long or deep. */
export function render(node: unknown): string {
  return cut(printable(expression(node, { left: LONGEST }, 0)), LONGEST);
}

/** A call of something with arguments as REDUCE has them. */
export function renderCall(callee: string, args: unknown, kwargs?: unknown): string {
  const budget = { left: LONGEST };
  const text = `${callee}(${[...positional(args, budget, 0), ...keywords(kwargs, budget)].join(", ")})`;
  return cut(printable(text), LONGEST);
}

/** What is left of an expression's length: shared graphs must not be written out again and again. */
interface Budget {
  left: number;
}

function expression(node: unknown, budget: Budget, depth: number): string {
  if (budget.left <= 0 || depth > DEEPEST) return "…";
  const text = shallow(node) ?? deep(node, budget, depth);
  budget.left -= text.length;
  return text;
}

function shallow(node: unknown): string | undefined {
  if (typeof node === "string")
    return node.length > LONGEST_TEXT ? `${repr(node.slice(0, LONGEST_TEXT))}…` : repr(node);
  if (node instanceof Uint8Array) return bytesText(node);
  if (node instanceof Mutable) return `bytearray(${bytesText(node.bytes)})`;
  if (node instanceof Imported) return node.module === "builtins" ? node.name : node.path;
  if (node instanceof LongInteger) return node.description;
  if (node instanceof Made && node.variable > 0) return `_${node.variable}`;
  if (typeof node !== "object" || node === null) return node === undefined ? "…" : repr(node as number);
  return undefined;
}

function deep(node: unknown, budget: Budget, depth: number): string {
  if (node instanceof Items) return items(node, budget, depth + 1);
  if (node instanceof Entries) return entries(node, budget, depth + 1);
  if (node instanceof Made) return made(node, budget, depth + 1);
  if (node instanceof Outside) return outside(node, budget, depth + 1);
  return "…";
}

function bytesText(bytes: Uint8Array): string {
  // A plain view: what was given may be a subclass with an own idea of itself.
  const head = Uint8Array.from(bytes.subarray(0, LONGEST_BYTES));
  return bytes.length > LONGEST_BYTES ? `${repr(head)}…` : repr(head);
}

const BRACKETS = {
  list: ["[", "]"],
  tuple: ["(", ")"],
  set: ["{", "}"],
  frozenset: ["frozenset({", "})"],
} as const;

function items(node: Items, budget: Budget, depth: number): string {
  if (node.length === 0 && node.kind !== "list" && node.kind !== "tuple") return `${node.kind}()`;
  const [open, close] = BRACKETS[node.kind];
  const parts = some(node.items, node.length, budget, depth);
  return `${open}${parts.join(", ")}${node.kind === "tuple" && node.length === 1 ? "," : ""}${close}`;
}

function some(values: readonly unknown[], length: number, budget: Budget, depth: number): string[] {
  const parts = values.slice(0, MOST_ITEMS).map((value) => expression(value, budget, depth));
  if (length > parts.length) parts.push(`… ${length - parts.length} more`);
  return parts;
}

function entries(node: Entries, budget: Budget, depth: number): string {
  const parts: string[] = [];
  for (let i = 0; i < node.items.length && parts.length < MOST_ITEMS; i += 2)
    parts.push(
      `${expression(node.items[i], budget, depth)}: ${expression(node.items[i + 1], budget, depth)}`,
    );
  if (node.length > parts.length) parts.push(`… ${node.length - parts.length} more`);
  return `{${parts.join(", ")}}`;
}

function made(node: Made, budget: Budget, depth: number): string {
  const callee = expression(node.callee, budget, depth);
  const args = [...positional(node.args, budget, depth), ...keywords(node.kwargs, budget)];
  return node.form === "new"
    ? `${callee}.__new__(${[callee, ...args].join(", ")})`
    : `${callee}(${args.join(", ")})`;
}

function positional(args: unknown, budget: Budget, depth: number): string[] {
  if (args instanceof Items) return some(args.items, args.length, budget, depth);
  return [`*${expression(args, budget, depth)}`];
}

function keywords(kwargs: unknown, budget: Budget): string[] {
  if (kwargs === undefined || (kwargs instanceof Entries && kwargs.length === 0)) return [];
  return [`**${expression(kwargs, budget, 1)}`];
}

const OUTSIDE = { persistent: "persistent_load", extension: "extension", buffer: "next_buffer" } as const;

function outside(node: Outside, budget: Budget, depth: number): string {
  const operand = node.operand === undefined ? "" : expression(node.operand, budget, depth);
  return `${OUTSIDE[node.kind]}(${operand})`;
}
