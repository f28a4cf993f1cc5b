import { crc32 } from "../bytes/crc32.ts";
import { PROTO } from "../pickle/opcodes.ts";
import type { Budget } from "./budget.ts";
import { adler32 } from "./compression/adler32.ts";
import { bunzip2, isBzip2 } from "./compression/bunzip2.ts";
import { inflate } from "./compression/inflate.ts";
import { damaged, type Output, truncated } from "./compression/output.ts";
import { isLzma, isXz, unxz } from "./compression/xz.ts";
import {
  type Contents,
  type Decoder,
  decode,
  type Member,
  type Steps,
  skipZeros,
  stopFinding,
  stopStatus,
  stored,
  type Unpacked,
  type Warn,
} from "./contents.ts";
import { finding } from "./findings.ts";
import { GZIP, hasBytes } from "./magic.ts";
import type { PartKind } from "./part.ts";

const GZIP_HEADER = 10;
const [HAS_SUM, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [2, 4, 8, 16];
/** joblib's own format of before 2015: `ZF`, the length in 19 characters, a zlib stream. */
const ZFILE_HEADER = 21;
const SPACE = 0x20;
const NEWLINE = 0x0a;
/** So much does not come out of bytes that are compressed data by chance. */
const NO_CHANCE = 256;

interface Format {
  readonly kind: PartKind;
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly decoder: Decoder;
  /** Whether so few bytes tell it that other data begin so too. */
  readonly isShort?: boolean;
  /** Where the stream begins. Default: at the beginning. */
  readonly start?: (bytes: Uint8Array) => number;
}

const FORMATS: readonly Format[] = [
  { kind: "gzip", matches: isGzip, decoder: gunzip },
  { kind: "zlib", matches: isZlib, decoder: unzlib, isShort: true },
  { kind: "bz2", matches: isBzip2, decoder: bunzip2 },
  { kind: "xz", matches: isXz, decoder: unxz },
  { kind: "lzma", matches: isLzma, decoder: unxz, isShort: true },
  { kind: "joblib", matches: isZfile, decoder: unzlib, start: zfileStart },
];

/** Whether the bytes begin as compressed data of a kind that is read here. */
export function isCompressed(bytes: Uint8Array): boolean {
  return FORMATS.some(({ matches }) => matches(bytes));
}

/** Reads compressed data; `undefined` where there is none, or what comes out shows that chance made its first bytes. */
export function* readCompressed(bytes: Uint8Array, budget: Budget): Steps<Contents | undefined> {
  const format = FORMATS.find(({ matches }) => matches(bytes));
  if (!format) return undefined;
  const { decoder, kind } = format;
  const start = format.start?.(bytes) ?? 0;
  const decoded = yield* decode(decoder, bytes, start, budget);
  const { end, stopped } = decoded;
  if (stopped && format.isShort && isChance(decoded.bytes)) return undefined;
  const findings = [...decoded.findings];
  if (stopped) findings.push(stopFinding(stopped, `the ${kind} data`, start));
  const unpacked: Unpacked = { bytes: decoded.bytes, findings: [], status: "complete" };
  const members: Member[] = [
    { name: "contents", offset: start, length: end - start, unpack: () => unpacked },
  ];
  const rest = skipZeros(bytes, end, bytes.length);
  if (rest < bytes.length) {
    const message = `${bytes.length - rest} bytes come behind the ${kind} data.`;
    findings.push(finding("trailing-data", "note", message, rest));
    members.push(stored(bytes, `bytes at ${rest}`, rest, bytes.length));
  }
  return { kind, findings, status: stopStatus(stopped), members };
}

/** Of a broken stream little came out, in which no pickle can begin. */
function isChance(bytes: Uint8Array): boolean {
  return bytes.length < NO_CHANCE && bytes[0] !== PROTO && !bytes.includes(NEWLINE);
}

function isGzip(bytes: Uint8Array, offset: number = 0): boolean {
  return hasBytes(bytes, GZIP, offset);
}

/** The usual window of 32 KiB. */
function isZlib(bytes: Uint8Array, offset: number = 0): boolean {
  const first = bytes[offset] ?? 0;
  const second = bytes[offset + 1] ?? 0;
  return first === 0x78 && ((first << 8) | second) % 31 === 0 && (second & 0x20) === 0;
}

function isZfile(bytes: Uint8Array): boolean {
  return bytes[0] === 0x5a && bytes[1] === 0x46 && isZlib(bytes, zfileStart(bytes));
}

function zfileStart(bytes: Uint8Array): number {
  return bytes[ZFILE_HEADER] === SPACE ? ZFILE_HEADER + 1 : ZFILE_HEADER;
}

/** The members of a gzip file one after the other, perhaps with zeros between, as Python joins them. */
function* gunzip(input: Uint8Array, start: number, output: Output, warn: Warn): Steps<number> {
  let offset = start;
  let next = start;
  do {
    const before = output.length;
    const end = yield* inflate(input, gzipData(input, next), output);
    if (end + 8 > input.length) throw truncated();
    const view = viewOf(input);
    const made = output.decoded().subarray(before);
    if (view.getUint32(end, true) !== crc32(made)) warn("The CRC-32 of the gzip data does not match.", end);
    if (view.getUint32(end + 4, true) !== made.length % 2 ** 32)
      warn("The length that gzip tells is wrong.", end + 4);
    offset = end + 8;
    next = skipZeros(input, offset, input.length);
  } while (isGzip(input, next));
  return offset;
}

/** Where the deflate stream of a gzip member begins. */
function gzipData(input: Uint8Array, start: number): number {
  if (start + GZIP_HEADER > input.length) throw truncated();
  if (input[start + 2] !== 8) throw damaged("a gzip method that is not deflate");
  const flags = input[start + 3] as number;
  let offset = start + GZIP_HEADER;
  if (flags & HAS_EXTRA) offset += 2 + (input[offset] ?? 0) + 256 * (input[offset + 1] ?? 0);
  if (flags & HAS_NAME) offset = behindZero(input, offset);
  if (flags & HAS_COMMENT) offset = behindZero(input, offset);
  return flags & HAS_SUM ? offset + 2 : offset;
}

function behindZero(input: Uint8Array, offset: number): number {
  const zero = input.indexOf(0, offset);
  if (zero < 0) throw truncated();
  return zero + 1;
}

function* unzlib(input: Uint8Array, start: number, output: Output, warn: Warn): Steps<number> {
  const end = yield* inflate(input, start + 2, output);
  if (end + 4 > input.length) throw truncated();
  if (viewOf(input).getUint32(end, false) !== adler32(output.decoded()))
    warn("The Adler-32 of the zlib data does not match.", end);
  return end + 4;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
