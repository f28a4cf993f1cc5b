import { DbmError, malformed } from "../errors.ts";
import type { Bytes } from "../store.ts";
import { Base64Decoder, encodeLines, linesLength, WHOLE_LINES } from "./base64.ts";
import type { DumpHeader, Entries } from "./dump-header.ts";
import type { DumpSource } from "./dump-source.ts";

const HASH = 0x23;
const COLON = 0x3a;
const LONGEST = 2 ** 31 - 1;
const CHUNK = 65_536;

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

/**
 * The text that `gdbm_dump` writes and `gdbm_load` reads, in chunks: a header, then the length of each key and each value with its base64. The
 * same keys and values in the same order, under the same header, give the same text.
 *
 * @param entries A database, or other pairs of bytes.
 * @param header What is said of the file; nothing by default but the format `standard`. Without `file`, `gdbm_load` must be told a name.
 *
 * @example
 * ```ts
 * import { dumpAscii, readDump } from "pantry/dbm/gnu";
 *
 * const key = new TextEncoder().encode("colour");
 * const text = [...dumpAscii([[key, Uint8Array.of(1, 2)]], { file: "paint.db" })];
 * const dump = readDump(text);
 * if (dump.header.file !== "paint.db" || [...dump.entries][0]?.[1].join() !== "1,2") throw new Error("wrong");
 * ```
 */
export function* dumpAscii(entries: Entries, header: DumpHeader = {}): IterableIterator<Bytes> {
  let chunk = encoder.encode(headerText(header)) as Bytes;
  let used = chunk.length;
  let count = 0;
  for (const entry of entries) {
    for (const value of entry) {
      const heading = encoder.encode(`#:len=${value.length}\n`);
      for (let start = 0; start === 0 || start < value.length; start += WHOLE_LINES) {
        const part = value.subarray(start, start + WHOLE_LINES);
        const needed = heading.length + linesLength(part.length);
        if (used + needed > chunk.length) {
          if (used > 0) yield chunk.subarray(0, used);
          chunk = new Uint8Array(Math.max(CHUNK, needed));
          used = 0;
        }
        if (start === 0) {
          chunk.set(heading, used);
          used += heading.length;
        }
        used = encodeLines(part, chunk, used);
      }
    }
    count += 1;
  }
  if (used > 0) yield chunk.subarray(0, used);
  yield encoder.encode(`#:count=${count}\n# End of data\n`) as Bytes;
}

function headerText(header: DumpHeader): string {
  const { file, uid, user, gid, group, mode, format = "standard" } = header;
  const owner = Object.entries({ uid, user, gid, group, mode: mode && octal(mode) })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${quoted(`${value}`)}`);
  return [
    "# GDBM dump file created by Pantry",
    "#:version=1.1",
    ...(file === undefined ? [] : [`#:file=${quoted(file)}`]),
    ...(owner.length === 0 ? [] : [`#:${owner.join()}`]),
    `#:format=${format}`,
    "# End of header\n",
  ].join("\n");
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, "0");
}

