// Objects of real classes that are filled again and again, in any order: no pickler does so. The same dice give the same bytes.
import type { Dice } from "../../pickletools/mutants.ts";

type Kind = "list" | "dict" | "set" | "object";

/** How each is made, empty, and as what it can be filled. */
const MADE: readonly (readonly [code: string, kind: Kind])[] = [
  ["]", "list"],
  ["}", "dict"],
  ["\x8f", "set"],
  ["cshop\nBasket\n)\x81", "list"],
  ["cshop\nCatalog\n)\x81", "dict"],
  ["cshop\nTags\n)\x81", "set"],
  ["cshop\nSequence\n)R", "dict"],
  ["cshop\nQueue\n)R", "list"],
  ["cshop\nItem\n)\x81", "object"],
  ["ccollections\ndeque\n)R", "list"],
  ["ccollections\ndeque\n()K\x02tR", "list"],
  ["ccollections\nOrderedDict\n)R", "dict"],
  ["ccollections\nCounter\n)R", "dict"],
  ["ccollections\ndefaultdict\n(cbuiltins\nlist\ntR", "dict"],
  ["cbuiltins\nset\n)R", "set"],
  ["cbuiltins\nset\n(]K\x01atR", "set"],
  ["cbuiltins\nlist\n)R", "list"],
  ["cbuiltins\nbytearray\n)R", "list"],
  ["cbuiltins\nValueError\n)R", "object"],
  ["ctypes\nSimpleNamespace\n)R", "object"],
];

const FILLED: Readonly<Record<Kind, readonly (readonly [code: string, values: number])[]>> = {
  list: [
    ["a", 1],
    ["e", 2],
  ],
  dict: [
    ["s", 2],
    ["u", 4],
  ],
  set: [["\x90", 2]],
  object: [],
};

/** Values that can be keys; the last one refers to what was made first, itself perhaps. */
const VALUES: readonly string[] = ["K\x01", "K\x02", "N", "Va\n", "Vb\n", "V1\n", "K\x01\x85", "h\0"];
const STATES: readonly string[] = [
  "}Vowner\nK\x01s",
  "}Vowner\n]s",
  "}Va\nh\0s",
  "}V1\nNs",
  "N",
  "(N}Vname\nK\x02st",
];
const MOST_STEPS = 8;

/** A list of two such objects. */
export function filled(dice: Dice): Uint8Array {
  const parts = ["\x80\x04]("];
  for (let index = 0; index < 2; index += 1) {
    const [code, kind] = dice.pick(MADE);
    parts.push(code, `q${String.fromCharCode(index)}`);
    for (let left = dice.below(MOST_STEPS); left > 0; left -= 1) parts.push(step(kind, dice));
  }
  parts.push("e.");
  return Uint8Array.from(Buffer.from(parts.join(""), "latin1"));
}

function step(kind: Kind, dice: Dice): string {
  const ways = FILLED[kind];
  if (ways.length === 0 || dice.below(4) === 0) return `${dice.pick(STATES)}b`;
  const [code, count] = dice.pick(ways);
  const values = Array.from({ length: count }, () => dice.pick(VALUES)).join("");
  return "as".includes(code) ? values + code : `(${values}${code}`;
}
