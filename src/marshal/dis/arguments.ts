import { printable } from "../../python/printable.ts";
import type { Code } from "../code.ts";
import { constantText } from "./constants.ts";
import type { Dialect } from "./dialect.ts";
import { LABELLED, type Labels, targetOf } from "./jumps.ts";
import type { Operation } from "./operations.ts";

/** What an argument stands for. */
export interface Argument {
  readonly value: unknown;
  /** As the listing shows it in parentheses; `""` for nothing. */
  readonly text: string;
}

// What changed, and when.
const LONG_INTEGERS = 300;
const FUNCTION_PARTS = 308;
const ABSOLUTE_TARGETS = 310;
/** One tuple has all variables, and `LOAD_GLOBAL` says in its last bit whether it pushes a NULL. */
const ONE_TUPLE = 311;
/** Attributes are loaded with a bit that tells methods, comparisons keep their kind above four bits. */
const METHOD_BIT = 312;
/** What is pushed is named after the name, comparisons may give a bool, and two variables share an argument. */
const PAIRS = 313;
const NAMED_OPERATORS = 314;

const CONVERSIONS = ["", "str", "repr", "ascii"];
const PARTS_OF_FUNCTION = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];
const PAIR = /^(?:LOAD|STORE)_FAST_(?:BORROW_)?(?:LOAD|STORE)_FAST(?:_BORROW)?$/;

/** All texts of the constants of one code object together: shared values could make them endless. */
const LONGEST_CONSTANTS = 2 ** 24;

/** Tells what the arguments of a code object stand for. */
export class Arguments {
  readonly #dialect: Dialect;
  readonly #labels: Labels;
  readonly #consts: readonly unknown[];
  readonly #names: readonly Argument[];
  readonly #locals: readonly Argument[];
  readonly #cells: readonly Argument[];
  /** What was worked out, by the index. */
  readonly #constantTexts = new Map<number, string>();
  #left = LONGEST_CONSTANTS;

  constructor(code: Code, dialect: Dialect, labels: Labels) {
    const isOneTuple = dialect.version >= ONE_TUPLE;
    this.#dialect = dialect;
    this.#labels = labels;
    this.#consts = code.consts;
    this.#names = namesIn(code.names);
    this.#locals = namesIn(isOneTuple ? code.localsplusnames : code.varnames);
    this.#cells = isOneTuple ? this.#locals : namesIn([...code.cellvars, ...code.freevars]);
  }

