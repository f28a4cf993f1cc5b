/** The magic number of hash files, in BSD's db 1.85 at byte 0 and big-endian, in Berkeley DB at byte 12 in the byte order of the file. */
export const HASH_MAGIC = 0x061561;
const BERKELEY_OFFSET = 12;

/** Whether this is the beginning of a hash file of Berkeley DB or of BSD's db 1.85; 16 bytes of it are looked at. */
export function hasHashMagic(beginning: Uint8Array): boolean {
  return isBsdHash(beginning) || isBerkeleyHash(beginning);
}

/** Whether it is one of BSD's db 1.85. */
export function isBsdHash(beginning: Uint8Array): boolean {
  return beginning.length >= 4 && viewOf(beginning).getUint32(0, false) === HASH_MAGIC;
}

/** Whether it is one of Berkeley DB 2 or newer. */
export function isBerkeleyHash(beginning: Uint8Array): boolean {
  if (beginning.length < BERKELEY_OFFSET + 4) return false;
  const view = viewOf(beginning);
  return [true, false].some((little) => view.getUint32(BERKELEY_OFFSET, little) === HASH_MAGIC);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
