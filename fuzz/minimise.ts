/**
 * The shortest bytes that can be found by leaving parts out and making the rest plain, for which something still holds. It is asked
 * `most` times at most.
 */
export async function minimised(
  bytes: Uint8Array,
  holds: (bytes: Uint8Array) => Promise<boolean>,
  most: number,
): Promise<Uint8Array> {
  let [best, asked] = [bytes, 0];
  const attempt = async (shorter: Uint8Array) => {
    asked += 1;
    if (!(await holds(shorter))) return false;
    best = shorter;
    return true;
  };
  // Halves first, then ever smaller parts, and single bytes at last; again as long as that helps.
  for (let before = -1; best.length !== before && asked < most; ) {
    before = best.length;
    for (let size = Math.ceil(best.length / 2); size >= 1 && asked < most; size = size > 1 ? size >> 1 : 0) {
      for (let at = Math.max(0, best.length - size); asked < most; at -= size) {
        await attempt(without(best, Math.max(0, at), Math.max(0, at) + size));
        if (at <= 0) break;
      }
    }
  }
  for (let at = 0; at < best.length && asked < most; at += 1) {
    for (const plain of [0, 0x30, 0x61]) {
      if (best[at] === plain) break;
      const changed = best.slice();
      changed[at] = plain;
      if (await attempt(changed)) break;
    }
  }
  return best;
}

function without(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const shorter = new Uint8Array(bytes.length - Math.min(to, bytes.length) + from);
  shorter.set(bytes.subarray(0, from));
  shorter.set(bytes.subarray(to), from);
  return shorter;
}
