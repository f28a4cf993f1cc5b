// Changes of pickles, opcode by opcode.
import { genops, opcodes } from "pantry/pickletools";
import { type Dice, mutated, scrambled } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";
import { replaced } from "./generic.ts";

type Stretch = readonly [from: number, to: number];

/** Where the opcodes are, as far as the bytes can be read. What comes then is one stretch more. */
function operationsIn(bytes: Uint8Array): Stretch[] {
  const operations: Stretch[] = [];
  let end = 0;
  try {
    for (const { offset, length } of genops(bytes)) {
      end = offset + length;
      operations.push([offset, end]);
    }
  } catch {
    // The rest is no pickle.
  }
  if (end < bytes.length || operations.length === 0) operations.push([end, bytes.length]);
  return operations;
}

function without(bytes: Uint8Array, dice: Dice): Uint8Array {
  const [from, to] = dice.pick(operationsIn(bytes));
  return replaced(bytes, from, to, new Uint8Array());
}

/** Some opcodes once more, at another place. */
function again(bytes: Uint8Array, dice: Dice): Uint8Array {
  const operations = operationsIn(bytes);
  const first = dice.below(operations.length);
  const last = Math.min(operations.length - 1, first + dice.below(6));
  const [at] = dice.pick(operations);
  const some = bytes.subarray((operations[first] as Stretch)[0], (operations[last] as Stretch)[1]);
  return replaced(bytes, at, at, some);
}

/** Two neighbours change places. */
function swapped(bytes: Uint8Array, dice: Dice): Uint8Array {
  const operations = operationsIn(bytes);
  if (operations.length < 2) return without(bytes, dice);
  const index = dice.below(operations.length - 1);
  const [[from, middle], [, to]] = operations.slice(index, index + 2) as [Stretch, Stretch];
  const both = Buffer.concat([bytes.subarray(middle, to), bytes.subarray(from, middle)]);
  return replaced(bytes, from, to, both);
}

/** Another opcode with the same argument, or none. */
function renamed(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = bytes.slice();
  const [from] = dice.pick(operationsIn(bytes));
  if (from < changed.length) changed[from] = dice.pick(opcodes).code.charCodeAt(0);
  return changed;
}

/** Another byte in an argument. */
function anotherArgument(bytes: Uint8Array, dice: Dice): Uint8Array {
  const long = operationsIn(bytes).filter(([from, to]) => to > from + 1);
  if (long.length === 0) return renamed(bytes, dice);
  const [from, to] = dice.pick(long);
  const changed = bytes.slice();
  const at = from + 1 + dice.below(to - from - 1);
  changed[at] = dice.pick([
    dice.below(256),
    0,
    255,
    (changed[at] as number) + 1,
    (changed[at] as number) - 1,
  ]);
  return changed;
}

/** Opcodes at random between two that are there. */
function inserted(bytes: Uint8Array, dice: Dice): Uint8Array {
  const [at] = dice.pick(operationsIn(bytes));
  const some = scrambled(dice);
  return replaced(bytes, at, at, some.at(-1) === 0x2e ? some.subarray(0, -1) : some);
}

/** One of the pieces between two opcodes. */
function withPiece(bytes: Uint8Array, dice: Dice): Uint8Array {
  const [from, to] = dice.pick(operationsIn(bytes));
  return replaced(bytes, from, dice.pick([from, from, to]), dice.pick(PICKLE_TOKENS));
}

