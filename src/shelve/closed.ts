import type { OrderedDict, ShelfCursor, ShelfEntry } from "./dict.ts";
import { ShelveError } from "./errors.ts";

/** Takes the place of the dict of a shelf that is closed: whatever it is asked, it raises. */
export class ClosedDict implements Required<OrderedDict> {
  get size(): number {
    return refuse();
  }
  get(): Uint8Array | undefined {
    return refuse();
  }
  set(): void {
    refuse();
  }
  has(): boolean {
    return refuse();
  }
  delete(): boolean {
    return refuse();
  }
  keys(): Iterable<Uint8Array> {
    return refuse();
  }
  entries(): Iterable<ShelfEntry> {
    return refuse();
  }
  clear(): void {
    refuse();
  }
  batch<T>(): T {
    return refuse();
  }
  sync(): void {
    refuse();
  }
  reorganize(): void {
    refuse();
  }
  cursor(): ShelfCursor {
    return refuse();
  }
  close(): void {}
}

function refuse(): never {
  throw new ShelveError("invalid operation on closed shelf", "closed");
}
