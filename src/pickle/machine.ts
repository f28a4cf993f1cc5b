import { ByteReader, EndOfBytes } from "../bytes/index.ts";
import type { Replacements } from "../python/moves.ts";
import { cut } from "../python/printable.ts";
import { MARK_COST, NAME_COST, REFERENCE_COST } from "./costs.ts";
import { PickleError, type PickleErrorCode, UnpicklingError } from "./errors.ts";
import { HIGHEST_PROTOCOL } from "./format.ts";
import { Frames } from "./frames.ts";
import type { ReadMemo } from "./memo.ts";
import { opcodeLabel } from "./opcode-names.ts";
import * as op from "./opcodes.ts";
import type {
  ArgumentDecoder,
  ContainerMaker,
  Fail,
  FrameKeeper,
  MachineParts,
  ObjectMaker,
  Resolver,
  ValueStack,
} from "./parts.ts";
import { isSprinted, Sprint } from "./sprint.ts";
import { Stack } from "./stack.ts";

/** Thrown by a part to stop between two opcodes. The machine can be run again from there. */
export class Pause extends Error {}

/** Longer reasons are cut: they can quote what the data says. */
const LONGEST_REASON = 300;

/**
 * The stack machine that a pickle is a program for. Each opcode reads all of its argument before it changes
 * anything, so that a reader which runs out of bytes can go on at the same opcode once there are more.
 */
export class Machine {
  reader: ByteReader;
  /** Where the opcode at hand begins, in the reader. */
  start = 0;
  /** Bytes of the stream that came before the reader's first. */
  base = 0;
  readonly #arguments: ArgumentDecoder;
  readonly #containers: ContainerMaker;
  readonly #objects: ObjectMaker;
  readonly #moves: Replacements;
  readonly #resolver: Resolver;
  readonly #memo: ReadMemo;
  readonly #stack: ValueStack;
  readonly #frames: FrameKeeper;
  readonly #sprint: Sprint | undefined;
  /** Whether the program is being asked, whose own errors are not about the data. */
  #asking = false;

  constructor(bytes: Uint8Array, parts: MachineParts) {
    this.reader = new ByteReader(bytes);
    this.#arguments = parts.args;
    this.#containers = parts.containers;
    this.#objects = parts.objects;
    this.#moves = parts.containers.moves;
    this.#resolver = parts.resolver;
    this.#memo = parts.memo;
    const fail: Fail = (reason, code) => this.bad(reason, code);
    this.#frames = parts.frames ?? new Frames(fail);
    if (parts.stack) {
      this.#stack = parts.stack;
    } else {
      const stack = new Stack(fail);
      this.#stack = stack;
      this.#sprint = new Sprint(this, parts.args, parts.containers, parts.objects, parts.memo, stack);
    }
  }

  /** The offset of the opcode at hand. */
  get offset(): number {
    return this.base + this.start;
  }

  /** Goes on with more bytes: `bytes` begins with the opcode that could not be read. */
  resume(bytes: Uint8Array): void {
    this.base += this.start;
    this.#frames.shift(this.start);
    this.start = 0;
    const before = this.reader;
    this.reader = new ByteReader(bytes);
    this.reader.resumeSearch(before, -before.offset);
  }

  /** Runs to STOP and returns the value. Throws `EndOfBytes` if the bytes end before. */
  run(): unknown {
    try {
      return this.#run();
    } catch (error) {
      if (!(error instanceof EndOfBytes || error instanceof Pause)) throw this.#explain(error);
      this.reader.offset = this.start;
      throw error;
    }
  }

