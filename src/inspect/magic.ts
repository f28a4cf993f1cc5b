// The bytes that formats begin with, where more than their reader asks for them.

export const GZIP: readonly number[] = [0x1f, 0x8b];
/** With each of the usual sizes of the window, and what zlib says of its effort. */
export const ZLIB: readonly (readonly number[])[] = [0x01, 0x5e, 0x9c, 0xda].map((flags) => [0x78, flags]);
/** The header before the first member of an archive. */
export const ZIP: readonly number[] = [0x50, 0x4b, 0x03, 0x04];
/** A digit follows, the size of the blocks. */
export const BZIP2: readonly number[] = [0x42, 0x5a, 0x68];
export const XZ: readonly number[] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
export const NPY: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether these bytes stand at an offset. */
export function hasBytes(bytes: Uint8Array, expected: readonly number[], offset: number = 0): boolean {
  return expected.every((byte, i) => bytes[offset + i] === byte);
}
