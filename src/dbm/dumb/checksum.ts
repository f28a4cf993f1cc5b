const TABLE = /* @__PURE__ */ tableOf(0xedb88320);

/** The CRC-32 (that of zlib) of bytes, going on from that of the bytes before. */
export function crc32(bytes: Uint8Array, before: number = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) {
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function tableOf(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1 ? polynomial : 0) ^ (crc >>> 1);
    return crc;
  });
}
