/** A version, the first and the last magic number that are its own, and those of releases, the one to write first. */
type Block = readonly [python: string, first: number, last: number, releases: readonly number[]];

// From 3.11 on Python 3.n has the fifty numbers from 2900 + 50n. Python 3.5.2 mended what 3.5.0 and 3.5.1 compiled, and
// 2.7 counts one up when it is run with -U. The number that 3.15 ended with is not known here.
const BLOCKS: readonly Block[] = [
  ["2.7", 62171, 62212, [62211, 62212]],
  ["3.0", 3000, 3131, [3131]],
  ["3.1", 3141, 3151, [3151]],
  ["3.2", 3160, 3180, [3180]],
  ["3.3", 3190, 3230, [3230]],
  ["3.4", 3250, 3310, [3310]],
  ["3.5", 3320, 3351, [3351, 3350]],
  ["3.6", 3360, 3379, [3379]],
  ["3.7", 3390, 3394, [3394]],
  ["3.8", 3400, 3413, [3413]],
  ["3.9", 3420, 3425, [3425]],
  ["3.10", 3430, 3439, [3439]],
  ["3.11", 3450, 3499, [3495]],
  ["3.12", 3500, 3549, [3531]],
  ["3.13", 3550, 3599, [3571]],
  ["3.14", 3600, 3649, [3627]],
  ["3.15", 3650, 3699, []],
];

/** Behind the magic number: "\r\n", which shows whether a file was taken for text. */
export const LINE_END = 0x0a0d;

/** The magic number that each version of Python writes into its `.pyc` files: 3531 for `"3.12"`. That of 3.15 is not there. */
export const MAGIC_NUMBERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(/* @__PURE__ */ releases());

/**
 * The version of Python that has this magic number: `"3.12"` for 3531. Those of pre-releases have none, since their code
 * objects differ from the release's; of 3.15 every number is taken for the release's.
 */
export function pythonOf(magic: number): string | undefined {
  const [python, , , released = []] = blockOf(magic) ?? [];
  return released.length === 0 || released.includes(magic) ? python : undefined;
}

/** What to say of a number that `pythonOf` does not know. */
export function unknownMagic(magic: number): string {
  const [python] = blockOf(magic) ?? [];
  return `magic number ${magic} is that of ${python ? `a pre-release of Python ${python}` : "no known Python"}`;
}

function blockOf(magic: number): Block | undefined {
  return BLOCKS.find(([, first, last]) => magic >= first && magic <= last);
}

function* releases(): Generator<[string, number]> {
  for (const [python, , , [release]] of BLOCKS) if (release !== undefined) yield [python, release];
}