  /** What the argument of an instruction stands for; for one that is a mere number, that number. */
  of(operation: Operation): Argument {
    const { opcode, arg } = operation;
    if (arg === null) return { value: undefined, text: "" };
    switch (opcode.kind) {
      case "constant":
        return this.#constant(opcode.name, arg);
      case "name":
        return this.#name(opcode.name, arg);
      case "absolute":
      case "relative":
        return this.#jump(operation, arg);
      case "local":
        return this.#local(opcode.name, arg);
      case "cell":
        return this.#cells[arg] ?? bad(arg);
      case "comparison":
        return this.#comparison(arg);
      default:
        return { value: arg, text: this.#numberText(opcode.name, arg) };
    }
  }

  #constant(name: string, index: number): Argument {
    if (!(index in this.#consts)) return bad(index);
    const value = this.#consts[index];
    // Python 3.11 knows no other way to a constant than `LOAD_CONST`.
    const isShown = this.#dialect.version !== ONE_TUPLE || name === "LOAD_CONST";
    return { value, text: isShown ? this.#constantText(index, value) : "" };
  }

  #constantText(index: number, value: unknown): string {
    const known = this.#constantTexts.get(index);
    if (known !== undefined) return known;
    const text = constantText(value, this.#dialect.version, this.#left);
    this.#left = Math.max(this.#left - text.length, 0);
    this.#constantTexts.set(index, text);
    return text;
  }

  #name(opcode: string, arg: number): Argument {
    const { version } = this.#dialect;
    const bits = version < ONE_TUPLE ? 0 : bitsBeside(opcode, version);
    const index = arg >> bits;
    const found = this.#names[index] ?? bad(index);
    if (bits === 0 || (arg & 1) === 0 || found.text === "") return found;
    const pushed = opcode === "LOAD_GLOBAL" ? "NULL" : "NULL|self";
    return {
      value: found.value,
      text: version < PAIRS ? `${pushed} + ${found.text}` : `${found.text} + ${pushed}`,
    };
  }

  #jump(operation: Operation, arg: number): Argument {
    const { version } = this.#dialect;
    const target = targetOf(operation, this.#dialect) as number;
    if (version >= LABELLED) {
      const preposition = operation.opcode.name === "END_ASYNC_FOR" ? "from" : "to";
      return { value: target, text: `${preposition} L${this.#labels.get(target)}` };
    }
    const isShown = operation.opcode.kind === "relative" || version >= ABSOLUTE_TARGETS;
    return { value: target, text: isShown ? `to ${target}${suffixOf(arg, version)}` : "" };
  }

  #local(opcode: string, arg: number): Argument {
    const isPair = this.#dialect.version >= PAIRS && PAIR.test(opcode);
    if (!isPair) return this.#locals[arg] ?? bad(arg);
    const pair = [arg >> 4, arg & 15].map((index) => this.#locals[index] ?? bad(index));
    return { value: pair.map(({ value }) => value), text: pair.map(({ text }) => text).join(", ") };
  }

  #comparison(arg: number): Argument {
    const { version } = this.#dialect;
    const shift = version >= PAIRS ? 5 : version >= METHOD_BIT ? 4 : 0;
    const value = this.#meanings("COMPARE_OP")[arg >> shift];
    const text = value ?? badText(arg >> shift);
    return { value, text: version >= PAIRS && (arg & 16) !== 0 ? `bool(${text})` : text };
  }

  /** What is told of arguments that are numbers to other instructions. */
  #numberText(opcode: string, arg: number): string {
    const { version } = this.#dialect;
    switch (opcode) {
      case "BINARY_OP":
      case "CALL_INTRINSIC_1":
      case "CALL_INTRINSIC_2":
      case "LOAD_COMMON_CONSTANT":
      case "LOAD_SPECIAL":
        return this.#meanings(opcode)[arg] ?? badText(arg);
      case "FORMAT_VALUE":
        return [CONVERSIONS[arg & 3], arg & 4 ? "with format" : ""].filter(Boolean).join(", ");
      case "CONVERT_VALUE":
        return CONVERSIONS[arg] ?? badText(arg);
      case "MAKE_FUNCTION":
        return version >= FUNCTION_PARTS && version < PAIRS ? partsText(arg) : "";
      case "SET_FUNCTION_ATTRIBUTE":
        return partsText(arg);
      case "IS_OP":
        return version < NAMED_OPERATORS ? "" : arg ? "is not" : "is";
      case "CONTAINS_OP":
        return version < NAMED_OPERATORS ? "" : arg ? "not in" : "in";
      default:
        return "";
    }
  }

  #meanings(opcode: string): readonly string[] {
    return this.#dialect.meanings.get(opcode) ?? [];
  }
}

/** An argument as the listing shows it as a number: what comes from an `EXTENDED_ARG` is a long in Python 2. */
export function numberText(arg: number, version: number): string {
  return `${arg}${suffixOf(arg, version)}`;
}

function suffixOf(arg: number, version: number): string {
  return version < LONG_INTEGERS && arg > 0xffff ? "L" : "";
}

function partsText(arg: number): string {
  return PARTS_OF_FUNCTION.filter((_, index) => arg & (1 << index)).join(", ");
}

/** How many bits of an argument are beside the index of the name. */
function bitsBeside(opcode: string, version: number): number {
  if (opcode === "LOAD_GLOBAL") return 1;
  if (version < METHOD_BIT) return 0;
  if (opcode === "LOAD_ATTR") return 1;
  return opcode === "LOAD_SUPER_ATTR" ? 2 : 0;
}

function namesIn(names: readonly string[]): Argument[] {
  return Array.from(names, (name) => ({ value: name, text: printable(name) }));
}

function bad(index: number): Argument {
  return { value: undefined, text: badText(index) };
}

function badText(index: number): string {
  return `<bad index ${index}>`;
}