const NAMES: readonly (readonly [module: string, name: string])[] = [
  ..."set frozenset bytearray complex range slice getattr object int float str list dict tuple bytes Exception ValueError OSError KeyError StopIteration UnicodeDecodeError"
    .split(" ")
    .map((name) => ["builtins", name] as const),
  ..."set bytearray complex xrange slice getattr object unicode long"
    .split(" ")
    .map((name) => ["__builtin__", name] as const),
  ..."date time datetime timedelta timezone".split(" ").map((name) => ["datetime", name] as const),
  ..."OrderedDict defaultdict deque Counter namedtuple ChainMap UserDict"
    .split(" ")
    .map((name) => ["collections", name] as const),
  ...([
    ["decimal", "Decimal"],
    ["fractions", "Fraction"],
    ["uuid", "UUID"],
    ["array", "_array_reconstructor"],
    ["array", "array"],
  ] as const),
  ...([
    ["copyreg", "_reconstructor"],
    ["copy_reg", "_reconstructor"],
    ["copyreg", "__newobj__"],
    ["copyreg", "__newobj_ex__"],
  ] as const),
  ...([
    ["pathlib", "PosixPath"],
    ["pathlib", "PurePosixPath"],
    ["pathlib", "PureWindowsPath"],
    ["types", "SimpleNamespace"],
  ] as const),
  ...([
    ["_codecs", "encode"],
    ["zoneinfo", "ZoneInfo._unpickle"],
    ["functools", "partial"],
    ["operator", "attrgetter"],
  ] as const),
  ...([
    ["os", "system"],
    ["posix", "system"],
    ["numpy.core.multiarray", "_reconstruct"],
    ["numpy", "dtype"],
    ["__main__", "A"],
  ] as const),
  ...([
    ["numpy", "ndarray"],
    ["joblib.numpy_pickle", "NumpyArrayWrapper"],
    ["pickle", "loads"],
    ["builtins", "eval"],
  ] as const),
];

/** Pieces of pickles that get somewhere. */
export const PICKLE_TOKENS: readonly Uint8Array[] = [
  ...NAMES.map(([module, name]) => `c${module}\n${name}\n`),
  ...NAMES.slice(0, 12).map(
    ([module, name]) =>
      `\x8c${String.fromCharCode(module.length)}${module}\x8c${String.fromCharCode(name.length)}${name}\x93`,
  ),
  ...[
    "\x80\x02",
    "\x80\x04\x95\x0a\0\0\0\0\0\0\0",
    "\x80\x05",
    "(",
    ")",
    "]",
    "}",
    "\x8f",
    "N",
    "\x88",
    "\x89",
    ".",
    "0",
    "1",
    "2",
    "R",
    "b",
    "\x81",
    "\x92",
    "a",
    "e",
    "s",
    "u",
    "\x90",
    "\x91",
  ],
  ...[
    "\x85",
    "\x86",
    "\x87",
    "t",
    "l",
    "d",
    "o",
    "Q",
    "P1\n",
    "\x94",
    "q\0",
    "q\x01",
    "h\0",
    "h\x01",
    "j\0\0\0\0",
    "r\0\0\0\0",
    "p0\n",
    "g0\n",
    "\x97",
    "\x98",
    "\x93",
  ],
  ...[
    "K\x01",
    "M\x01\0",
    "J\xff\xff\xff\xff",
    "\x8a\x00",
    "\x8a\x09\0\0\0\0\0\0\0\0\x01",
    "G\x7f\xf0\0\0\0\0\0\0",
    "G\x80\0\0\0\0\0\0\0",
    "G\x7f\xf8\0\0\0\0\0\0",
  ],
  ...[
    "X\x01\0\0\0a",
    "\x8c\x01a",
    "\x8c\x09__proto__",
    "\x8c\x0bconstructor",
    "\x8c\x04then",
    "C\x01\xff",
    "U\x01\xe9",
    "T\x01\0\0\0a",
    "\x96\x01\0\0\0\0\0\0\0a",
    "B\x01\0\0\0b",
  ],
  ...[
    "\x85R",
    ")R",
    ")\x81",
    "}\x92",
    "}b",
    "N}\x86b",
    "(i__main__\nA\n",
    "I01\n",
    "I1\n",
    "L1L\n",
    "F1.5\n",
    "S'a'\n",
    "V\\u20ac\n",
    "\x82\x01",
    "\x83\x01\0",
    "\x84\x01\0\0\0",
  ],
].map((text) => new Uint8Array(Buffer.from(text, "latin1")));

/** All changes that know pickles. */
export const PICKLE_MUTATORS: readonly Mutator[] = [
  ...[without, again, swapped, renamed, anotherArgument, inserted, withPiece, withPiece, mutated],
];
