/**
 * Whether bytes of a key count as signed in its hash, as C's `char` is on x86 and on Apple's machines, or as unsigned, as on most of the
 * others under Linux. Keys of ASCII alone have the same hash in both.
 */
export type HashSign = "signed" | "unsigned";

/** The hash of a key: 31 bits. */
export function hashOf(key: Uint8Array, sign: HashSign): number {
  const signBit = sign === "signed" ? 0x80 : 0;
  let hash = Math.imul(0x238f13af, key.length);
  let shift = 0;
  for (let index = 0; index < key.length; index += 1) {
    const byte = key[index] as number;
    hash = (hash + ((byte - ((byte & signBit) << 1)) << shift)) & 0x7fffffff;
    shift += 5;
    if (shift >= 24) shift -= 24;
  }
  return (Math.imul(1103515243, hash) + 12345) & 0x7fffffff;
}

/** Whether the hash of a key depends on the sign. */
export function hasSignedBytes(key: Uint8Array): boolean {
  for (let index = 0; index < key.length; index += 1) if ((key[index] as number) >= 0x80) return true;
  return false;
}
