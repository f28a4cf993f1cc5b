/** How many bytes are taken at once, each with a table of its own: with one table, it takes three times as long. */
const WIDTH = 8;
const TABLES = /* @__PURE__ */ tablesOf(0xedb88320);

/** The CRC-32 (that of zlib) of bytes, going on from that of the bytes before. */
export function crc32(bytes: Uint8Array, before: number = 0): number {
  let crc = ~before;
  let i = 0;
  for (const end = bytes.length - WIDTH; i <= end; i += WIDTH) {
    crc ^= at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    crc =
      entry(7, crc) ^
      entry(6, crc >>> 8) ^
      entry(5, crc >>> 16) ^
      entry(4, crc >>> 24) ^
      entry(3, at(bytes, i + 4)) ^
      entry(2, at(bytes, i + 5)) ^
      entry(1, at(bytes, i + 6)) ^
      entry(0, at(bytes, i + 7));
  }
  for (; i < bytes.length; i++) crc = entry(0, crc ^ at(bytes, i)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}

/** What a byte makes of the checksum when so many more bytes follow it. */
function entry(following: number, byte: number): number {
  return TABLES[(following << 8) | (byte & 0xff)] as number;
}

function tablesOf(polynomial: number): Int32Array {
  const tables = new Int32Array(WIDTH * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1 ? polynomial : 0) ^ (crc >>> 1);
    tables[byte] = crc;
  }
  for (let index = 256; index < tables.length; index++) {
    const crc = tables[index - 256] as number;
    tables[index] = (tables[crc & 0xff] as number) ^ (crc >>> 8);
  }
  return tables;
}
