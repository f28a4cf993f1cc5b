// Programs of opcodes that are mostly valid, with what readers disagree about strewn in. The same seed gives the same bytes.
import type { Dice } from "../../mutants.ts";
import * as words from "./vocabulary.ts";
import { counted, field } from "./vocabulary.ts";

const ANY_OPCODE: readonly string[] = [..."0121tlduaseobRQ(.\x81\x85\x86\x87"];
const CLOSING: readonly string[] = [..."ttlde1uo"];

/** Writes one program: knows about how much there is on the stack. */
class Author {
  readonly pieces: Buffer[] = [];
  readonly #dice: Dice;
  /** Whether Python 2 is to read it. */
  readonly #isFormer: boolean;
  /** Values above each MARK, the last one for the top. */
  readonly #depths: number[] = [0];
  #stored = 0;

  constructor(dice: Dice, isFormer: boolean) {
    this.#dice = dice;
    this.#isFormer = isFormer;
  }

  write(opcodes: number): void {
    const protocol = this.#isFormer ? this.#odd(2, [1, 3]) : this.#odd(4, [2, 3, 5, 6]);
    if (!this.#isRare(3)) this.#put(`\x80${String.fromCharCode(protocol)}`);
    for (let left = opcodes; left > 0; left -= 1) this.#next();
    if (this.#isRare(12)) return;
    while (this.#depths.length > 1 && !this.#isRare(4)) this.#close("t");
    if (this.#depth === 0) this.#constant();
    this.#put(".");
  }

  #next(): void {
    const action = this.#dice.below(100);
    // Now and then with no regard to the stack.
    if (this.#isRare(40)) this.#put(this.#dice.pick(ANY_OPCODE));
    else if (action < 22) this.#constant();
    else if (action < 40) this.#import();
    else if (action < 48) this.#mark();
    else if (action < 58)
      this.#close(this.#dice.pick(this.#isFormer ? CLOSING : [...CLOSING, "\x90", "\x91"]));
    else if (action < 70) this.#call();
    else if (action < 75) this.#store();
    else if (action < 80) this.#recall();
    else if (action < 85) this.#tuple();
    else if (action < 90) this.#fill();
    else if (action < 93) this.#take("0", 1, 0);
    else if (action < 95) this.#take("2", 1, 2);
    else if (action < 97) this.#put(this.#dice.pick(["P7\n", "Pab\xff\n"]), 1);
    else if (action < 98) this.#take("Q", 1, 1);
    else this.#put(this.#isFormer ? "N" : "\x97", 1);
  }

  get #depth(): number {
    return this.#depths[this.#depths.length - 1] as number;
  }

  #isRare(times: number): boolean {
    return this.#dice.below(times) === 0;
  }

  /** Mostly what all readers take. */
  #odd<T>(plain: T, odd: readonly T[]): T {
    return this.#isRare(12) ? this.#dice.pick(odd) : plain;
  }

  #put(text: string, pushed: number = 0): void {
    this.pieces.push(Buffer.from(text, "latin1"));
    this.#depths[this.#depths.length - 1] = Math.max(0, this.#depth + pushed);
  }

  /** An opcode that takes some values and leaves others: with enough of them below it. */
  #take(text: string, taken: number, left: number): void {
    while (this.#depth < taken) this.#constant();
    this.#put(text, left - taken);
  }

