import type { Bytes } from "../store.ts";
import { MARK, OTHER_SLOTS } from "./bsd-layout.ts";
import type { Entry, Shape } from "./hash-format.ts";

/** What a page needs for its link to the next. */
const LINK_SIZE = 4;
/** What the slots of a page of a large pair take, with its link. */
const LARGE_SLOTS = 2 * (4 + OTHER_SLOTS);

/** A page of a bucket that is being filled. */
export class BsdDraft {
  readonly bytes: Bytes;
  readonly #view: DataView;
  readonly #little: boolean;
  /** Where the link to the next page goes that has its place already, or places, as slots. */
  readonly #links: number[] = [];
  #count = 0;
  #start: number;

  constructor({ pageSize, littleEndian }: Shape) {
    this.bytes = new Uint8Array(pageSize);
    this.#view = new DataView(this.bytes.buffer);
    this.#little = littleEndian;
    this.#start = pageSize;
    this.#close();
  }

  /** Whether there is nothing in it. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether there is room for a pair, and for a link after it. */
  fits([key, value]: Entry): boolean {
    const slots = 2 * (this.#count + 2 + OTHER_SLOTS) + LINK_SIZE;
    return slots + key.length + value.length <= this.#start;
  }

  /** Adds a pair. */
  add([key, value]: Entry): void {
    this.#addSlot(this.#take(key));
    this.#addSlot(this.#take(value));
    this.#close();
  }

  /** Adds the part of a key, or of a value, that a page of a large pair has. */
  addPart(part: Uint8Array, mark: number): void {
    this.#addSlot(this.#take(part));
    this.#addSlot(mark);
    this.#close();
  }

  /** Adds the beginning of a value to the page where its key ends; the value goes on in the next page. */
  addBeginning(part: Uint8Array): void {
    this.#addSlot(0);
    this.#links.push(this.#count);
    this.#addSlot(this.#take(part));
    this.#close();
  }

  /** Makes room for the link to the next page twice. */
  addDetour(): void {
    for (let time = 0; time < 2; time++) {
      this.#addSlot(0);
      this.#links.push(this.#count);
      this.#addSlot(MARK.link);
    }
    this.#close();
  }

  /** Links to the next page. */
  link(address: number): void {
    if (this.#links.length === 0) {
      this.#addSlot(0);
      this.#links.push(this.#count);
      this.#addSlot(MARK.link);
      this.#close();
    }
    for (const slot of this.#links) this.#set(slot, address);
  }

  #take(bytes: Uint8Array): number {
    this.#start -= bytes.length;
    this.bytes.set(bytes, this.#start);
    return this.#start;
  }

  #addSlot(value: number): void {
    this.#count += 1;
    this.#set(this.#count, value);
  }

  /** Writes how many slots there are, how many bytes are free, and where these end. */
  #close(): void {
    this.#set(0, this.#count);
    this.#set(this.#count + 1, this.#start - 2 * (this.#count + OTHER_SLOTS));
    this.#set(this.#count + 2, this.#start);
  }

  #set(slot: number, value: number): void {
    this.#view.setUint16(2 * slot, value, this.#little);
  }
}

/** The pages of a bucket with these entries, one after the other; the first is there even if it is empty. */
export function* draftsOf(entries: readonly Entry[], shape: Shape): IterableIterator<BsdDraft> {
  const large: Entry[] = [];
  const empty = new BsdDraft(shape);
  let draft = new BsdDraft(shape);
  for (const entry of entries) {
    if (!empty.fits(entry)) {
      large.push(entry);
      continue;
    }
    if (!draft.fits(entry)) {
      yield draft;
      draft = new BsdDraft(shape);
    }
    draft.add(entry);
  }
  yield draft;
  for (const [index, entry] of large.entries()) {
    if (index > 0) yield detour(shape);
    yield* draftsOfLarge(entry, shape);
  }
}

/**
 * A page that only leads to the next, by two links. When BSD's library lists what it has, it passes over the first pair of the page that follows a
 * large pair; were that another large one, it would take bytes for a pair that are none. So it passes over a link, and takes the other.
 */
function detour(shape: Shape): BsdDraft {
  const draft = new BsdDraft(shape);
  draft.addDetour();
  return draft;
}

/** The pages of a large pair. Where its value begins in the page of its key, it does not end there. */
function* draftsOfLarge([key, value]: Entry, shape: Shape): IterableIterator<BsdDraft> {
  const room = shape.pageSize - LARGE_SLOTS;
  const keyEnd = Math.max(0, Math.ceil(key.length / room) - 1) * room;
  for (let start = 0; start < keyEnd; start += room) yield partOf(key, start, room, MARK.partialKey, shape);
  const left = room - (key.length - keyEnd);
  let start = value.length > left ? left : 0;
  const last = partOf(key, keyEnd, room, start > 0 ? MARK.fullKeyAndData : MARK.fullKey, shape);
  if (start > 0) last.addBeginning(value.subarray(0, start));
  yield last;
  for (; value.length - start > room; start += room) yield partOf(value, start, room, MARK.fullKey, shape);
  yield partOf(value, start, room, MARK.fullKeyAndData, shape);
}

function partOf(bytes: Uint8Array, start: number, room: number, mark: number, shape: Shape): BsdDraft {
  const draft = new BsdDraft(shape);
  draft.addPart(bytes.subarray(start, start + room), mark);
  return draft;
}
