// Writes pickles that no pickler would: expressions in, opcodes out.
import { type AuditOptions, type AuditReport, audit } from "../../../src/pickletools/index.ts";

/** What stands for something that the pickle makes; `parts` are opcodes as bytes and values, in turns. */
export class Expression {
  readonly parts: readonly unknown[];

  constructor(...parts: unknown[]) {
    this.parts = parts;
  }
}

/** Opcodes, a byte for each character. */
class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Opcodes as they are: a byte for each character. */
export function raw(text: string): unknown {
  return new Raw(text);
}

/** A class or function, imported by GLOBAL. */
export function ref(path: string): Expression {
  const dot = path.includes(":") ? path.indexOf(":") : path.lastIndexOf(".");
  return new Expression(raw(`c${utf8(path.slice(0, dot))}\n${utf8(path.slice(dot + 1))}\n`));
}

/** The same, imported by STACK_GLOBAL. */
export function stackRef(module: unknown, name: unknown): Expression {
  return new Expression(module, name, raw("\x93"));
}

export function tuple(...items: unknown[]): Expression {
  return new Expression(raw("("), ...items, raw("t"));
}

/** A call, by REDUCE. */
export function call(callee: unknown, ...args: unknown[]): Expression {
  return new Expression(named(callee), tuple(...args), raw("R"));
}

/** An instance, by NEWOBJ. */
export function rebuilt(class_: unknown, ...args: unknown[]): Expression {
  return new Expression(named(class_), tuple(...args), raw("\x81"));
}

/** Gives an object a state, by BUILD. */
export function withState(target: unknown, state: unknown): Expression {
  return new Expression(named(target), state, raw("b"));
}

/** A state with a dict of slots. */
export function slots(fields: Record<string, unknown>): Expression {
  return tuple(null, fields);
}

/** Several values, of which all but the last are thrown away. */
export function sequence(...values: unknown[]): Expression {
  return new Expression(...values.flatMap((value, i) => (i === 0 ? [value] : [raw("0"), value])));
}

/** A pickle of a value: of plain ones, arrays (lists), objects (dicts) and expressions. What is met again is taken from the memo. */
export function pickleOf(value: unknown, header: string = "\x80\x04"): Uint8Array<ArrayBuffer> {
  const memo = new Map<object, number>();
  return latin1(`${header}${text(value, memo)}.`);
}

/** What the audit says of a pickle of a value. */
export function audited(value: unknown, options?: AuditOptions): AuditReport {
  return audit(pickleOf(value), options);
}

/** What the audit says of opcodes, a byte for each character. */
export function auditedText(opcodes: string, options?: AuditOptions): AuditReport {
  return audit(latin1(opcodes), options);
}

export function latin1(characters: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

/** The rules that were found, in order. */
export function rulesOf({ findings }: AuditReport): string[] {
  return findings.map(({ rule }) => rule);
}

function named(value: unknown): unknown {
  return typeof value === "string" ? ref(value) : value;
}

function text(value: unknown, memo: Map<object, number>): string {
  if (value instanceof Raw) return value.text;
  if (typeof value !== "object" || value === null) return scalar(value);
  const known = memo.get(value);
  if (known !== undefined) return `j${u32(known)}`;
  const written = compound(value, memo);
  // A number is taken only now: what is inside has its own by then.
  const index = memo.size;
  memo.set(value, index);
  return `${written}r${u32(index)}`;
}

function compound(value: object, memo: Map<object, number>): string {
  if (value instanceof Expression) return value.parts.map((part) => text(part, memo)).join("");
  if (value instanceof Uint8Array) return `B${u32(value.length)}${characters(value)}`;
  if (Array.isArray(value)) return `](${value.map((item) => text(item, memo)).join("")}e`;
  const items = Object.entries(value).flat();
  return `}(${items.map((item) => text(item, memo)).join("")}u`;
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return "N";
  if (typeof value === "boolean") return value ? "\x88" : "\x89";
  if (typeof value === "string") return `X${u32(utf8(value).length)}${utf8(value)}`;
  return Number.isInteger(value) ? `J${u32(Number(value))}` : `F${value}\n`;
}

function utf8(value: string): string {
  return characters(new TextEncoder().encode(value));
}

function characters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function u32(value: number): string {
  return String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255);
}
