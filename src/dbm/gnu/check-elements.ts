import { decodeLatin1 } from "../../bytes/text.ts";
import type { DatabaseFile } from "../file.ts";
import type { Problem } from "../problem.ts";
import type { Bucket, Element } from "./bucket.ts";
import type { Header } from "./header.ts";
import type { KeySigns } from "./key-signs.ts";
import { HASH_BITS } from "./layout.ts";
import type { Regions } from "./regions.ts";

/** What is wrong with the elements of a bucket, their places and their keys. */
export function* checkElements(
  file: DatabaseFile,
  header: Header,
  fileSize: number,
  bucket: Bucket,
  index: number,
  regions: Regions,
  keys: KeySigns,
): IterableIterator<Problem> {
  const { layout, address, bits } = bucket;
  const prefix = index >> (header.directoryBits - bits);
  const reach = distances(bucket);
  const seen = new Set<string>();
  let count = 0;
  for (const [slot, element] of bucket.elements()) {
    const offset = address + layout.bucketTable + slot * layout.elementSize;
    const damage = (message: string): Problem => ({
      offset,
      severity: "damage",
      message: `a key: ${message}`,
    });
    count += 1;
    if (element.hash < 0 || element.hash >> (HASH_BITS - bits) !== prefix)
      yield damage(`its hash ${element.hash} is not of this bucket`);
    else if (distance(element.hash % bucket.capacity, slot, bucket.capacity) > (reach[slot] as number))
      yield damage("it cannot be found from the place where the search for it begins");
    const { address: start, keySize, dataSize } = element;
    if (!isInside(element, header, fileSize)) {
      yield damage(`a record of ${keySize} and ${dataSize} bytes cannot be at ${start}`);
      continue;
    }
    regions.add({ address: start, size: keySize + dataSize });
    // They overlap, which is told in the end; to read them could take any time.
    if (regions.total > fileSize) continue;
    const key = file.read(start, keySize, "a key");
    const verdict = keys.judge(key, element.hash);
    if (verdict === "wrong") yield damage(`its hash is not ${element.hash}`);
    if (verdict === "of the other sign")
      yield damage(`its hash takes bytes as ${opposite(keys)}, unlike those before`);
    if (!startsLike(key, bucket.keyStartAt(slot))) yield damage("it does not begin as its element says");
    if (isRepeated(seen, element.hash, key)) yield damage("it is there twice");
  }
  if (count !== bucket.count)
    yield {
      offset: address + layout.bucketCount,
      severity: "damage",
      message: `a bucket: it has ${count} keys, not ${bucket.count}`,
    };
}

function opposite(keys: KeySigns): string {
  return keys.sign === "signed" ? "unsigned" : "signed";
}

/** Whether a record can be where its element says. */
export function isInside(element: Element, header: Pick<Header, "blockSize">, fileSize: number): boolean {
  const { address, keySize, dataSize } = element;
  return (
    keySize >= 0 && dataSize >= 0 && address >= header.blockSize && address + keySize + dataSize <= fileSize
  );
}

/** Whether a key begins with the bytes that its element has of it. */
export function startsLike(key: Uint8Array, start: Uint8Array): boolean {
  for (let index = 0; index < 4 && index < key.length; index += 1)
    if (key[index] !== start[index]) return false;
  return true;
}

/** Hashes and keys that someone crafted may all be alike; texts are hashed with a secret. */
function isRepeated(seen: Set<string>, hash: number, key: Uint8Array): boolean {
  const text = `${hash} ${decodeLatin1(key)}`;
  const repeated = seen.has(text);
  seen.add(text);
  return repeated;
}

function distance(home: number, slot: number, capacity: number): number {
  return slot >= home ? slot - home : slot - home + capacity;
}

/** For each slot, how many used ones are right before it: so far away its home can be. */
function distances(bucket: Bucket): Int32Array {
  const { capacity } = bucket;
  const reach = new Int32Array(capacity);
  // Twice around, since a run may go on from the last slot to the first.
  let run = 0;
  for (let step = 0; step < 2 * capacity; step += 1) {
    const slot = step % capacity;
    reach[slot] = run;
    run = bucket.hashAt(slot) === -1 ? 0 : run + 1;
  }
  return reach;
}
