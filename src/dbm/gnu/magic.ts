/** What files begin with, by their layout. */
export const MAGIC = { "64-bit": 0x13579acf, "64-bit packed": 0x13579acf, "32-bit": 0x13579acd } as const;
/** What those begin with that count synchronizations. */
export const NUMSYNC_MAGIC = {
  "64-bit": 0x13579ad1,
  "64-bit packed": 0x13579ad1,
  "32-bit": 0x13579ad0,
} as const;
/** What very old files begin with, in any layout. */
export const OLD_MAGIC = 0x13579ace;

/** Whether this is the beginning of a GDBM file, of whichever machine. */
export function hasGdbmMagic(beginning: Uint8Array): boolean {
  if (beginning.length < 4) return false;
  const view = new DataView(beginning.buffer, beginning.byteOffset, 4);
  return [true, false].some((isLittle) => isMagic(view.getUint32(0, isLittle)));
}

function isMagic(number: number): boolean {
  const magics: readonly number[] = [OLD_MAGIC, ...Object.values(MAGIC), ...Object.values(NUMSYNC_MAGIC)];
  return magics.includes(number);
}
