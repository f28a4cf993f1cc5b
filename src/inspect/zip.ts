import { sameBytes } from "../bytes/equal.ts";
import { PROTO } from "../pickle/opcodes.ts";
import { type Finding, type Status, worstStatus } from "../pickletools/index.ts";
import { type Contents, type Member, skipZeros, stored } from "./contents.ts";
import { finding, shownName } from "./findings.ts";
import { hasBytes, ZIP } from "./magic.ts";
import { ENCRYPTED, unpackMember } from "./zip-member.ts";
import {
  type Directory,
  type Entry,
  type LocalHeader,
  type Packing,
  type Span,
  ZipRecords,
} from "./zip-records.ts";

const HAS_DESCRIPTOR = 8;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const SLASH = 0x2f;
/** The end of an archive of nothing. */
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
const NEWLINE = 0x0a;
/** So many that begin where no directory says so are looked at. */
const MOST_UNLISTED = 1000;
/** The sizes in an extra field of zip64 are not as long. */
const SHORTEST_HARM = 18;
const MOST_NOTES = 1000;
const MOST_ENTRIES = 100_000;

/** Whether the bytes begin as an archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return hasBytes(bytes, ZIP) || hasBytes(bytes, EMPTY_ZIP);
}

/** Where the archive begins that readers find from the end of these bytes; `undefined` where they find none. */
export function zipStart(bytes: Uint8Array): number | undefined {
  const [directory] = new ZipRecords(bytes).directories(MOST_ENTRIES);
  if (!directory) return undefined;
  return directory.entries.reduce((first, { header }) => Math.min(first, header), directory.start);
}

/**
 * Reads an archive as all its readers do: by the directory at its end, and by the headers before the members, whose
 * disagreement is a finding. What belongs to no member is a member too. `undefined` where there is no archive.
 */
export function readZip(bytes: Uint8Array): Contents | undefined {
  return new ZipReader(bytes).read();
}

