/** From an offset on and before another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What says how the data of a member are packed. */
export interface Packing {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes of the data; 0 in a header where a descriptor behind them tells. */
  readonly compressed: number;
  readonly size: number;
}

/** The header before the data of a member. */
export interface LocalHeader extends Packing {
  readonly offset: number;
  /** Where the data begin. */
  readonly start: number;
  readonly name: Uint8Array;
  /** Where its extra fields are. */
  readonly extra: Span;
}

/** A record of the central directory. */
export interface Entry extends Packing {
  /** Where the record is. */
  readonly offset: number;
  readonly name: Uint8Array;
  /** Where its extra fields are, and its comment. */
  readonly extra: Span;
  readonly comment: Span;
  /** Where the local header is said to be. */
  readonly header: number;
}

/** A central directory, and the record at the end that leads to it. */
export interface Directory {
  readonly entries: readonly Entry[];
  readonly start: number;
  /** Behind its last record that could be read. */
  readonly end: number;
  /** How many records it is said to have. */
  readonly declared: number;
  /** Where the record at the end begins, or the first one that belongs to it. */
  readonly endRecord: number;
  /** Where the comment begins, and what lies behind it. */
  readonly comment: number;
  readonly behind: number;
  /** How far the archive was moved by what is before it. */
  readonly shift: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
const LOCATOR64_SIZE = 20;
const END64_SIZE = 56;
const LONGEST_COMMENT = 0xffff;
const IN_ZIP64 = 0xffffffff;
/** The extra field that has what does not fit in 32 bits. */
const ZIP64 = 1;
/** More end records than this are not looked at. */
const MOST_ENDS = 8;

/** Reads the records of ZIP archives, each at an offset: `undefined` where there is none. */
export class ZipRecords {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  local(offset: number): LocalHeader | undefined {
    if (!this.#has(LOCAL, offset, LOCAL_SIZE)) return undefined;
    const view = this.#view;
    const nameLength = view.getUint16(offset + 26, true);
    const extra = offset + LOCAL_SIZE + nameLength;
    const start = extra + view.getUint16(offset + 28, true);
    const sizes = [view.getUint32(offset + 22, true), view.getUint32(offset + 18, true)];
    const [size, compressed] = this.#wide(sizes, { start: extra, end: start });
    return {
      offset,
      start,
      name: this.#bytes.subarray(offset + LOCAL_SIZE, extra),
      extra: { start: extra, end: start },
      flags: view.getUint16(offset + 6, true),
      method: view.getUint16(offset + 8, true),
      crc: view.getUint32(offset + 14, true),
      compressed: compressed as number,
      size: size as number,
    };
  }

