import { Random } from "../histories.ts";

/** Numbers that are at the edge of something. */
const EDGES: readonly number[] = [
  0, 1, 2, 3, 4, 7, 255, 256, 511, 512, 4095, 4096, 65535, 65536, 0x40000000, 0x7fffffff, 0x80000000,
  0xfffffffe, 0xffffffff,
];

/**
 * So many versions of a file, by what was done to each: one to three of its numbers, bytes or parts are changed, two of three times in its
 * beginning, where the structures are.
 */
export function mutationsOf(bytes: Uint8Array, count: number, seed: number): Record<string, Uint8Array> {
  const random = new Random(seed);
  const mutations: Record<string, Uint8Array> = {};
  for (let index = 0; index < count; index += 1) {
    const copy = Uint8Array.from(bytes);
    const changes = Array.from({ length: 1 + random.below(3) }, () => change(copy, random));
    mutations[`${index}: ${changes.join(", ")}`] = copy;
  }
  return mutations;
}

/** Changes one thing; says what. */
function change(bytes: Uint8Array<ArrayBuffer>, random: Random): string {
  const { length } = bytes;
  const place = () => random.below((random.below(3) > 0 ? Math.min(length, 1024) : length) - 8) & ~3;
  const view = new DataView(bytes.buffer);
  const at = place();
  const littleEndian = random.below(4) > 0;
  switch (random.below(5)) {
    case 0:
      bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
      return `a bit of byte ${at}`;
    case 1: {
      const number = numberFor(view.getUint32(at, littleEndian), length, random);
      view.setUint32(at, number, littleEndian);
      return `${number} at ${at}`;
    }
    case 2: {
      const number = numberFor(view.getUint16(at, littleEndian), length, random) & 0xffff;
      view.setUint16(at, number, littleEndian);
      return `${number} as a short at ${at}`;
    }
    case 3: {
      const from = place();
      bytes.copyWithin(at, from, from + 8);
      return `${at} as at ${from}`;
    }
    default: {
      const size = Math.min(2 ** random.below(10), length - at);
      bytes.copyWithin(at, random.below(length - size), length);
      return `${size} bytes at ${at}`;
    }
  }
}

/** A number that could be taken for right, or that is at an edge. */
function numberFor(present: number, length: number, random: Random): number {
  switch (random.below(5)) {
    case 0:
      return present + 1;
    case 1:
      return Math.max(0, present - 1);
    case 2:
      return random.below(length);
    case 3:
      return Math.max(0, length - random.below(16));
    default:
      return EDGES[random.below(EDGES.length)] as number;
  }
}
