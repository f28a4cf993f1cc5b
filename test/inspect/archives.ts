// Archives made by hand, so that they can contradict themselves.
import { crc32, deflateRawSync } from "node:zlib";

/** What a record says about a member. */
interface Fields {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

export interface ZipMember {
  readonly name: string;
  readonly data: Uint8Array;
  readonly isStored?: boolean;
  /** What its own header says otherwise, and what the directory does. */
  readonly local?: Partial<Fields>;
  readonly central?: Partial<Fields>;
  /** Bytes in front of its header, and behind its data. */
  readonly before?: Uint8Array;
  readonly behind?: Uint8Array;
  readonly isUnlisted?: boolean;
  readonly localExtra?: Uint8Array;
  readonly centralExtra?: Uint8Array;
  readonly comment?: Uint8Array;
}

export interface ZipOptions {
  readonly prefix?: Uint8Array;
  /** Whether the offsets count the prefix. */
  readonly isPrefixCounted?: boolean;
  readonly comment?: Uint8Array;
  readonly isZip64?: boolean;
}

const NOTHING = new Uint8Array(0);

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

export function zip(members: readonly ZipMember[], options: ZipOptions = {}): Uint8Array {
  const { comment = NOTHING, isPrefixCounted = false, isZip64 = false, prefix = NOTHING } = options;
  const parts: Uint8Array[] = [prefix];
  const directory: Uint8Array[] = [];
  let offset = isPrefixCounted ? prefix.length : 0;
  for (const member of members) {
    const { before = NOTHING, behind = NOTHING, data, isStored = false, name } = member;
    const packed = isStored ? data : deflateRawSync(data);
    const fields = {
      name,
      flags: 0,
      method: isStored ? 0 : 8,
      crc: crc32(data),
      compressed: packed.length,
      size: data.length,
    };
    const local = localHeader({ ...fields, ...member.local }, member.localExtra);
    const central = centralRecord({ ...fields, ...member.central }, offset + before.length, isZip64, member);
    if (!member.isUnlisted) directory.push(central);
    parts.push(before, local, packed, behind);
    offset += before.length + local.length + packed.length + behind.length;
  }
  const records = Buffer.concat(directory);
  const count = directory.length;
  const end64 = isZip64
    ? [end64Record(count, records.length, offset), locator64(offset + records.length)]
    : [];
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(records.length, 12);
  end.writeUInt32LE(isZip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, records, ...end64, end, comment]);
}

function localHeader(fields: Fields, extra: Uint8Array = NOTHING): Buffer {
  const { compressed, crc, flags, method, name, size } = fields;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(compressed, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, bytesOf(name), extra]);
}

function centralRecord(fields: Fields, offset: number, isZip64: boolean, notes: Partial<ZipMember>): Buffer {
  const { centralExtra = NOTHING, comment = NOTHING } = notes;
  const { compressed, crc, flags, method, name, size } = fields;
  const extra = Buffer.alloc(isZip64 ? 12 : 0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(compressed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length + centralExtra.length, 30);
  header.writeUInt16LE(comment.length, 32);
  header.writeUInt32LE(isZip64 ? 0xffffffff : offset, 42);
  if (isZip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  return Buffer.concat([header, bytesOf(name), extra, centralExtra, comment]);
}

function end64Record(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  return record;
}

function locator64(offset: number): Buffer {
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset), 8);
  locator.writeUInt32LE(1, 16);
  return locator;
}

/** A tar archive; a member is a name and its data, with the letter of its type. */
export function tar(
  members: readonly (readonly [name: string, data: Uint8Array, type?: string])[],
): Uint8Array {
  const blocks = members.flatMap(([name, data, type = "0"]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, "latin1");
    header.write("0000644\0", 100);
    header.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write(type, 156);
    header.write("ustar\0", 257);
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, data, Buffer.alloc(-data.length & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** An array file with that description of its elements. */
export function npy(descr: string, shape: string, data: Uint8Array, version = 1): Uint8Array {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length + 1);
  else length.writeUInt32LE(text.length + 1);
  return Buffer.concat([
    bytesOf(`\x93NUMPY${String.fromCharCode(version, 0)}`),
    length,
    bytesOf(`${text}\n`),
    data,
  ]);
}
