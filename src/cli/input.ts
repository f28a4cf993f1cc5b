import { GZIP, hasBytes, XZ, ZIP } from "../inspect/magic.ts";
import { printable } from "../python/printable.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import { compression, fileSystem, host, type InputStream } from "./host.ts";

/** A file that was read whole. */
export interface Input {
  /** How it is called, printable. */
  readonly name: string;
  /** What it holds, decompressed. */
  readonly bytes: Uint8Array;
  /** How it was compressed. */
  readonly compression: "gzip" | "zlib" | undefined;
}

/** The most bytes that are read where nothing else is said: 1 GiB. */
export const MAX_BYTES: number = 2 ** 30;

/** Formats that pickles are often found in, and that are not opened here: their first bytes. */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ["a zip archive", ZIP],
  ["a bzip2 file", [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
  ["an xz file", XZ],
  ["a zstd file", [0x28, 0xb5, 0x2f, 0xfd]],
  ["an lz4 file", [0x04, 0x22, 0x4d, 0x18]],
];

/**
 * Reads a file, or the standard input for `-`, and decompresses what is gzip or zlib by its first bytes. Neither
 * before nor after that may it have more than `maxBytes`.
 */
export function readInput(path: string, maxBytes: number): Promise<Input> {
  return named(path, async (name) => {
    const bytes = await collect(streamOf(path), maxBytes);
    const format = compressionOf(bytes);
    if (!format) return { name, bytes: opened(bytes), compression: undefined };
    return { name, bytes: opened(await inflate(bytes, format, maxBytes)), compression: format };
  });
}

/** Reads a file, or the standard input for `-`, as it is. It may have no more than `maxBytes`. */
export function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  return named(path, () => collect(streamOf(path), maxBytes));
}

/** How a file is called where it is told of, printable. */
export function nameOf(path: string): string {
  return path === "-" ? "standard input" : printable(path);
}

/** What goes wrong is a `Failure` that names the file. */
async function named<Result>(path: string, read: (name: string) => Promise<Result>): Promise<Result> {
  const name = nameOf(path);
  try {
    return await read(name);
  } catch (error) {
    throw new Failure(`${name}: ${reasonOf(error)}`, EXIT.unreadable, { cause: error });
  }
}

function streamOf(path: string): InputStream {
  return path === "-" ? host.stdin : fileSystem.createReadStream(path, { highWaterMark: 2 ** 20 });
}

async function inflate(bytes: Uint8Array, format: "gzip" | "zlib", maxBytes: number): Promise<Uint8Array> {
  const inflater = format === "gzip" ? compression.createGunzip() : compression.createInflate();
  inflater.end(bytes);
  try {
    return await collect(inflater, maxBytes);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot decompress ${format}: ${reasonOf(error)}`, EXIT.unreadable, { cause: error });
  }
}

async function collect(stream: InputStream, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new Failure(`more than ${maxBytes} bytes, which --max-bytes can raise`, EXIT.unreadable);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** No opcode of pickle is the first byte of either. */
function compressionOf(bytes: Uint8Array): Input["compression"] {
  if (hasBytes(bytes, GZIP)) return "gzip";
  const [first = 0, second = 0] = bytes;
  return first === 0x78 && ((first << 8) | second) % 31 === 0 ? "zlib" : undefined;
}

function opened(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw new Failure("it is empty, so there is no pickle in it", EXIT.unreadable);
  for (const [what, magic] of OTHERS) {
    if (hasBytes(bytes, magic))
      throw new Failure(`it is ${what}, no pickle: unpack it first`, EXIT.unreadable);
  }
  return bytes;
}
