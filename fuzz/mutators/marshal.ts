// Changes of marshalled values, object by object.
import { mutated, scrambled } from "../../test/marshal/oracle/mutants.ts";
import type { Dice } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";
import { replaced } from "./generic.ts";

type Stretch = readonly [from: number, to: number];

const FLAG = 0x80;
const FIXED: Readonly<Record<string, number>> = { i: 4, I: 8, g: 8, y: 16, r: 4, R: 4 };
/** More objects than this are not looked for. */
const MOST = 2000;

/** Where objects are that look whole, those within others too. What cannot be read is skipped byte by byte, as in code objects. */
function objectsIn(bytes: Uint8Array): Stretch[] {
  const objects: Stretch[] = [];
  for (let at = 0; at < bytes.length && objects.length < MOST; ) {
    const end = leafEnd(bytes, at);
    if (end > at && end <= bytes.length) objects.push([at, end]);
    // The inside of a container begins behind its count.
    at = Math.min(Math.max(end, at + 1), bytes.length);
  }
  return objects.length > 0 ? objects : [[0, bytes.length]];
}

function leafEnd(bytes: Uint8Array, at: number): number {
  const code = String.fromCharCode((bytes[at] as number) & ~FLAG);
  const fixed = FIXED[code];
  if (fixed !== undefined) return at + 1 + fixed;
  if ("NTFS.0".includes(code)) return at + 1;
  if ("zZ".includes(code)) return at + 2 + (bytes[at + 1] ?? 0);
  if (at + 5 > bytes.length) return at;
  const count = new DataView(bytes.buffer, bytes.byteOffset + at + 1, 4).getInt32(0, true);
  if ("stuaA".includes(code)) return at + 5 + Math.max(0, count);
  return code === "l" ? at + 5 + 2 * Math.abs(count) : at;
}

function without(bytes: Uint8Array, dice: Dice): Uint8Array {
  return replaced(bytes, ...dice.pick(objectsIn(bytes)), new Uint8Array());
}

/** An object in the place of another, or in front of it. */
function again(bytes: Uint8Array, dice: Dice): Uint8Array {
  const objects = objectsIn(bytes);
  const [from, to] = dice.pick(objects);
  return replaced(bytes, from, dice.pick([from, to]), bytes.subarray(...dice.pick(objects)));
}

/** New objects in the place of one. */
function another(bytes: Uint8Array, dice: Dice): Uint8Array {
  return replaced(bytes, ...dice.pick(objectsIn(bytes)), scrambled(dice));
}

/** A reference in the place of an object. */
function reference(bytes: Uint8Array, dice: Dice): Uint8Array {
  return replaced(bytes, ...dice.pick(objectsIn(bytes)), Uint8Array.of(0x72, dice.below(12), 0, 0, 0));
}

/** An object that can be referred to, or no longer. */
function marked(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = bytes.slice();
  const [at] = dice.pick(objectsIn(bytes));
  if (at < changed.length) changed[at] = (changed[at] as number) ^ FLAG;
  return changed;
}

/** A container around an object. */
function wrapped(bytes: Uint8Array, dice: Dice): Uint8Array {
  const [from, to] = dice.pick(objectsIn(bytes));
  const flag = dice.pick([0, FLAG]);
  const [before, after] = dice.pick([
    [[0x29 | flag, 1], []],
    [[0x28 | flag, 1, 0, 0, 0], []],
    [[0x5b | flag, 1, 0, 0, 0], []],
    [[0x3c | flag, 1, 0, 0, 0], []],
    [[0x3e | flag, 1, 0, 0, 0], []],
    [[0x7b | flag, 0x4e], [0x30]],
    [[0x7d | flag, 0x4e], [0x30]],
    [[0x3a | flag, 0x4e, 0x4e], []],
  ] as const);
  return replaced(
    bytes,
    from,
    to,
    Buffer.concat([Uint8Array.from(before), bytes.subarray(from, to), Uint8Array.from(after)]),
  );
}

/** All changes that know marshal. */
export const MARSHAL_MUTATORS: readonly Mutator[] = [
  without,
  again,
  another,
  reference,
  marked,
  wrapped,
  mutated,
  mutated,
];

/** A change that leaves so many bytes at the beginning as they are. */
export function behind(header: number, mutator: Mutator): Mutator {
  return (bytes, dice) =>
    Buffer.concat([
      bytes.subarray(0, header),
      mutator(bytes.slice(header), dice),
    ]) as Uint8Array as Uint8Array<ArrayBuffer>;
}
