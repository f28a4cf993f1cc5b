/** What the first four bytes of a GDBM file may be, as a number in the byte order of its machine. */
export const MAGICS: readonly number[] = [0x13579acd, 0x13579ace, 0x13579acf, 0x13579ad0, 0x13579ad1];

/** Whether this is the beginning of a GDBM file, of whichever machine. */
export function hasGdbmMagic(beginning: Uint8Array): boolean {
  if (beginning.length < 4) return false;
  const view = new DataView(beginning.buffer, beginning.byteOffset, 4);
  return MAGICS.includes(view.getUint32(0, true)) || MAGICS.includes(view.getUint32(0, false));
}
