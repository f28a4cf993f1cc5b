// Pickles that no pickler wrote: changed ones, and opcodes at random. The same seed gives the same bytes.
import { type Argument, type ArgumentDescriptor, opcodes } from "pantry/pickletools";

/** Numbers at random, from 0 up to below `limit` (xorshift32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0 || 1;
  }

  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % limit;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

/** A pickle with a few bytes changed, dropped, doubled or put in. */
export function mutated(pickle: Uint8Array, dice: Dice): Uint8Array {
  let bytes = Buffer.from(pickle);
  for (let turns = 1 + dice.below(3); turns > 0; turns -= 1) {
    const at = dice.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + dice.below(6));
    const put = [
      () => [dice.below(256)],
      () => [code(dice.pick(opcodes).code)],
      () => Array.from(bytes.subarray(at, at + dice.below(12))),
      () => [],
    ];
    bytes = Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(dice.pick(put)()),
      bytes.subarray(dice.pick([at, to])),
    ]);
    if (dice.below(8) === 0) bytes = bytes.subarray(0, dice.below(bytes.length + 1));
  }
  return new Uint8Array(bytes);
}

/** Opcodes at random with arguments that mostly can be, and at the end mostly a STOP. */
export function scrambled(dice: Dice): Uint8Array {
  const parts: Buffer[] = [];
  for (let left = dice.below(30); left > 0; left -= 1) {
    // A stack that holds something gets further.
    const opcode =
      dice.below(3) === 0
        ? dice.pick(opcodes.filter(({ stackAfter }) => stackAfter.length > 0))
        : dice.pick(opcodes);
    if (opcode.name === "STOP") continue;
    parts.push(Buffer.from(opcode.code, "latin1"));
    if (opcode.arg) parts.push(argument(opcode.arg, dice));
  }
  if (dice.below(10) > 0) parts.push(Buffer.from("."));
  return new Uint8Array(Buffer.concat(parts));
}

const NAMES: readonly string[] = ["os", "a b", "", "\\x41", "\\x", "\\", "\xff", "\u00e4", "'q'", "\\xe9"];

const LINES: Readonly<Record<string, readonly string[]>> = {
  decimalnl_short: [
    "0",
    "1",
    "2",
    "00",
    "01",
    "-1",
    " 7 ",
    "1_0",
    "+3",
    "4294967296",
    "99999999999999999999",
    "0x1",
    "1L",
    "",
    "1__0",
    "x",
    "3\0",
    "\xff",
  ],
  decimalnl_long: [
    "0L",
    "5",
    "00",
    "-12345678901234567890L",
    "LL",
    "1_000L",
    "٣",
    "9".repeat(4300),
    "9".repeat(4301),
    "x".repeat(300),
    " 1 L",
  ],
  floatnl: [
    "1.5",
    "-0.0",
    "1e400",
    "nan",
    "-inf",
    " 2 ",
    "1_0.5",
    "1_.5",
    "Infinity",
    ".5",
    "5.",
    ".",
    "1e",
    "0x1p3",
    "",
    "1\0",
    "-NAN",
    "1e-400",
  ],
  stringnl: [
    "'a'",
    '"b"',
    "'it\\'s'",
    "'\\x41\\101\\777'",
    "'\\x4'",
    "'\\'",
    "'a",
    '"',
    "",
    "a",
    "'\xe9'",
    "'\\xe9'",
    "'tab\\t'",
    "'\\q'",
  ],
  stringnl_noescape: NAMES,
  unicodestringnl: [
    "abc",
    "\\u20ac",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\U0001f600",
    "\\U00110000",
    "\\u12",
    "\\\\u12",
    "\xe9",
    "\\u12zz",
    "\\U0001",
    'it\'s "q"',
    "\\",
  ],
};

const TEXTS = [
  "",
  "a",
  "it's",
  '"',
  "'\"",
  "\xe9",
  "\u20ac",
  "\u{1f600}",
  "\0\n\t\r\x7f",
  "\ud800",
  "\udc00x",
  "\u2028\ufeff",
  "\\",
];
const BYTES = [
  "",
  "a",
  "\xff\xfe",
  "\xc3",
  "\xe2\x82",
  "\xe2\x28\xa1",
  "\xed\xa0\x80",
  "\xed\xa0",
  "\xed\xa0\x80\xed\xb0\x80",
  "\xf0\x9f\x98",
  "\xf4\x90\x80\x80",
  "\xc0\x80",
  "\xed\xb0A",
  "it's",
  "'\"\\\0",
];

/** An argument at random, which mostly can be. */
export function argument({ name, n }: ArgumentDescriptor<Argument>, dice: Dice): Buffer {
  const lines = LINES[name];
  if (lines) return line(dice.pick(lines));
  if (name.endsWith("_pair")) return Buffer.concat([line(dice.pick(NAMES)), line(dice.pick(NAMES))]);
  if (n > 0) return number(n, dice);
  const body = dice.below(2) === 0 ? encoded(dice.pick(TEXTS)) : Buffer.from(dice.pick(BYTES), "latin1");
  const size = { uint1: 1, int4: 4, uint4: 4, uint8: 8 }[
    ["uint1", "int4", "uint4", "uint8"][-2 - n] as "uint1"
  ];
  const count = Buffer.alloc(8);
  count.writeBigInt64LE(BigInt(dice.below(12) === 0 ? body.length + 1 + dice.below(300) : body.length));
  if (dice.below(30) === 0) count.fill(0xff);
  return Buffer.concat([count.subarray(0, size), body]);
}

function number(size: number, dice: Dice): Buffer {
  const bytes = Buffer.alloc(size);
  if (dice.below(2) === 0) bytes[dice.pick([0, size - 1])] = dice.below(5);
  else for (let i = 0; i < size; i += 1) bytes[i] = dice.below(256);
  return bytes;
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\n`, "latin1");
}

/** UTF-8, with lone surrogates as three bytes. */
function encoded(text: string): Buffer {
  const parts = Array.from(text, (character) => {
    const at = character.codePointAt(0) as number;
    const isLone = at >= 0xd800 && at < 0xe000;
    return isLone
      ? Buffer.from([0xe0 | (at >> 12), 0x80 | ((at >> 6) & 63), 0x80 | (at & 63)])
      : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

function code(character: string): number {
  return character.charCodeAt(0);
}
