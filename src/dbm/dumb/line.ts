import type { Bytes } from "../store.ts";
import type { Extent } from "./extent.ts";

/**
 * What is said at the end of a provisional line, in a comment that Python does not look at: the CRC-32 of the value, by which one can tell
 * whether it has reached the disk as the line has; or that the key is gone, which Python's lines have no way to say.
 */
export type Note = Checksum | "deleted";

/** The CRC-32 of a value, and whether its blocks had something else before, so that they are not zeros where nothing reached the disk. */
interface Checksum {
  readonly crc: number;
  readonly reused: boolean;
}

const PLAIN = /^[ -&(-[\]-~\xa1-\xac\xae-\xff]*$/;
const ESCAPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The line of a key, each character of which is a byte of the file. One with a note is provisional: a space before its last bracket says so. */
export function formatLine(key: string, { offset, length }: Extent, note?: Note): string {
  const text = `${quoted(key)}, (${offset}, ${length}`;
  if (note === undefined) return `${text})\n`;
  if (note === "deleted") return `${text} ) # deleted\n`;
  return `${text} ) # ${note.crc.toString(16).padStart(8, "0")}${note.reused ? " reused" : ""}\n`;
}

/** Python's `repr` of a text without characters beyond U+00FF. */
function quoted(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let escaped = "";
  for (const character of text) escaped += character === quote ? `\\${quote}` : escapeOf(character);
  return quote + escaped + quote;
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  const isPrintable = (code >= 0x20 && code < 0x7f) || (code > 0xa0 && code !== 0xad);
  const short = ESCAPES.get(character);
  if (short !== undefined) return short;
  return isPrintable ? character : `\\x${code.toString(16).padStart(2, "0")}`;
}

/** The bytes whose numbers are those of the characters. */
export function encodeLatin1(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
