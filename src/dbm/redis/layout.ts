import { crc32 } from "../../bytes/crc32.ts";
import { slotOf } from "./slots.ts";

/** The version of the layout, as `shelf:{name}:meta` says it. */
export const LAYOUT = "1";

/** A hash with a part of the keys. */
export interface Bucket {
  readonly key: string;
  readonly slot: number;
}

/** Where things are: keys are spread over buckets by their CRC-32, and the buckets over the slots of a cluster by their tags. */
export class Layout {
  readonly buckets: readonly Bucket[];

  constructor(name: string, buckets: number) {
    this.buckets = Array.from({ length: buckets }, (_, index) => {
      const tag = `${name}:${index}`;
      return { key: `shelf:{${tag}}`, slot: slotOf(tag) };
    });
  }

  /** The bucket of a key. */
  bucketOf(key: Uint8Array): Bucket {
    return this.buckets[crc32(key) % this.buckets.length] as Bucket;
  }
}

/** The hash that says how a database is laid out. */
export function metaOf(name: string): Bucket {
  return { key: `shelf:{${name}}:meta`, slot: slotOf(name) };
}

/** A name that can stand between the braces of a tag; a `RangeError` for others. */
export function checkedName(name: string): string {
  if (typeof name !== "string") throw new TypeError("name: a string expected");
  if (name === "" || /[{}]/.test(name) || !name.isWellFormed())
    throw new RangeError("name: a string expected that is not empty and has no braces");
  return name;
}
