import { decodeLatin1, decodeUtf8 } from "../bytes/index.ts";
import type { Finding, Status } from "../pickletools/index.ts";
import { type Contents, type Member, skipZeros, stored } from "./contents.ts";
import { finding, shownName } from "./findings.ts";

const BLOCK = 512;
const NAME = { start: 0, end: 100 };
const SIZE = { start: 124, end: 136 };
const CHECKSUM = { start: 148, end: 156 };
const TYPE = 156;
const MAGIC = { start: 257, end: 263 };
const PREFIX = { start: 345, end: 500 };
/** Links, devices, directories and pipes, behind which Python expects no data. */
const WITHOUT_DATA = "123456";
const LONGEST_PAX = 2 ** 20;

type Field = typeof NAME;

/** Whether the bytes begin with a header whose sum is right. */
export function isTar(bytes: Uint8Array): boolean {
  return hasHeader(bytes, 0);
}

function hasHeader(bytes: Uint8Array, offset: number): boolean {
  const block = bytes.subarray(offset, offset + BLOCK);
  if (block.length < BLOCK) return false;
  const told = numberIn(block, CHECKSUM);
  let sum = 0;
  let signed = 0;
  for (const [i, byte] of block.entries()) {
    const counted = i >= CHECKSUM.start && i < CHECKSUM.end ? 0x20 : byte;
    sum += counted;
    signed += counted < 0x80 ? counted : counted - 0x100;
  }
  return told === sum || told === signed;
}

/** What headers before a member's say about it. */
interface Extended {
  readonly name?: string;
  readonly size?: number;
  readonly isSparse?: boolean;
}

/** Reads an archive as Python's `tarfile` does: to a block of zeros, or to what is no header. */
export function readTar(bytes: Uint8Array): Contents {
  const findings: Finding[] = [];
  const members: Member[] = [];
  let status: Status = "complete";
  let extended: Extended = {};
  let everywhere: Extended = {};
  let offset = 0;
  while (hasHeader(bytes, offset)) {
    const header = bytes.subarray(offset, offset + BLOCK);
    const type = String.fromCharCode(header[TYPE] as number);
    const start = offset + BLOCK;
    const isExtended = "xgLKX".includes(type);
    const size = (isExtended ? undefined : (extended.size ?? everywhere.size)) ?? numberIn(header, SIZE);
    const hasData = !WITHOUT_DATA.includes(type);
    const end = hasData ? start + (size ?? 0) : start;
    const name = shownName(extended.name ?? everywhere.name ?? nameIn(header));
    if (size === undefined || end > bytes.length) {
      status = "incomplete";
      findings.push(
        finding("truncated", "warning", `The data of ${name} end behind the archive.`, offset, name),
      );
    }
    const data = bytes.subarray(start, end);
    if (type === "g") everywhere = { ...everywhere, ...pax(data) };
    else if (type === "x" || type === "X") extended = { ...extended, ...pax(data) };
    else if (type === "L") extended = { ...extended, name: textIn(data) };
    else if (type !== "K") {
      if (type === "S" || extended.isSparse) {
        findings.push(finding("unread-format", "warning", `${name} is stored with holes.`, offset, name));
        status = "incomplete";
      }
      if (data.length > 0) members.push(stored(bytes, name, start, Math.min(end, bytes.length)));
      extended = {};
    }
    offset = size === undefined ? bytes.length : start + Math.ceil((end - start) / BLOCK) * BLOCK;
  }
  const rest = skipZeros(bytes, offset, bytes.length);
  if (rest < bytes.length) {
    findings.push(finding("hidden-data", "warning", "Bytes follow the last member that readers find.", rest));
    members.push(stored(bytes, `bytes at ${rest}`, rest, bytes.length));
  }
  return { kind: "tar", findings, status, members };
}

function nameIn(header: Uint8Array): string {
  const name = textIn(header.subarray(NAME.start, NAME.end));
  const isPosix = textIn(header.subarray(MAGIC.start, MAGIC.end)) === "ustar";
  const prefix = isPosix ? textIn(header.subarray(PREFIX.start, PREFIX.end)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Up to the first zero. */
function textIn(field: Uint8Array): string {
  const zero = field.indexOf(0);
  const text = zero < 0 ? field : field.subarray(0, zero);
  return decodeUtf8(text) ?? decodeLatin1(text);
}

/** Octal digits, or a binary number behind a first byte of 128; `undefined` for what is neither. */
function numberIn(header: Uint8Array, { end, start }: Field): number | undefined {
  const field = header.subarray(start, end);
  if (field[0] === 0x80) return field.subarray(1).reduce((value, byte) => 256 * value + byte, 0);
  const text = textIn(field).trim();
  if (!/^[0-7]*$/.test(text)) return undefined;
  return text === "" ? 0 : Number.parseInt(text, 8);
}

/** The records of an extended header, each `length key=value` and a newline. */
function pax(data: Uint8Array): Extended {
  const text = decodeLatin1(data.subarray(0, LONGEST_PAX));
  let found: Extended = {};
  for (let offset = 0; offset < text.length; ) {
    const [, digits, key] = /^(\d{1,7}) ([^=\n]{1,100})=/.exec(text.slice(offset, offset + 120)) ?? [];
    const length = Number(digits);
    if (digits === undefined || key === undefined || length === 0) break;
    const start = offset + digits.length + key.length + 2;
    const value = text.slice(start, offset + length - 1);
    if (key === "path")
      found = { ...found, name: textIn(Uint8Array.from(value, (one) => one.charCodeAt(0))) };
    if (key === "size" && /^\d{1,15}$/.test(value)) found = { ...found, size: Number(value) };
    if (key.startsWith("GNU.sparse.")) found = { ...found, isSparse: true };
    offset += length;
  }
  return found;
}
