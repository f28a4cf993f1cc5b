import { dumps, loads } from "pantry/pickle";
import { beforeAll, describe, expect, it } from "vitest";
import { describePython313 } from "../../oracle/each-python.ts";
import { readFixtures } from "../../runtimes/fixtures.ts";

interface Written {
  readonly name: string;
  readonly protocol: number;
  readonly data: Uint8Array;
}

/** What comes out in other bytes, in which protocols, and why. */
type Exceptions = readonly (readonly [name: string, protocols: readonly number[], reason: string])[];

const ALL = [0, 1, 2, 3, 4, 5];
const TEXT = [0, 1];
const BEFORE_4 = [0, 1, 2, 3];

const CALL_OF_GETATTR =
  "a nested name is a call of getattr, which CPython does not put in the memo as calls are";
const NAME_OF_METHOD = "a call of getattr is a nested name, also where CPython calls it for a method";
const CALL_IN_ITSELF =
  "CPython takes an object apart anew where it meets it in itself: its parts, not its argument's";
const EQUAL_TEXTS = "CPython has the same text in two objects, or the name of a module";
const ONE_FORMER_NAME = "the classes of the two are one class in Python 2, whose name CPython writes twice";
const NO_PROTOCOL = "no CPython writes a pickle of protocol 2 or more without saying so";
const OPTIMIZED = "what nobody asks the memo for was left out";
const PURE_PYTHON = "the pickler in Python ends its batches elsewhere than the one in C";
const INTEGRAL = "an integral float is a number, which is written as an int";
const SURROGATES = "two surrogates are one character";
const INDEXES = "the keys that are array indexes come first";
const NEW_OBJECT = "an object is made by its class's __new__, whatever called it";
const PATH = "a path is written in its parts, as before Python 3.13";

/** Exact writing of what CPython 3.13 writes. */
const EXACT: Exceptions = [
  ["call in itself through its arguments", ALL, CALL_IN_ITSELF],
  ["name of a class nested twice", BEFORE_4, CALL_OF_GETATTR],
  ["name of a nested class", BEFORE_4, CALL_OF_GETATTR],
  ["new keyword arguments", [2, 3], CALL_OF_GETATTR],
];

/** Natural writing of the same. */
const NATURAL: Exceptions = [
  ["call in itself through its arguments", ALL, CALL_IN_ITSELF],
  ["dict of str", ALL, INDEXES],
  ["float 0.0", ALL, INTEGRAL],
  ["float 1.0", ALL, INTEGRAL],
  ["float 1000000000000000.0", ALL, INTEGRAL],
  ["class method", BEFORE_4, NAME_OF_METHOD],
  ["new keyword arguments", [0, 1], NEW_OBJECT],
  ["numbers", ALL, INTEGRAL],
  ["path PosixPath /tmp", ALL, PATH],
  ["path PurePosixPath .", ALL, PATH],
  ["path PurePosixPath /a/b", ALL, PATH],
  ["path PurePosixPath rel", ALL, PATH],
  ["path PureWindowsPath C:\\a", ALL, PATH],
  ["str of two surrogates", ALL, SURROGATES],
  ...[
    "chainmap",
    "dataclass",
    "dataclass with slots",
    "frozenset in itself through an object",
    "method of an object",
    "object",
    "object in a set of its own",
    "object in itself",
    "object without state",
    "objects",
    "own state",
    "set in itself through an object",
    "shared object",
    "userdict",
  ].map((name) => [name, TEXT, NEW_OBJECT] as const),
];

/** Exact writing of the fixtures. */
const FIXTURES: Exceptions = [
  ...["3.11", "3.13"].flatMap(
    (version): Exceptions => [
      [`${version}/datetime-zones`, [0, 1, 2], EQUAL_TEXTS],
      [`${version}/exception-os`, [0, 1, 2], ONE_FORMER_NAME],
      [`${version}/getters`, [4, 5], EQUAL_TEXTS],
      [`${version}/iterators`, [4, 5], EQUAL_TEXTS],
      [`${version}/names`, [4, 5], EQUAL_TEXTS],
      [`${version}/no-protocol`, [2, 4], NO_PROTOCOL],
      [`${version}/optimized`, ALL, OPTIMIZED],
      [`${version}/pure-batches`, [1, 4], PURE_PYTHON],
    ],
  ),
  ["3.13/methods", [4], EQUAL_TEXTS],
  ["3.13/object-nested-class", BEFORE_4, CALL_OF_GETATTR],
  ["3.13/object-newargs-ex", [2, 3], CALL_OF_GETATTR],
];

describePython313("a pickle by CPython 3.13's C pickler", (oracle) => {
  let corpus: readonly Written[] = [];
  beforeAll(async () => {
    corpus = await oracle().corpus();
  });

  it("is written exactly in the same bytes, except for what is listed", () => {
    expect(corpus.length).toBeGreaterThan(2500);
    expect(different(corpus, true)).toEqual(listed(EXACT));
  });

  it("is written naturally in the same bytes, except for what is listed", () => {
    expect(corpus.length).toBeGreaterThan(2500);
    expect(different(corpus, false)).toEqual(listed(NATURAL));
  });
});

describe("a fixture of CPython 3.11 or 3.13", () => {
  it("is written exactly in the same bytes, except for what is listed", () => {
    const fixtures = readFixtures()
      .filter(({ name }) => name.startsWith("3.11/") || name.startsWith("3.13/"))
      .map(({ name, protocol, pickle }): Written => ({ name: name.slice(0, -2), protocol, data: pickle }));
    expect(fixtures.length).toBeGreaterThan(1300);
    expect(different(fixtures, true)).toEqual(listed(FIXTURES));
  });
});

/** The pickles that come out in other bytes, each as "name: protocol, protocol …". */
function different(pickles: readonly Written[], exact: boolean): string[] {
  const found = new Map<string, number[]>();
  for (const { name, protocol, data } of pickles) {
    const made = dumps(loads(data, { exact }), { exact, protocol });
    if (Buffer.compare(made, data) === 0) continue;
    found.set(name, [...(found.get(name) ?? []), protocol]);
  }
  return Array.from(found, ([name, protocols]) => `${name}: ${protocols}`).sort();
}

/** The exceptions in the same form: one that is none any more is a difference too. */
function listed(exceptions: Exceptions): string[] {
  const found = new Map<string, number[]>();
  for (const [name, protocols] of exceptions) found.set(name, [...(found.get(name) ?? []), ...protocols]);
  return Array.from(found, ([name, protocols]) => `${name}: ${protocols}`).sort();
}
