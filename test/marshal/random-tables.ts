// Tables of code objects that no compiler made. The same dice give the same tables.
import type { Dice } from "../pickletools/mutants.ts";

/** What `new Code` needs for its tables; `size` is that of the instructions. */
export interface Tables {
  readonly size: number;
  readonly firstlineno: number;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
}

const SIZES = [0, 2, 8, 300, 2000];
const FIRST_LINES = [0, 1, 2, 40, 500, 2 ** 29];
const ENTRIES = 12;

/** Tables in the form of that version (3.11 is 311), with every kind of entry and numbers of every length. */
export function randomTables(version: number, dice: Dice): Tables {
  const line = version < 311 ? () => pair(dice) : () => location(dice);
  const linetable = Array.from({ length: dice.below(ENTRIES) }, line).flat();
  // CPython 3.10 reads on behind a table that ends with a range of no bytes.
  if (version === 310) linetable.push(2, dice.below(256));
  const exceptions = Array.from({ length: version < 311 ? 0 : dice.below(ENTRIES) }, () => exception(dice));
  return {
    size: dice.pick(SIZES),
    firstlineno: dice.pick(FIRST_LINES),
    linetable: Uint8Array.from(linetable),
    exceptiontable: Uint8Array.from(exceptions.flat()),
  };
}

function pair(dice: Dice): number[] {
  return [dice.pick([0, 0, 2, 6, 255]), dice.pick([0, 1, 127, 128, 129, 255, dice.below(256)])];
}

function location(dice: Dice): number[] {
  const kind = dice.below(16);
  const first = 0x80 | (kind << 3) | dice.below(8);
  if (kind === 15) return [first];
  if (kind === 14) return [first, ...varint(dice), ...varint(dice), ...varint(dice), ...varint(dice)];
  if (kind === 13) return [first, ...varint(dice)];
  if (kind >= 10) return [first, dice.below(128), dice.below(128)];
  return [first, dice.below(128)];
}

function exception(dice: Dice): number[] {
  const [first = 0, ...rest] = [varint(dice), varint(dice), varint(dice), varint(dice)].flatMap((chunks) => {
    return chunks.reverse().map((chunk, at) => (at < chunks.length - 1 ? chunk | 0x40 : chunk & 0x3f));
  });
  return [0x80 | first, ...rest];
}

/** Up to 26 bits, the lowest six first; now and then with zeros that need not be there. */
function varint(dice: Dice): number[] {
  const value = dice.below(2 ** dice.below(27));
  const chunks = [value & 63];
  for (let rest = value >> 6; rest > 0; rest >>= 6) chunks.push(rest & 63);
  if (dice.below(8) === 0) chunks.push(0);
  return chunks.map((chunk, at) => (at < chunks.length - 1 ? chunk | 0x40 : chunk));
}
