// Pickles that were edited as programs: opcode by opcode, and two of them spliced. The same dice give the same bytes.
import {
  type Argument,
  type ArgumentDescriptor,
  genops,
  type OpcodeInfo,
  opcodes,
  PickletoolsError,
} from "pantry/pickletools";
import { argument, type Dice } from "../../pickletools/mutants.ts";

/** A pickle in pieces: each an opcode with its argument. */
export type Program = readonly Piece[];

interface Piece {
  readonly opcode: OpcodeInfo;
  readonly bytes: Uint8Array;
}

/** The pickles as programs, but for those with a `str` of Python 2 that pickletools, which knows ASCII alone, does not read. */
export function programsOf(pickles: readonly Uint8Array[]): Program[] {
  return pickles.flatMap((bytes) => {
    try {
      return [programOf(bytes)];
    } catch (error) {
      if (error instanceof PickletoolsError) return [];
      throw error;
    }
  });
}

function programOf(bytes: Uint8Array): Program {
  const operations = Array.from(genops(bytes));
  return operations.map(({ opcode, offset }, at) => ({
    opcode,
    bytes: bytes.subarray(offset, operations[at + 1]?.offset ?? bytes.length),
  }));
}

const MARK = opcodes.find(({ name }) => name === "MARK") as OpcodeInfo;
const PUSHING = opcodes.filter(
  ({ name, stackBefore, stackAfter }) => name !== "MARK" && stackBefore.length === 0 && stackAfter.length > 0,
);

/** A pickle with one to three of its opcodes changed, and frames left out, which would seldom fit. */
export function edited(programs: readonly Program[], dice: Dice): Uint8Array {
  let pieces: Piece[] = dice.pick(programs).filter(({ opcode }) => isKept(opcode, dice));
  if (dice.below(6) === 0) {
    const other = dice.pick(programs).filter(({ opcode }) => isKept(opcode, dice));
    pieces = [...pieces.slice(0, dice.below(pieces.length)), ...other.slice(dice.below(other.length))];
  }
  for (let turns = 1 + dice.below(3); turns > 0 && pieces.length > 0; turns -= 1) {
    const at = dice.below(pieces.length);
    dice.pick(EDITS)(pieces, at, dice);
  }
  return new Uint8Array(Buffer.concat(pieces.map(({ bytes }) => bytes)));
}

/** Frames stay in every eighth pickle: an opcode more or less is an error there. */
function isKept({ name }: OpcodeInfo, dice: Dice): boolean {
  return name !== "FRAME" || dice.below(8) === 0;
}

type Edit = (pieces: Piece[], at: number, dice: Dice) => void;

const EDITS: readonly Edit[] = [
  (pieces, at) => void pieces.splice(at, 1),
  (pieces, at) => void pieces.splice(at, 0, pieces[at] as Piece),
  (pieces, at) => void pieces.splice(at, 2, ...pieces.slice(at, at + 2).reverse()),
  (pieces, at, dice) => void pieces.splice(dice.below(pieces.length), 0, pieces[at] as Piece),
  (pieces, at, dice) => void pieces.splice(at, 0, pieceOf(dice.pick(PUSHING), dice)),
  (pieces, at, dice) => void pieces.splice(at, 0, pieceOf(dice.pick(opcodes), dice)),
  (pieces, at) => void pieces.splice(at, 0, { opcode: MARK, bytes: Uint8Array.of(0x28) }),
  swapped,
  swapped,
  refilled,
  refilled,
  (pieces, at, dice) => {
    const { opcode, bytes } = pieces[at] as Piece;
    const changed = bytes.slice();
    const index = dice.below(changed.length);
    changed[index] = dice.pick([(changed[index] as number) ^ (1 << dice.below(8)), dice.below(256)]);
    pieces[at] = { opcode, bytes: changed };
  },
];

/** Another opcode with the same argument, or the same one with another. */
function swapped(pieces: Piece[], at: number, dice: Dice): void {
  const { opcode, bytes } = pieces[at] as Piece;
  const others = opcodes.filter(({ arg }) => arg?.name === opcode.arg?.name);
  const other = dice.pick(others);
  pieces[at] = { opcode: other, bytes: Buffer.concat([codeOf(other), bytes.subarray(1)]) };
}

function refilled(pieces: Piece[], at: number, dice: Dice): void {
  const { opcode } = pieces[at] as Piece;
  if (opcode.arg) pieces[at] = pieceOf(opcode, dice);
  else swapped(pieces, at, dice);
}

function pieceOf(opcode: OpcodeInfo, dice: Dice): Piece {
  const { arg } = opcode;
  const rest = arg ? argument(arg as ArgumentDescriptor<Argument>, dice) : Buffer.alloc(0);
  return { opcode, bytes: Buffer.concat([codeOf(opcode), rest]) };
}

function codeOf({ code }: OpcodeInfo): Buffer {
  return Buffer.from(code, "latin1");
}