  /** What extra fields hold: each is behind two bytes that say what it is, and two that say how long. */
  *extraFields({ end, start }: Span): Generator<Span> {
    const last = Math.min(end, this.#bytes.length);
    for (let at = start; at + 4 <= last; ) {
      const next = Math.min(last, at + 4 + this.#view.getUint16(at + 2, true));
      yield { start: at + 4, end: next };
      at = next;
    }
  }

  /** Where the next local header begins, from `start` on and before `end`. */
  nextLocal(start: number, end: number): number | undefined {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(0x50, start); at >= 0 && at < end; at = bytes.indexOf(0x50, at + 1)) {
      if (this.#has(LOCAL, at, LOCAL_SIZE)) return at;
    }
    return undefined;
  }

  /** The directories that readers may find, the one that Python's `zipfile` finds first. */
  directories(mostEntries: number): Directory[] {
    const found: Directory[] = [];
    for (const end of this.#ends()) {
      for (const start of this.#starts(end)) {
        const directory = this.#directory(end, start, mostEntries);
        if (directory) found.push(directory);
      }
    }
    return found;
  }

  /** Offsets of end records, the last one first. */
  #ends(): number[] {
    const { length } = this.#bytes;
    const first = Math.max(0, length - END_SIZE - LONGEST_COMMENT);
    const ends: number[] = [];
    for (let at = length - END_SIZE; ends.length < MOST_ENDS; at -= 1) {
      at = at < first ? -1 : this.#bytes.lastIndexOf(0x50, at);
      if (at < first) break;
      if (this.#has(END, at, END_SIZE)) ends.push(at);
    }
    return ends;
  }

  /** Where the directory may be: before its end, and where it is said to be. */
  #starts(end: number): Start[] {
    const view = this.#view;
    const at64 = this.#end64(end);
    const [declared, size, told] =
      at64 === undefined
        ? [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)]
        : [this.#u64(at64 + 32), this.#u64(at64 + 40), this.#u64(at64 + 48)];
    const endRecord = at64 ?? end;
    const before = { declared, endRecord, start: endRecord - size, shift: endRecord - size - told };
    const starts = before.shift === 0 ? [before] : [before, { declared, endRecord, start: told, shift: 0 }];
    return starts.filter(({ start }) =>
      declared === 0 ? start === endRecord : this.#has(CENTRAL, start, CENTRAL_SIZE),
    );
  }

  #end64(end: number): number | undefined {
    const locator = end - LOCATOR64_SIZE;
    if (!this.#has(LOCATOR64, locator, LOCATOR64_SIZE)) return undefined;
    const places = [locator - END64_SIZE, this.#u64(locator + 8)];
    return places.find((place) => this.#has(END64, place, END64_SIZE));
  }

  #directory(end: number, { declared, endRecord, shift, start }: Start, most: number): Directory | undefined {
    const entries: Entry[] = [];
    let offset = start;
    while (entries.length < most && offset < endRecord) {
      const entry = this.#entry(offset, shift);
      if (!entry) break;
      entries.push(entry.entry);
      offset = entry.end;
    }
    // An archive of nothing is one only where nothing else is.
    const comment = end + END_SIZE;
    const behind = Math.min(this.#bytes.length, comment + this.#view.getUint16(end + 20, true));
    if (entries.length === 0 && behind !== this.#bytes.length) return undefined;
    return { entries, start, end: offset, declared, endRecord, comment, behind, shift };
  }

  #entry(offset: number, shift: number): { entry: Entry; end: number } | undefined {
    if (!this.#has(CENTRAL, offset, CENTRAL_SIZE)) return undefined;
    const view = this.#view;
    const name = offset + CENTRAL_SIZE;
    const extra = name + view.getUint16(offset + 28, true);
    const comment = extra + view.getUint16(offset + 30, true);
    const fields = [24, 20, 42].map((field) => view.getUint32(offset + field, true));
    const [size, compressed, header] = this.#wide(fields, { start: extra, end: comment });
    const end = comment + view.getUint16(offset + 32, true);
    const entry = {
      offset,
      name: this.#bytes.subarray(name, extra),
      extra: { start: extra, end: comment },
      comment: { start: comment, end },
      flags: view.getUint16(offset + 8, true),
      method: view.getUint16(offset + 10, true),
      crc: view.getUint32(offset + 16, true),
      compressed: compressed as number,
      size: size as number,
      header: (header as number) + shift,
    };
    return { entry, end };
  }

  /** The fields that do not fit are in an extra field, in that order. */
  #wide(fields: readonly number[], extra: Span): number[] {
    if (!fields.includes(IN_ZIP64)) return [...fields];
    for (const field of this.extraFields(extra)) {
      if (this.#view.getUint16(field.start - 4, true) === ZIP64) return this.#widened(fields, field);
    }
    return [...fields];
  }

  #widened(fields: readonly number[], { end, start }: Span): number[] {
    let at = start;
    return fields.map((field) => {
      if (field !== IN_ZIP64 || at + 8 > end) return field;
      at += 8;
      return this.#u64(at - 8);
    });
  }

  #u64(offset: number): number {
    return this.#view.getUint32(offset, true) + this.#view.getUint32(offset + 4, true) * 2 ** 32;
  }

  #has(signature: number, offset: number, size: number): boolean {
    return (
      offset >= 0 && offset + size <= this.#bytes.length && this.#view.getUint32(offset, true) === signature
    );
  }
}

/** Where a directory may begin, as an end record tells. */
interface Start {
  readonly declared: number;
  readonly endRecord: number;
  readonly start: number;
  readonly shift: number;
}
