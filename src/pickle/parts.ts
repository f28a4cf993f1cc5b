// What a machine is made of. Loading gives it parts that make values, auditing parts that only take note.

import type { ByteReader } from "../bytes/index.ts";
import type { Replacements } from "../python/moves.ts";
import type { PickleErrorCode } from "./errors.ts";
import type { ReadMemo } from "./memo.ts";

/** Makes an error about the opcode at hand. */
export type Fail = (reason: string, code: PickleErrorCode, options?: ErrorOptions) => Error;

/** Decodes the arguments of opcodes to values. */
export interface ArgumentDecoder {
  /** An integer that is a line may not have more digits. */
  readonly maxDigits: number;
  /** A length that a signed field gives. */
  length(length: number): number;
  index(line: Uint8Array): number;
  /** A module or a name: a line of UTF-8. */
  name(line: Uint8Array): string;
  /** A persistent id: a line of UTF-8. */
  id(line: Uint8Array): string;
  small(value: number): unknown;
  /** `INT`: a decimal integer, or a boolean of exactly two digits. */
  int(line: Uint8Array): unknown;
  /** `LONG`: a decimal integer and, nearly always, an `L`. */
  longText(line: Uint8Array): unknown;
  /** `LONG1` and `LONG4`. */
  long(reader: ByteReader, length: number): unknown;
  float(line: Uint8Array): unknown;
  /** A `str` of so many bytes of UTF-8, surrogates allowed. */
  text(reader: ByteReader, length: number): unknown;
  /** As `text`, for one that is probably the key of a dict. */
  key(reader: ByteReader, length: number): unknown;
  /** A `str` of raw-unicode-escape. */
  unicode(line: Uint8Array): unknown;
  /** `STRING`: the bytes of a quoted literal. */
  quoted(line: Uint8Array): Uint8Array;
  /** A `str` of Python 2. */
  string(bytes: Uint8Array): unknown;
  bytes(reader: ByteReader, length: number): unknown;
  bytearray(reader: ByteReader, length: number): unknown;
}

/** Makes lists, tuples, dicts and sets, and fills whatever can be filled. Values come as a range of the machine's stack. */
export interface ContainerMaker {
  readonly moves: Replacements;
  /** Counts memory about to be taken. */
  spend(bytes: number): void;
  list(): unknown;
  dict(): unknown;
  set(): unknown;
  tuple(stack: readonly unknown[], from: number, to: number): unknown;
  frozenSet(stack: readonly unknown[], from: number, to: number): unknown;
  /** APPEND and APPENDS. */
  append(target: unknown, stack: readonly unknown[], from: number, to: number): unknown;
  /** SETITEM and SETITEMS. */
  setItems(target: unknown, stack: readonly unknown[], from: number, to: number): unknown;
  /** ADDITEMS. */
  add(target: unknown, stack: readonly unknown[], from: number, to: number): unknown;
}

/** Makes what a pickle says to make of a name. */
export interface ObjectMaker {
  /** REDUCE. */
  call(callable: unknown, list: unknown): unknown;
  /** NEWOBJ and NEWOBJ_EX. */
  newObject(class_: unknown, list: unknown, keywords?: unknown): unknown;
  /** OBJ and INST: Python 2's old classes. */
  object(class_: unknown, stack: readonly unknown[], from: number, to: number): unknown;
  /** BUILD: gives the target its state, and returns the target or what must stand for it. */
  build(target: unknown, state: unknown): unknown;
  /** POP. `below` is what lies under it, `undefined` for nothing. */
  discard(popped: unknown, below: unknown): void;
}

/** What names and persistent ids in the data stand for: asked, never called by the data itself. */
export interface Resolver {
  /** Says which protocol a `PROTO` declares. */
  setProtocol(protocol: number): void;
  findClass(module: string, name: string): unknown;
  /** STACK_GLOBAL of values that are not both strings. */
  findComputed(module: unknown, name: unknown): unknown;
  persistentLoad(id: unknown): unknown;
  extension(code: number): unknown;
  nextBuffer(): unknown;
  readonlyBuffer(buffer: unknown): unknown;
}

/** The stack, and the MARKs on it. */
export interface ValueStack {
  /** The values, with some that were taken off above the top. */
  readonly values: unknown[];
  /** Where the values end that were taken off last. */
  readonly end: number;
  /** Whether there is nothing above the last MARK. */
  readonly isEmpty: boolean;
  push(value: unknown): void;
  pop(): unknown;
  peek(): unknown;
  /** Puts another value in the place of the topmost one. */
  replace(value: unknown): void;
  /** Takes `count` values off, which stand on `below` more; returns where they begin. */
  take(count: number, below?: number): number;
  mark(): void;
  /** Takes everything above the last MARK off, and the MARK; returns where it began. */
  unmark(): number;
}

/** The frames of a stream. */
export interface FrameKeeper {
  /** The machine calls `leave` for each opcode that begins there or behind. */
  readonly end: number;
  begin(length: number, reader: ByteReader): void;
  leave(offset: number): void;
  /** The bytes begin so much later than they did. */
  shift(bytes: number): void;
}

/** What a machine works with. Its own stack and frames are strict. */
export interface MachineParts {
  readonly args: ArgumentDecoder;
  readonly containers: ContainerMaker;
  readonly objects: ObjectMaker;
  readonly resolver: Resolver;
  readonly memo: ReadMemo;
  readonly stack?: ValueStack;
  readonly frames?: FrameKeeper;
}
