// Changes that know no format.
import type { Dice } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";

/** Numbers at the edge of something. */
const EDGES: readonly number[] = [
  0,
  1,
  2,
  3,
  4,
  7,
  8,
  15,
  16,
  31,
  32,
  63,
  64,
  100,
  127,
  128,
  254,
  255,
  256,
  257,
  511,
  512,
  1000,
  1023,
  1024,
  4095,
  4096,
  32_767,
  32_768,
  65_534,
  65_535,
  65_536,
  2 ** 24,
  2 ** 30,
  2 ** 31 - 2,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 2,
  2 ** 32 - 1,
];
const SIZES = [1, 2, 4, 8] as const;

/** The bytes with `put` in place of those from `from` up to `to`. */
export function replaced(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  const changed = new Uint8Array(from + put.length + bytes.length - to);
  changed.set(bytes.subarray(0, from));
  changed.set(put, from);
  changed.set(bytes.subarray(to), from + put.length);
  return changed;
}

/** A place in the bytes, or behind them. */
function placeIn(bytes: Uint8Array, dice: Dice): number {
  return dice.below(bytes.length + 1);
}

/** A stretch of the bytes, mostly a short one. */
function stretchOf(bytes: Uint8Array, dice: Dice): [from: number, to: number] {
  const from = dice.below(bytes.length + 1);
  const longest = dice.below(4) > 0 ? 16 : bytes.length;
  return [from, Math.min(bytes.length, from + dice.below(longest + 1))];
}

function flip(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = bytes.slice();
  const at = dice.below(bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
  return changed;
}

function anotherByte(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = bytes.slice();
  changed[dice.below(bytes.length)] = dice.below(256);
  return changed;
}

function insert(bytes: Uint8Array, dice: Dice): Uint8Array {
  const put = Uint8Array.from({ length: 1 + dice.below(4) }, () => dice.below(256));
  const at = placeIn(bytes, dice);
  return replaced(bytes, at, at, put);
}

function remove(bytes: Uint8Array, dice: Dice): Uint8Array {
  const [from, to] = stretchOf(bytes, dice);
  return replaced(bytes, from, Math.max(to, Math.min(from + 1, bytes.length)), new Uint8Array());
}

function cut(bytes: Uint8Array, dice: Dice): Uint8Array {
  return bytes.slice(0, dice.below(bytes.length));
}

/** A stretch once more, here or elsewhere, or in place of another. */
function repeat(bytes: Uint8Array, dice: Dice): Uint8Array {
  const stretch = bytes.subarray(...stretchOf(bytes, dice));
  const at = placeIn(bytes, dice);
  return replaced(bytes, at, dice.below(2) === 0 ? at : Math.min(bytes.length, at + stretch.length), stretch);
}

/** A number that is there, a little larger or smaller, or another that is at an edge. */
function number(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = bytes.slice();
  const size = dice.pick(SIZES);
  if (bytes.length < size) return anotherByte(bytes, dice);
  const view = new DataView(changed.buffer);
  const at = dice.below(bytes.length - size + 1);
  const littleEndian = dice.below(3) > 0;
  const present =
    size === 8 ? view.getBigUint64(at, littleEndian) : BigInt(readNumber(view, at, size, littleEndian));
  const choices = [
    () => present + BigInt(1 + dice.below(16)),
    () => present - BigInt(1 + dice.below(16)),
    () => BigInt(dice.pick(EDGES)),
    () => -BigInt(dice.pick(EDGES)),
    () => BigInt(dice.below(bytes.length + 1)),
    () =>
      size === 8
        ? dice.pick([2n ** 63n, 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n - 1n, 2n ** 40n])
        : present * 2n,
  ];
  writeNumber(view, at, size, dice.pick(choices)(), littleEndian);
  return changed;
}

/** Puts a number there, as much of it as fits. */
function writeNumber(
  view: DataView,
  at: number,
  size: 1 | 2 | 4 | 8,
  value: bigint,
  littleEndian: boolean,
): void {
  const fitting = BigInt.asUintN(8 * size, value);
  if (size === 8) view.setBigUint64(at, fitting, littleEndian);
  else if (size === 4) view.setUint32(at, Number(fitting), littleEndian);
  else if (size === 2) view.setUint16(at, Number(fitting), littleEndian);
  else view.setUint8(at, Number(fitting));
}

function readNumber(view: DataView, at: number, size: 1 | 2 | 4, littleEndian: boolean): number {
  if (size === 4) return view.getUint32(at, littleEndian);
  return size === 2 ? view.getUint16(at, littleEndian) : view.getUint8(at);
}

/** What needs nothing but the bytes. */
export const GENERIC: readonly Mutator[] = [flip, anotherByte, insert, remove, cut, repeat, number, number];

/** Puts in one of these pieces, or puts it in the place of what is there. */
export function puttingIn(tokens: readonly Uint8Array[]): Mutator {
  return (bytes, dice) => {
    const token = dice.pick(tokens);
    const at = placeIn(bytes, dice);
    return replaced(bytes, at, dice.below(2) === 0 ? at : Math.min(bytes.length, at + token.length), token);
  };
}

/** The beginning of one and the end of the other, or a stretch of the other in the midst of the one. */
export function spliced(one: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array {
  if (dice.below(2) === 0)
    return replaced(one, placeIn(one, dice), one.length, other.subarray(placeIn(other, dice)));
  const [from, to] = dice.below(2) === 0 ? stretchOf(one, dice) : ([placeIn(one, dice)] as const);
  return replaced(one, from, to ?? from, other.subarray(...stretchOf(other, dice)));
}

/** What a source compares with, as bytes: texts, and numbers in both byte orders. */
export function tokensOf(literals: readonly (string | number)[]): Uint8Array[] {
  return literals.flatMap((literal) => {
    if (typeof literal === "string") return [new TextEncoder().encode(literal)];
    if (literal < 256) return [Uint8Array.of(literal)];
    const size = literal < 2 ** 16 ? 2 : literal < 2 ** 32 ? 4 : 8;
    return [true, false].map((littleEndian) => {
      const bytes = new Uint8Array(size);
      writeNumber(new DataView(bytes.buffer), 0, size, BigInt(literal), littleEndian);
      return bytes;
    });
  });
}