/** A value as `gdbm_load` takes it: it ends at a comma where it is not quoted, and nothing is escaped. */
function quoted(text: string): string {
  if (/[\n\r\0]|^"|,.*"|".*,/.test(text)) throw new RangeError(`a header cannot say ${JSON.stringify(text)}`);
  return text.includes(",") ? `"${text}"` : text;
}

/** The header of a text dump; what follows it comes from `readAsciiEntries`. */
export function readAsciiHeader(source: DumpSource): DumpHeader {
  const found = new Map<string, string>();
  for (;;) {
    const { offset } = source;
    // The first line that says a length belongs to the first key.
    const start = source.peek(6);
    if (!isDirective(start) && start[0] !== HASH) break;
    if (decoder.decode(start) === "#:len=") break;
    const line = source.takeLine() as Uint8Array;
    if (isDirective(line))
      for (const [name, value] of parametersOf(line, offset, source)) found.set(name, value);
    else if (found.size > 0) break;
  }
  if (found.size === 0) throw malformed("dump", source.offset, "it has no header");
  const format = found.get("format");
  const texts = ["version", "file", "user", "group"] as const;
  return {
    ...Object.fromEntries(texts.filter((name) => found.has(name)).map((name) => [name, found.get(name)])),
    ...numberOf(found, "uid", 10),
    ...numberOf(found, "gid", 10),
    ...numberOf(found, "mode", 8),
    ...((format === "standard" || format === "numsync") && { format }),
  };
}

function numberOf(found: ReadonlyMap<string, string>, name: string, radix: 8 | 10): Record<string, number> {
  const text = found.get(name);
  if (text === undefined || !(radix === 8 ? /^[0-7]{1,10}$/ : /^\d{1,10}$/).test(text)) return {};
  return { [name]: Number.parseInt(text, radix) };
}

/** The keys and values of a text dump, up to its end; that must be there. */
export function* readAsciiEntries(source: DumpSource): IterableIterator<[key: Bytes, value: Bytes]> {
  for (let count = 0; ; count += 1) {
    const key = readDatum(source, count);
    if (key === undefined) return;
    const value = readDatum(source, undefined);
    yield [key, value as Bytes];
  }
}

/** The next key or value. Where a key may be the end instead, `count` is how many pairs that must tell, and the answer is `undefined`. */
function readDatum(source: DumpSource, count: number | undefined): Bytes | undefined {
  for (;;) {
    const { offset, line: number } = source;
    const line = source.takeLine();
    if (line === undefined)
      throw new DbmError(`Cannot read dump at byte ${offset}: it ends without its count`, "truncated", {
        offset,
      });
    if (!isDirective(line)) {
      // Old versions end without a count, but not without this line.
      if (count !== undefined && decoder.decode(line) === "# End of data") return undefined;
      if (line.length === 0 || line[0] === HASH) continue;
      throw malformed("dump", offset, `a length was expected in line ${number}`);
    }
    const parameters = new Map(parametersOf(line, offset, source));
    const length = parameters.get("len");
    const total = parameters.get("count");
    if (length !== undefined) return readBase64(source, lengthOf(length, offset, number));
    if (total === undefined) continue;
    if (count === undefined) throw malformed("dump", offset, `a value was expected in line ${number}`);
    if (total !== `${count}`) throw malformed("dump", offset, `line ${number} counts ${total}, not ${count}`);
    return undefined;
  }
}

function lengthOf(text: string, offset: number, line: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LONGEST) return Number(text);
  throw malformed("dump", offset, `no length in line ${line}`);
}

function readBase64(source: DumpSource, length: number): Bytes {
  const decoding = new Base64Decoder(length);
  // Lines that end a value, or begin the next one, start with a mark that base64 has not.
  while (length > 0 && source.peek(1)[0] !== HASH) {
    const { offset } = source;
    const line = source.takeLine();
    if (line === undefined) break;
    decoding.add(line, offset);
  }
  return decoding.end(source.offset);
}

function isDirective(line: Uint8Array): boolean {
  return line[0] === HASH && line[1] === COLON;
}

/** What a line such as `#:uid=0,user="root"` says. */
function* parametersOf(
  line: Uint8Array,
  offset: number,
  source: DumpSource,
): IterableIterator<[name: string, value: string]> {
  const text = decoder.decode(line.subarray(2)).trimStart();
  // It has its line to itself and is not quoted by the original, commas or not.
  if (text.startsWith("file=") && text[5] !== '"') return yield ["file", text.slice(5)];
  const pattern = /[ \t]*([^=, \t][^=,]*)=(?:"([^"]*)"?|([^,]*)),?/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw malformed("dump", offset, `line ${source.line - 1} says nothing that is known`);
    yield [match[1] as string, match[2] ?? match[3] ?? ""];
  }
}
