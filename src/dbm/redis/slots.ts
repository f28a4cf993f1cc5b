/** How many slots the keys of a cluster are spread over. */
export const SLOTS = 16_384;

const encoder = /* @__PURE__ */ new TextEncoder();

/** The slot of a key by its tag, which is what stands between its braces. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of encoder.encode(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc % SLOTS;
}
