import { type DbmError, malformed } from "../errors.ts";
import type { Bytes } from "../store.ts";

/** Bytes of the file that are held in memory, and which of them differ from those on the disk. */
export class Block {
  /** Where it is in the file. */
  readonly address: number;
  readonly bytes: Bytes;
  readonly view: DataView;
  /** What was changed: from here */
  changedFrom: number = Number.POSITIVE_INFINITY;
  /** to here. */
  changedTo = 0;

  constructor(address: number, bytes: Bytes) {
    this.address = address;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isChanged(): boolean {
    return this.changedTo > this.changedFrom;
  }

  /** Notes that bytes were changed. */
  touch(from: number, to: number): void {
    if (from < this.changedFrom) this.changedFrom = from;
    if (to > this.changedTo) this.changedTo = to;
  }

  /** Notes that it is as on the disk. */
  settle(): void {
    this.changedFrom = Number.POSITIVE_INFINITY;
    this.changedTo = 0;
  }
}

/** What is wrong with a structure of the file, and where in the file. */
export interface Fault {
  readonly object: string;
  readonly offset: number;
  readonly reason: string;
}

/** Whether a structure was found to be damaged. */
export function isFault(found: object): found is Fault {
  return "reason" in found;
}

/** The error of a fault. */
export function errorOf({ object, offset, reason }: Fault, path: string): DbmError {
  return malformed(object, offset, reason, path);
}
