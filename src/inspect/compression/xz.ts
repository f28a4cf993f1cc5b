import { hasBytes, XZ } from "../magic.ts";
import { LzmaDecoder, type LzmaProperties, lzmaProperties } from "./lzma.ts";
import { damaged, type Output, truncated } from "./output.ts";

const STEP = 2 ** 18;
const STREAM_HEADER = 12;
const STREAM_FOOTER = 12;
/** Zeros between streams, in fours. */
const MOST_PADDING = 2 ** 16;
const LZMA2 = 0x21;
/** Bytes of the sums behind a block, by their kind. */
const SUM_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;
const LZMA_HEADER = 13;
/** Two bytes of version, two that tell how long the properties are. */
const ZIP_VERSION = 4;

export function isXz(bytes: Uint8Array, offset: number = 0): boolean {
  return hasBytes(bytes, XZ, offset);
}

/** The format before xz has no magic number: the usual properties, and a dictionary of whole 64 KiB. */
export function isLzma(bytes: Uint8Array, offset: number = 0): boolean {
  const [first, second, third] = bytes.subarray(offset, offset + 3);
  return first === 0x5d && second === 0 && third === 0 && bytes.length > offset + LZMA_HEADER + 5;
}

/**
 * Decodes the streams of a file one after the other, xz and what was before it in any order, as Python joins them.
 * Returns the offset behind the last. Throws `Stopped`. Sums are not looked at.
 */
export function* unxz(input: Uint8Array, start: number, output: Output): Generator<void, number> {
  for (let next = start; ; ) {
    const end = yield* (isXz(input, next) ? readStream : readLzma)(input, next, output);
    next = end;
    while (input[next] === 0 && next - end < MOST_PADDING) next += 4;
    if (!isXz(input, next) && !isLzma(input, next)) return end;
  }
}

function* readStream(input: Uint8Array, start: number, output: Output): Generator<void, number> {
  const sumSize = SUM_SIZES[(input[start + 7] ?? 0) & 15] as number;
  let offset = start + STREAM_HEADER;
  while (input[offset] !== 0) {
    const data = readBlockHeader(input, offset);
    const end = yield* unlzma2(input, data, output);
    offset = end + (-(end - start) & 3) + sumSize;
  }
  const index = readIndex(input, offset);
  const end = index + (-(index - start) & 3) + 4 + STREAM_FOOTER;
  if (end > input.length) throw truncated();
  return end;
}

/** Returns where the data of the block begin. */
function readBlockHeader(input: Uint8Array, start: number): number {
  const size = input[start];
  if (size === undefined || start + 4 * (size + 1) > input.length) throw truncated();
  const flags = input[start + 1] as number;
  let offset = start + 2;
  if (flags & 0x40) offset = varint(input, offset).end;
  if (flags & 0x80) offset = varint(input, offset).end;
  if ((flags & 3) !== 0 || varint(input, offset).value !== LZMA2)
    throw damaged("a filter that is not read here");
  return start + 4 * (size + 1);
}

function readIndex(input: Uint8Array, start: number): number {
  const { end, value } = varint(input, start + 1);
  let offset = end;
  for (let i = 0; i < 2 * value; i += 1) offset = varint(input, offset).end;
  return offset;
}

function varint(input: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 9; i += 1) {
    const byte = input[start + i];
    if (byte === undefined) throw truncated();
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  throw damaged("a number that does not end");
}

/** Chunks that are stored or LZMA, each with its length. */
function* unlzma2(input: Uint8Array, start: number, output: Output): Generator<void, number> {
  const decoder = new LzmaDecoder(input, output);
  decoder.origin = output.length;
  let offset = start;
  for (;;) {
    const control = input[offset];
    if (control === undefined) throw truncated();
    if (control === 0) return offset + 1;
    const low = 1 + 256 * (input[offset + 1] ?? 0) + (input[offset + 2] ?? 0);
    if (control === 1 || control >= 0xe0) decoder.origin = output.length;
    if (control < 0x80) {
      if (control > 2) throw damaged("a chunk of no known kind");
      const chunk = input.subarray(offset + 3, offset + 3 + low);
      output.append(chunk);
      if (chunk.length < low) throw truncated();
      offset += 3 + low;
    } else {
      const length = low + ((control & 0x1f) << 16);
      const packed = 1 + 256 * (input[offset + 3] ?? 0) + (input[offset + 4] ?? 0);
      const hasProperties = control >= 0xc0;
      if (hasProperties) decoder.reset(lzma2Properties(input[offset + 5] ?? 0));
      else if (control >= 0xa0) decoder.reset();
      const data = offset + (hasProperties ? 6 : 5);
      decoder.start(data);
      if (decoder.run(output.length + length)) throw damaged("a chunk that ends too early");
      offset = data + packed;
    }
    yield;
  }
}

/** Fewer contexts than in LZMA alone, since chunks are many. */
function lzma2Properties(byte: number): LzmaProperties {
  const properties = lzmaProperties(byte);
  if (properties.literalContext + properties.literalPosition > 4)
    throw damaged("impossible properties of LZMA2");
  return properties;
}

/** The format before xz. */
function readLzma(input: Uint8Array, start: number, output: Output): Generator<void, number> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const length = view.getUint32(start + 5, true) + view.getUint32(start + 9, true) * 2 ** 32;
  return decodeLzma(input, start, start + LZMA_HEADER, output, length);
}

/** Decodes LZMA as ZIP archives have it: behind a version, with the length told elsewhere. Throws `Stopped`. */
export function* unlzmaOfZip(
  input: Uint8Array,
  start: number,
  output: Output,
  length: number,
): Generator<void, number> {
  const properties = start + ZIP_VERSION;
  const size = (input[properties - 2] ?? 0) + 256 * (input[properties - 1] ?? 0);
  return yield* decodeLzma(input, properties, properties + size, output, length);
}

/** To the mark of the end, or to a length: all that is there where that is more than there can be. */
function* decodeLzma(
  input: Uint8Array,
  properties: number,
  start: number,
  output: Output,
  length: number,
): Generator<void, number> {
  const end = output.length + length;
  const decoder = new LzmaDecoder(input, output);
  decoder.origin = output.length;
  decoder.reset(lzmaProperties(input[properties] ?? 0));
  decoder.start(start);
  while (output.length < end) {
    if (decoder.run(Math.min(end, output.length + STEP))) break;
    yield;
  }
  return decoder.offset;
}
