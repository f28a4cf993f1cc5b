/** Torek's hash of some bytes: that of keys in BSD's db 1.85, and the checksum of pages in Berkeley DB. */
export function torekHash(bytes: Uint8Array, start = 0, end: number = bytes.length, hash = 0): number {
  let sum = hash;
  for (let index = start; index < end; index++) sum = (Math.imul(sum, 33) + (bytes[index] as number)) | 0;
  return sum >>> 0;
}
