import { crc32 } from "../bytes/crc32.ts";
import type { Finding } from "../pickletools/index.ts";
import type { Budget } from "./budget.ts";
import { bunzip2 } from "./compression/bunzip2.ts";
import { inflate } from "./compression/inflate.ts";
import { unlzmaOfZip, unxz } from "./compression/xz.ts";
import {
  type Decoded,
  type Decoder,
  decode,
  type Steps,
  stopFinding,
  stopStatus,
  type Unpacked,
} from "./contents.ts";
import { finding } from "./findings.ts";
import type { Packing } from "./zip-records.ts";

const STORED = 0;
/** Set in the flags of what needs a password. */
export const ENCRYPTED = 1;

/** Set in the flags of LZMA that ends with a mark. */
const HAS_END_MARK = 2;

/** Where a member lies, and how it is packed. */
export interface PackedMember {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly packing: Packing;
}

function decoderOf({ flags, method, size }: Packing): Decoder | undefined {
  if (method === 8) return inflate;
  if (method === 12) return bunzip2;
  const length = flags & HAS_END_MARK ? Number.POSITIVE_INFINITY : size;
  if (method === 14) return (input, start, output) => unlzmaOfZip(input, start, output, length);
  return method === 95 ? unxz : undefined;
}

/** Unpacks a member of an archive. Nothing stops it that does not stop every reader. */
export function* unpackMember(
  archive: Uint8Array,
  { end, name, packing, start }: PackedMember,
  budget: Budget,
): Steps<Unpacked> {
  const { crc, flags, method } = packing;
  const packed = archive.subarray(start, end);
  const decoder = decoderOf(packing);
  if (method !== STORED && !decoder) {
    const message = `Cannot unpack ${name}: compression method ${method} is not read here.`;
    const findings = [finding("unread-format", "warning", message, start, name)];
    return { bytes: packed, findings, status: "incomplete" };
  }
  const stored: Decoded = { bytes: packed, end: packed.length, findings: [] };
  const decoded = decoder ? yield* decode(decoder, packed, 0, budget) : stored;
  const isRight = crc32(decoded.bytes) === crc;
  if (flags & ENCRYPTED && !isRight) {
    const message = `Cannot unpack ${name}: it is encrypted.`;
    const findings = [finding("encrypted-member", "warning", message, start, name)];
    return { bytes: decoded.bytes, findings, status: "incomplete" };
  }
  const findings: Finding[] = [...decoded.findings];
  if (flags & ENCRYPTED) {
    const message = `${name} is called encrypted, and is not.`;
    findings.push(finding("container-disagreement", "danger", message, start, name));
  }
  const { stopped } = decoded;
  if (stopped) findings.push(stopFinding(stopped, name, start));
  else if (!isRight) {
    findings.push(finding("bad-checksum", "warning", `The CRC-32 of ${name} does not match.`, start, name));
  }
  if (decoder && decoded.end < packed.length) {
    const message = `${packed.length - decoded.end} bytes follow the compressed data of ${name}.`;
    findings.push(finding("hidden-data", "warning", message, start + decoded.end, name));
  }
  return { bytes: decoded.bytes, findings, status: stopStatus(stopped) };
}