  #run(): unknown {
    const { reader } = this;
    const stack = this.#stack;
    const { values } = stack;
    const frames = this.#frames;
    const args = this.#arguments;
    const containers = this.#containers;
    const objects = this.#objects;
    const memo = this.#memo;
    const moves = this.#moves;
    const sprint = this.#sprint;
    for (;;) {
      if (sprint !== undefined && isSprinted(reader.bytes[reader.offset])) sprint.run(frames.end);
      const start = reader.offset;
      this.start = start;
      if (start >= frames.end) frames.leave(start);
      switch (reader.u8()) {
        case op.SHORT_BINUNICODE:
          stack.push(args.text(reader, reader.u8()));
          break;
        case op.BINUNICODE:
          stack.push(args.text(reader, reader.u32()));
          break;
        case op.BINUNICODE8:
          stack.push(args.text(reader, reader.u64()));
          break;
        case op.UNICODE:
          stack.push(args.unicode(reader.line()));
          break;
        case op.MEMOIZE:
          this.#put(memo.size);
          break;
        case op.BINPUT:
          this.#put(reader.u8());
          break;
        case op.LONG_BINPUT:
          this.#put(reader.u32());
          break;
        case op.PUT:
          this.#put(args.index(reader.line()));
          break;
        case op.BINGET:
          this.#get(reader.u8());
          break;
        case op.LONG_BINGET:
          this.#get(reader.u32());
          break;
        case op.GET:
          this.#get(args.index(reader.line()));
          break;
        case op.BININT1:
          stack.push(args.small(reader.u8()));
          break;
        case op.BININT2:
          stack.push(args.small(reader.u16()));
          break;
        case op.BININT:
          stack.push(args.small(reader.i32()));
          break;
        case op.LONG1:
          stack.push(args.long(reader, reader.u8()));
          break;
        case op.LONG4:
          stack.push(args.long(reader, args.length(reader.i32())));
          break;
        case op.INT:
          stack.push(args.int(reader.line()));
          break;
        case op.LONG:
          stack.push(args.longText(reader.line()));
          break;
        case op.BINFLOAT:
          stack.push(reader.f64());
          break;
        case op.FLOAT:
          stack.push(args.float(reader.line()));
          break;
        case op.NONE:
          stack.push(null);
          break;
        case op.NEWTRUE:
          stack.push(true);
          break;
        case op.NEWFALSE:
          stack.push(false);
          break;
        case op.SHORT_BINBYTES:
          stack.push(args.bytes(reader, reader.u8()));
          break;
        case op.BINBYTES:
          stack.push(args.bytes(reader, reader.u32()));
          break;
        case op.BINBYTES8:
          stack.push(args.bytes(reader, reader.u64()));
          break;
        case op.BYTEARRAY8:
          stack.push(args.bytearray(reader, reader.u64()));
          break;
        case op.STRING:
          stack.push(args.string(args.quoted(reader.line())));
          break;
        case op.BINSTRING:
          stack.push(args.string(reader.take(args.length(reader.i32()))));
          break;
        case op.SHORT_BINSTRING:
          stack.push(args.string(reader.take(reader.u8())));
          break;
        case op.MARK:
          this.#mark();
          break;
        case op.EMPTY_LIST:
          stack.push(containers.list());
          break;
        case op.EMPTY_DICT:
          stack.push(containers.dict());
          break;
        case op.EMPTY_SET:
          stack.push(containers.set());
          break;
        case op.EMPTY_TUPLE:
          stack.push(containers.tuple(values, 0, 0));
          break;
        case op.TUPLE1:
          this.#tuple(1);
          break;
        case op.TUPLE2:
          this.#tuple(2);
          break;
        case op.TUPLE3:
          this.#tuple(3);
          break;
        case op.TUPLE:
          stack.push(containers.tuple(values, stack.unmark(), stack.end));
          break;
        case op.LIST:
          stack.push(containers.append(containers.list(), values, stack.unmark(), stack.end));
          break;
        case op.DICT:
          stack.push(containers.setItems(containers.dict(), values, stack.unmark(), stack.end));
          break;
        case op.FROZENSET:
          stack.push(containers.frozenSet(values, stack.unmark(), stack.end));
          break;
        case op.APPEND: {
          const from = stack.take(1, 1);
          stack.replace(containers.append(this.#target(), values, from, stack.end));
          break;
        }
        case op.APPENDS: {
          const from = stack.unmark();
          stack.replace(containers.append(this.#target(), values, from, stack.end));
          break;
        }
        case op.SETITEM: {
          const from = stack.take(2, 1);
          stack.replace(containers.setItems(this.#target(), values, from, stack.end));
          break;
        }
        case op.SETITEMS: {
          const from = stack.unmark();
          stack.replace(containers.setItems(this.#target(), values, from, stack.end));
          break;
        }
        case op.ADDITEMS: {
          const from = stack.unmark();
          stack.replace(containers.add(this.#target(), values, from, stack.end));
          break;
        }
        case op.POP:
          // CPython's POP takes a MARK off when there is nothing above it.
          if (stack.isEmpty) stack.unmark();
          else objects.discard(stack.pop(), stack.isEmpty ? undefined : stack.peek());
          break;
        case op.POP_MARK:
          stack.unmark();
          break;
        case op.DUP:
          this.#pushShared(stack.peek());
          break;
        case op.GLOBAL:
          this.#pushNamed(reader.line(), reader.line());
          break;
        case op.STACK_GLOBAL: {
          const name = stack.pop();
          this.#pushGlobal(stack.pop(), name);
          break;
        }
        case op.EXT1:
          this.#pushExtension(reader.u8());
          break;
        case op.EXT2:
          this.#pushExtension(reader.u16());
          break;
        case op.EXT4:
          this.#pushExtension(reader.i32());
          break;
        case op.REDUCE: {
          const list = stack.pop();
          stack.push(objects.call(stack.pop(), list));
          break;
        }
        case op.NEWOBJ: {
          const list = stack.pop();
          stack.push(objects.newObject(stack.pop(), list));
          break;
        }
        case op.NEWOBJ_EX: {
          const kwargs = stack.pop();
          const list = stack.pop();
          stack.push(objects.newObject(stack.pop(), list, kwargs));
          break;
        }
        case op.OBJ: {
          const from = stack.unmark();
          if (from === stack.end) throw this.bad("a class expected above the MARK", "bad-stack");
          stack.push(objects.object(values[from], values, from + 1, stack.end));
          break;
        }
        case op.INST: {
          this.#pushNamed(reader.line(), reader.line());
          const class_ = stack.pop();
          stack.push(objects.object(class_, values, stack.unmark(), stack.end));
          break;
        }
        case op.BUILD: {
          const state = stack.pop();
          stack.replace(objects.build(this.#target(), state));
          break;
        }
        case op.PERSID:
          this.#pushPersistent(args.id(reader.line()));
          break;
        case op.BINPERSID:
          this.#pushPersistent(stack.pop());
          break;
        case op.NEXT_BUFFER:
          this.#ask(() => this.#resolver.nextBuffer());
          break;
        case op.READONLY_BUFFER:
          stack.push(this.#resolver.readonlyBuffer(stack.pop()));
          break;
        case op.FRAME:
          frames.begin(reader.u64(), reader);
          break;
        case op.PROTO:
          this.#proto(reader.u8());
          break;
        case op.STOP:
          return moves.finish(stack.pop());
        default:
          throw this.bad("no such opcode", "bad-opcode");
      }
    }
  }

  /** The error for something wrong with the opcode at hand. */
  bad(reason: string, code: PickleErrorCode, options?: ErrorOptions): UnpicklingError {
    return new UnpicklingError(
      `Cannot read ${opcodeLabel(this.reader.bytes[this.start])} at byte ${this.offset}: ${cut(reason, LONGEST_REASON)}`,
      this.offset,
      code,
      options,
    );
  }

  /** Pushes what the program says. */
  #ask(question: () => unknown): void {
    this.#asking = true;
    this.#stack.push(question());
    this.#asking = false;
  }

  /** Decodes both lines once both are there: a stream that brings the second in pieces asks again each time. */
  #pushNamed(module: Uint8Array, name: Uint8Array): void {
    this.#pushGlobal(this.#arguments.name(module), this.#arguments.name(name));
  }

  #pushGlobal(module: unknown, name: unknown): void {
    this.#containers.spend(NAME_COST);
    this.#ask(() =>
      typeof module === "string" && typeof name === "string"
        ? this.#resolver.findClass(module, name)
        : this.#resolver.findComputed(module, name),
    );
  }

  #pushExtension(code: number): void {
    this.#containers.spend(REFERENCE_COST);
    this.#ask(() => this.#resolver.extension(code));
  }

  #pushPersistent(id: unknown): void {
    this.#containers.spend(REFERENCE_COST);
    this.#ask(() => this.#resolver.persistentLoad(id));
  }

  /** The object that an opcode fills: the topmost one, or what replaced it. */
  #target(): unknown {
    return this.#moves.current(this.#stack.peek());
  }

  #mark(): void {
    this.#containers.spend(MARK_COST);
    this.#stack.mark();
  }

  #tuple(length: number): void {
    const stack = this.#stack;
    const from = stack.take(length);
    stack.push(this.#containers.tuple(stack.values, from, stack.end));
  }

  #put(index: number): void {
    this.#memo.set(index, this.#stack.peek());
    this.#sprint?.forget(index);
  }

  #get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined && !this.#memo.has(index))
      throw this.bad(`nothing was stored in the memo at ${index}`, "bad-memo");
    this.#pushShared(value);
  }

  /** Pushes a value that is somewhere else as well. */
  #pushShared(value: unknown): void {
    this.#stack.push(typeof value === "object" ? this.#moves.lend(value) : value);
  }

  #proto(protocol: number): void {
    if (protocol > HIGHEST_PROTOCOL)
      throw this.bad(`protocol ${protocol} is unknown, ${HIGHEST_PROTOCOL} is the highest`, "bad-argument");
    this.#resolver.setProtocol(protocol);
  }

  /** Turns what the runtime throws for sizes beyond its own, and for objects that take nothing, into errors about the data. */
  #explain(error: unknown): unknown {
    if (this.#asking || error instanceof PickleError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return error instanceof RangeError
      ? this.bad(`more than this runtime can hold (${reason})`, "limit", { cause: error })
      : this.bad(`an object refused it (${reason})`, "bad-target", { cause: error });
  }
}