  #mark(): void {
    this.#put("(");
    this.#depths.push(0);
  }

  #close(opcode: string): void {
    if (this.#depths.length < 2) this.#mark();
    if (opcode === "o" && this.#depth === 0) this.#global();
    if ((opcode === "u" || opcode === "d") && this.#depth % 2 === 1 && !this.#isRare(8)) this.#constant();
    this.#depths.pop();
    this.#put(opcode, ["e", "u", "\x90", "1"].includes(opcode) ? 0 : 1);
  }

  #constant(): void {
    const text = this.#odd("a", words.TEXTS);
    const former: readonly (() => string)[] = [
      () => "N",
      () => `K${String.fromCharCode(this.#dice.below(5))}`,
      () => `M${field(this.#dice.below(5), 2)}`,
      () => `J${field(this.#dice.below(1000) - 10, 4)}`,
      () => `I${this.#odd("7", words.INTEGERS)}\n`,
      () => `L${this.#odd("7", words.INTEGERS)}${this.#odd("L", ["", "LL"])}\n`,
      () => `F${this.#odd("1.5", words.FLOATS)}\n`,
      () => "G\x3f\xf0\0\0\0\0\0\0",
      () => `S${this.#odd("'a'", words.QUOTED)}\n`,
      () => `V${this.#odd("a", words.UNQUOTED)}\n`,
      () => counted("T", 4, text),
      () => counted("U", 1, text),
      () => counted("X", 4, text),
      () => "]",
      () => "}",
      () => ")",
      () => "\x88",
      () => counted("\x8a", 1, this.#dice.pick(["", "\x01", "\xff\x80"])),
      () => counted("\x8b", 4, this.#dice.pick(["", "\x01"])),
    ];
    const present: readonly (() => string)[] = [
      () => "\x8f",
      () => counted("\x8c", 1, text),
      () => counted("\x8d", 8, text),
      () => counted("C", 1, text),
      () => counted("B", 4, text),
      () => counted("\x8e", 8, text),
      () => counted("\x96", 8, text),
    ];
    this.#put(this.#dice.pick(this.#isFormer ? former : [...former, ...present])(), 1);
  }

  #import(): void {
    const way = this.#dice.below(10);
    if (way < 6) this.#global();
    else if (way < 7) this.#extension();
    else if (way < 9 && !this.#isFormer) {
      this.#text(this.#module());
      if (this.#isRare(4)) this.#store();
      this.#text(this.#name());
      this.#take("\x93", 2, 1);
    } else {
      if (this.#depths.length < 2) this.#mark();
      this.#depths.pop();
      this.#put(`i${this.#module()}\n${this.#name()}\n`, 1);
    }
  }

  #global(): void {
    this.#put(`c${this.#module()}\n${this.#name()}\n`, 1);
  }

  /** Few names are met twice, so that one that is missed is missed for good. */
  #module(): string {
    return this.#odd(`m${this.#dice.below(50)}`, words.MODULES);
  }

  #name(): string {
    return this.#odd(`f${this.#dice.below(50)}`, words.NAMES);
  }

  #extension(): void {
    const size = this.#dice.pick([1, 2, 4]);
    const code = this.#dice.pick(this.#isRare(6) ? words.CODES : (words.KNOWN_CODES[size] ?? []));
    this.#put(`${["", "\x82", "\x83", "", "\x84"][size]}${field(code, size)}`, 1);
  }

  #text(text: string): void {
    const forms = [
      () => counted("\x8c", 1, text),
      () => counted("X", 4, text),
      () => counted("U", 1, text),
      () => `V${text}\n`,
      () => `S'${text}'\n`,
    ];
    this.#put(this.#dice.pick(forms)(), 1);
  }

  #call(): void {
    if (this.#depth === 0 || !this.#isRare(4)) this.#global();
    if (this.#isRare(5)) this.#constant();
    else if (this.#isRare(3)) {
      this.#mark();
      this.#constant();
      this.#close("t");
    } else this.#put(")", 1);
    if (this.#isRare(6) && !this.#isFormer) {
      this.#put("}", 1);
      this.#take("\x92", 3, 1);
    } else this.#take(this.#dice.pick(["R", "R", "\x81", "b"]), 2, 1);
  }

  #store(): void {
    if (this.#depth === 0) this.#constant();
    const index = this.#isRare(6) ? this.#dice.pick([0, 1, 5, 40, 255]) : this.#stored;
    const forms = [
      `p${this.#odd(String(index), words.INDICES)}\n`,
      `q${field(index, 1)}`,
      `r${field(index, 4)}`,
      this.#isFormer ? `p${index}\n` : "\x94",
    ];
    this.#stored += 1;
    this.#put(this.#dice.pick(forms));
  }

  #recall(): void {
    if (this.#stored === 0) this.#store();
    const index = this.#isRare(8) ? this.#dice.pick([0, 1, 5, 40, 255]) : this.#dice.below(this.#stored);
    const text = `g${this.#odd(String(index), words.INDICES)}\n`;
    this.#put(this.#dice.pick([text, `h${field(index, 1)}`, `j${field(index, 4)}`]), 1);
  }

  #tuple(): void {
    const size = 1 + this.#dice.below(3);
    this.#take(["", "\x85", "\x86", "\x87"][size] as string, size, 1);
  }

  #fill(): void {
    if (this.#depth === 0 || this.#isRare(2)) {
      if (this.#isRare(2)) this.#global();
      else this.#put(this.#dice.pick(["]", "}"]), 1);
    }
    const opcode = this.#dice.pick(["a", "s", "b"]);
    const count = opcode === "s" ? 2 : 1;
    for (let left = count; left > 0; left -= 1) this.#constant();
    this.#put(opcode, -count);
  }
}

/** One or a few pickles in a row. */
export function program(dice: Dice): Uint8Array {
  const isFormer = dice.below(5) < 2;
  const parts: Buffer[] = dice.below(16) === 0 ? [filler(dice)] : [];
  do {
    const author = new Author(dice, isFormer);
    author.write(2 + dice.below(dice.pick([6, 20, 60])));
    if (!isFormer && dice.below(3) === 0) frame(author.pieces, dice);
    parts.push(...author.pieces);
  } while (dice.below(6) === 0);
  return new Uint8Array(Buffer.concat(parts));
}

/** A text that is thrown away, and leaves what follows near the end of a block of 4,096 bytes. */
function filler(dice: Dice): Buffer {
  const length = 4096 * (1 + dice.below(2)) - 6 - dice.below(100);
  return Buffer.from(`${counted("X", 4, "x".repeat(length))}0`, "latin1");
}

/** Puts frames around runs of opcodes: some of the right length, some not. */
function frame(pieces: Buffer[], dice: Dice): void {
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const from = dice.below(pieces.length + 1);
    const to = from + dice.below(pieces.length - from + 1);
    const exact = pieces.slice(from, to).reduce((sum, piece) => sum + piece.length, 0);
    const length = dice.below(2) === 0 ? exact : Math.max(0, exact + dice.below(9) - 4);
    pieces.splice(from, 0, Buffer.from(`\x95${field(length, 8)}`, "latin1"));
  }
}
