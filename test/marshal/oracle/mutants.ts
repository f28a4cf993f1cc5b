// Marshalled bytes that nobody wrote: changed ones, and objects at random. The same dice give the same bytes.
import type { Dice } from "../../pickletools/mutants.ts";

const FLAG_REF = 0x80;

/** Type codes that begin an object, the likelier ones more than once. */
const SCALARS = "NNFT.SiiIfgxylssttRuuaAzZr";
const CONTAINERS = "(([[{{<>>)";
const ALL = `${SCALARS}${CONTAINERS}0`;

/** Bytes with a few changed, dropped, doubled or put in, and sometimes the end cut off. */
export function mutated(bytes: Uint8Array, dice: Dice): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let turns = 1 + dice.below(3); turns > 0; turns -= 1) {
    const at = dice.below(changed.length + 1);
    const to = Math.min(changed.length, at + dice.below(6));
    const put = [
      () => [dice.below(256)],
      () => [type(dice, ALL)],
      () => [(changed[at] ?? 0) ^ FLAG_REF],
      () => int32(size(dice)),
      () => ["r".charCodeAt(0), ...int32(dice.below(4))],
      () => Array.from(changed.subarray(at, at + dice.below(16))),
      () => object(dice, 2),
      () => [],
    ];
    changed = Buffer.concat([
      changed.subarray(0, at),
      Buffer.from(dice.pick(put)()),
      changed.subarray(dice.pick([at, Math.min(changed.length, at + 1), to])),
    ]);
    if (dice.below(8) === 0) changed = changed.subarray(0, dice.below(changed.length + 1));
  }
  return new Uint8Array(changed);
}

/** An object at random, with parts that mostly can be. */
export function scrambled(dice: Dice): Uint8Array {
  return Uint8Array.from(object(dice, 2 + dice.below(4)));
}

/** The bytes of an object that is nested so deep at most. */
function object(dice: Dice, depth: number): number[] {
  const flagged = type(dice, depth > 0 ? ALL : SCALARS);
  return [flagged, ...parts(String.fromCharCode(flagged & ~FLAG_REF), dice, depth)];
}

function parts(code: string, dice: Dice, depth: number): number[] {
  switch (code) {
    case "i":
      return int32(dice.pick([0, 1, -1, 2 ** 31 - 1, dice.below(2 ** 31)]));
    case "I":
      return [...int32(dice.below(2 ** 31)), ...int32(dice.pick([0, -1, dice.below(2 ** 31)]))];
    case "f":
      return counted(dice.pick(FLOATS));
    case "x":
      return [...counted(dice.pick(FLOATS)), ...counted(dice.pick(FLOATS))];
    case "g":
      return double(dice);
    case "y":
      return [...double(dice), ...double(dice)];
    case "l":
      return digits(dice);
    case "s":
    case "t":
    case "u":
    case "a":
    case "A": {
      const text = dice.pick(TEXTS);
      return [...int32(dice.below(12) === 0 ? size(dice) : text.length), ...latin1(text)];
    }
    case "z":
    case "Z":
      return counted(dice.pick(TEXTS));
    case "R":
    case "r":
      return int32(dice.below(6) === 0 ? size(dice) : dice.below(5));
    case "{":
      return [...members(2 * dice.below(4) + (dice.below(8) === 0 ? 1 : 0), dice, depth), 0x30];
    case ")":
    case "(":
    case "[":
    case "<":
    case ">": {
      const count = dice.below(4);
      const said = dice.below(12) === 0 ? size(dice) : count;
      return [...(code === ")" ? [said & 0xff] : int32(said)), ...members(count, dice, depth)];
    }
    default:
      return [];
  }
}

function members(count: number, dice: Dice, depth: number): number[] {
  return Array.from({ length: count }, () => object(dice, depth - 1)).flat();
}

const FLOATS: readonly string[] = [
  ..."1.5| 2|-inf|nan|1e400|1_0|1__0|0x1p3|infinity|Infinity |+.5|5.|.|1e|-0|1e-400|1.5\0|1.5x|\xe9|1,5|- 1|1e5 ".split(
    "|",
  ),
  "",
  "1\n",
  "\t7\v",
  "9".repeat(255),
];

const TEXTS: readonly string[] = [
  ..."a|ab|shop|\xe9|\xc3\xa9|\xe2\x82\xac|\xf0\x9f\x98\x80|\xed\xa0\x80|\xed\xa0|\xed\xa0\x80\xed\xb0\x80".split(
    "|",
  ),
  ..."\xf4\x90\x80\x80|\xc0\x80|\xc3|\xff\xfe|\xe2\x28\xa1|\xf8\x88\x80\x80\x80|\0|x\0y|\xed\xb0\x80a|\xef\xbb\xbf".split(
    "|",
  ),
  "",
];

/** A size or index that mostly cannot be. */
function size(dice: Dice): number {
  return dice.pick([0, 1, 2, 5, 255, 256, 65_536, 2 ** 31 - 1, -1, -(2 ** 31), dice.below(2 ** 31)]);
}

/** What follows `l`: how many digits of 15 bits, with the sign of the number, and the digits. */
function digits(dice: Dice): number[] {
  const count = dice.below(5);
  const sign = dice.pick([1, -1]);
  const all = Array.from({ length: count }, () => dice.pick([0, 1, 0x7fff, 0x8000, dice.below(0x10000)]));
  if (count > 0 && dice.below(3) > 0) all[count - 1] = 1 + dice.below(0x7fff);
  const said = dice.below(12) === 0 ? size(dice) : sign * count;
  return [...int32(said), ...all.flatMap((digit) => [digit & 0xff, digit >> 8])];
}

function double(dice: Dice): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(
    dice.pick([0, -0, 1, 1.5, 1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 53]),
  );
  return Array.from(bytes);
}

function type(dice: Dice, codes: string): number {
  const code = codes.charCodeAt(dice.below(codes.length));
  return dice.below(3) === 0 ? code | FLAG_REF : code;
}

/** A text with its length in one byte before it. */
function counted(text: string): number[] {
  return [text.length, ...latin1(text)];
}

function latin1(text: string): number[] {
  return Array.from(Buffer.from(text, "latin1"));
}

function int32(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return Array.from(bytes);
}