class ZipReader {
  readonly #bytes: Uint8Array;
  readonly #records: ZipRecords;
  readonly #findings: Finding[] = [];
  readonly #members: Member[] = [];
  readonly #spans: Span[] = [];
  #status: Status = "complete";
  #notes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#records = new ZipRecords(bytes);
  }

  read(): Contents | undefined {
    const [directory, ...others] = this.#records.directories(MOST_ENTRIES);
    if (!directory) return this.#readWithoutDirectory();
    for (const entry of directory.entries) this.#readEntry(entry);
    this.#checkDirectory(directory, others);
    this.#spans.push(...spansOf(directory));
    this.#readGaps(directory.comment);
    this.#readEnd(directory);
    return this.#contents();
  }

  #contents(): Contents {
    return { kind: "zip", findings: this.#findings, status: this.#status, members: this.#members };
  }

  #readWithoutDirectory(): Contents | undefined {
    if (!this.#records.local(0)) return undefined;
    this.#fail("incomplete", "truncated", "The archive has no directory: its end is missing.", 0);
    this.#readGap(0, this.#bytes.length, false);
    return this.#contents();
  }

  #fail(status: Status, rule: Finding["rule"], message: string, offset: number, name?: string): void {
    this.#status = worstStatus(this.#status, status);
    this.#findings.push(finding(rule, "warning", message, offset, name));
  }

  #warn(rule: Finding["rule"], message: string, offset: number, name?: string): void {
    this.#findings.push(finding(rule, "warning", message, offset, name));
  }

  #checkDirectory(directory: Directory, others: readonly Directory[]): void {
    const { declared, end, endRecord, entries, start } = directory;
    if (entries.length !== declared || end !== endRecord) {
      const message = `The directory has ${entries.length} records, and its end tells of ${declared}.`;
      this.#fail("error", "container-disagreement", message, start);
    }
    const names = new Set<string>();
    for (const { name, offset } of entries) {
      const text = shownName(name);
      if (names.has(text)) {
        const message = `Several members are called ${text}: readers do not agree which one it is.`;
        this.#findings.push(finding("duplicate-member", "note", message, offset, text));
      }
      names.add(text);
    }
    const known = new Set([start]);
    for (const other of others) {
      const isInMember = this.#spans.some((span) => other.start >= span.start && other.comment <= span.end);
      if (known.has(other.start) || isInMember) continue;
      known.add(other.start);
      this.#warn("several-directories", "Another directory is found by other readers.", other.start);
      for (const entry of other.entries) this.#readEntry(entry);
      this.#spans.push(...spansOf(other));
    }
  }

  #readEntry(entry: Entry): void {
    const name = shownName(entry.name);
    const local = this.#records.local(entry.header);
    if (!local) {
      this.#fail(
        "error",
        "malformed",
        `No member begins where the directory tells of ${name}.`,
        entry.offset,
        name,
      );
      return;
    }
    this.#compare(entry, local, name);
    for (const note of this.#records.extraFields(entry.extra)) this.#readNote(note, `extra field of ${name}`);
    for (const note of this.#records.extraFields(local.extra)) this.#readNote(note, `extra field of ${name}`);
    this.#readNote(entry.comment, `comment on ${name}`);
    const end = local.start + entry.compressed;
    if (end > this.#bytes.length) {
      this.#fail(
        "incomplete",
        "truncated",
        `The data of ${name} ends behind the archive.`,
        local.start,
        name,
      );
    }
    this.#spans.push({
      start: local.offset,
      end: this.#behindDescriptor(entry, local, Math.min(end, this.#bytes.length)),
    });
    if (entry.compressed === 0 && entry.name.at(-1) === SLASH) return;
    this.#members.push(this.#member(name, local.start, entry));
    if (local.method !== entry.method || (local.compressed !== entry.compressed && local.compressed > 0)) {
      const compressed = local.compressed || entry.compressed;
      this.#members.push(this.#member(`${name} (by its own header)`, local.start, { ...local, compressed }));
    }
  }

  /** Sizes and sums may come in a descriptor behind the data, and be zeros in the header. */
  #compare(entry: Entry, local: LocalHeader, name: string): void {
    const structure: string[] = [];
    if (!sameBytes(entry.name, local.name)) structure.push(`the name (${shownName(local.name)})`);
    if (entry.method !== local.method) structure.push("the method");
    if ((entry.flags ^ local.flags) & ENCRYPTED) structure.push("whether it is encrypted");
    const hasSizes = (local.flags & HAS_DESCRIPTOR) === 0 || local.compressed !== 0;
    const sums: string[] = [];
    if (hasSizes && (entry.compressed !== local.compressed || entry.size !== local.size))
      sums.push("the size");
    if (hasSizes && entry.crc !== local.crc) sums.push("the CRC-32");
    const differences = [...structure, ...sums].join(", ");
    if (differences === "") return;
    const severity = structure.length > 0 ? "danger" : "warning";
    const message = `The directory and the header before ${name} differ in ${differences}.`;
    this.#findings.push(finding("container-disagreement", severity, message, local.offset, name));
  }

  /** Where a member ends, the descriptor that may follow its data included. */
  #behindDescriptor(entry: Entry, local: LocalHeader, end: number): number {
    if (((entry.flags | local.flags) & HAS_DESCRIPTOR) === 0) return end;
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    const at =
      end + 4 <= view.byteLength && view.getUint32(end, true) === DESCRIPTOR_SIGNATURE ? end + 4 : end;
    if (at + 12 > view.byteLength || view.getUint32(at, true) !== entry.crc) return end;
    const isWide =
      at + 20 <= view.byteLength &&
      view.getUint32(at + 8, true) === 0 &&
      view.getUint32(at + 12, true) === entry.size;
    return at + (isWide && entry.size !== 0 ? 20 : 12);
  }

  /** Comments and extra fields: where a pickle may be in one, it is a member too. */
  #readNote({ end, start }: Span, name: string): void {
    if (!mayHide(this.#bytes.subarray(start, end))) return;
    this.#notes += 1;
    if (this.#notes <= MOST_NOTES) this.#members.push(stored(this.#bytes, name, start, end));
    else if (this.#notes === MOST_NOTES + 1)
      this.#fail(
        "incomplete",
        "limit",
        "Not all of the many comments and extra fields were looked at.",
        start,
      );
  }

  #member(name: string, start: number, packing: Packing): Member {
    const end = Math.min(start + packing.compressed, this.#bytes.length);
    return {
      name,
      offset: start,
      length: Math.max(0, end - start),
      unpack: (budget) => unpackMember(this.#bytes, { name, start, end, packing }, budget),
    };
  }

  /** What lies between the members, and before them. */
  #readGaps(end: number): void {
    const spans = this.#spans.toSorted((one, other) => one.start - other.start);
    let offset = 0;
    let isOverlapping = false;
    for (const span of spans) {
      if (span.start > offset) this.#readGap(offset, Math.min(span.start, end), true);
      else if (span.start < offset && !isOverlapping) {
        isOverlapping = true;
        this.#warn("overlapping-members", "Members of the archive share bytes.", span.start);
      }
      offset = Math.max(offset, span.end);
    }
  }

  #readGap(start: number, end: number, isListed: boolean): void {
    let offset = start;
    for (let count = 0; count < MOST_UNLISTED; count += 1) {
      const local = this.#records.local(this.#records.nextLocal(offset, end) ?? end);
      if (!local || local.start > end) break;
      this.#readHidden(offset, local.offset);
      const name = shownName(local.name);
      if (isListed)
        this.#warn("unlisted-member", `No directory tells of the member ${name}.`, local.offset, name);
      const compressed = local.compressed || (this.#records.nextLocal(local.start, end) ?? end) - local.start;
      const fields = { ...local, compressed: Math.min(compressed, end - local.start) };
      if (fields.compressed > 0) this.#members.push(this.#member(name, local.start, fields));
      offset = local.start + fields.compressed;
    }
    this.#readHidden(offset, end);
  }

  /** Zeros are padding; anything else is looked at. */
  #readHidden(start: number, end: number): void {
    const first = skipZeros(this.#bytes, start, end);
    if (first === end) return;
    const where = start === 0 ? "before the archive" : "between its members";
    this.#warn("hidden-data", `${end - first} bytes ${where} belong to none of them.`, first);
    this.#members.push(stored(this.#bytes, `bytes at ${first}`, first, end));
  }

  /** The comment, and what follows the archive. */
  #readEnd({ behind, comment }: Directory): void {
    const { length } = this.#bytes;
    if (behind > comment) this.#members.push(stored(this.#bytes, "comment", comment, behind));
    const rest = skipZeros(this.#bytes, behind, length);
    if (rest === length) return;
    this.#findings.push(finding("trailing-data", "note", `${length - rest} bytes follow the archive.`, rest));
    this.#members.push(stored(this.#bytes, `bytes at ${rest}`, rest, length));
  }
}

/** The records of a directory, and what leads to them. */
function spansOf({ comment, end, endRecord, start }: Directory): Span[] {
  return [
    { start, end },
    { start: endRecord, end: comment },
  ];
}

/** Whether a pickle may be in there that does something: it says so, or has the two lines of an import. */
function mayHide(bytes: Uint8Array): boolean {
  if (bytes.length < SHORTEST_HARM) return false;
  const line = bytes.indexOf(NEWLINE);
  return bytes.includes(PROTO) || (line >= 0 && bytes.indexOf(NEWLINE, line + 1) >= 0);
}
