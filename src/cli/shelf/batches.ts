import type { Entry } from "../../dbm/async-store.ts";

/** How much may wait in memory. */
export interface Room {
  readonly keys: number;
  readonly bytes: number;
}

/** Entries in batches, each of which has room for one at least. */
export function* batchesOf(entries: Iterable<Entry>, room: Room): Generator<Entry[]> {
  const batch = new Batch(room);
  for (const entry of entries) if (batch.fills(entry)) yield batch.take();
  if (batch.entries.length > 0) yield batch.take();
}

/** The same where one has to wait for them. */
export async function* asyncBatchesOf(entries: AsyncIterable<Entry>, room: Room): AsyncGenerator<Entry[]> {
  const batch = new Batch(room);
  for await (const entry of entries) if (batch.fills(entry)) yield batch.take();
  if (batch.entries.length > 0) yield batch.take();
}

class Batch {
  entries: Entry[] = [];
  readonly #room: Room;
  #bytes = 0;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Adds an entry; answers whether there is no room for more. */
  fills(entry: Entry): boolean {
    this.entries.push(entry);
    this.#bytes += entry[0].length + entry[1].length;
    return this.entries.length >= this.#room.keys || this.#bytes >= this.#room.bytes;
  }

  take(): Entry[] {
    const { entries } = this;
    this.entries = [];
    this.#bytes = 0;
    return entries;
  }
}
