import type { Bucket } from "./bucket.ts";
import { type HashSign, hashOf, hasSignedBytes } from "./hash.ts";

/** So many keys are read to find one with a byte beyond ASCII, if their first bytes do not tell. */
const MAX_READ_KEYS = 1000;

/** What is asked of a file to find out how its keys were hashed. */
export interface KeySource {
  all(): Iterable<Bucket>;
  /** The key of an element. */
  keyAt(bucket: Bucket, slot: number): Uint8Array;
}

/** How the keys of one file are hashed, which the file does not say: a key beyond ASCII that is in it does. */
export class KeyHash {
  #sign: HashSign | undefined;
  readonly #source: KeySource;

  constructor(source: KeySource, sign: HashSign | undefined) {
    this.#source = source;
    this.#sign = sign;
  }

  /** Finds the sign out now, if that has not been done; signed where no key tells. */
  get sign(): HashSign {
    this.#sign ??= this.#find() ?? "signed";
    return this.#sign;
  }

  of(key: Uint8Array): number {
    if (this.#sign === undefined && !hasSignedBytes(key)) return hashOf(key, "signed");
    return hashOf(key, this.sign);
  }

  #find(): HashSign | undefined {
    let reads = 0;
    for (const bucket of this.#source.all()) {
      for (const [slot, { hash, keySize }] of bucket.elements()) {
        const shows = hasSignedBytes(bucket.keyStartAt(slot).subarray(0, keySize));
        if (!shows && (keySize <= 4 || reads >= MAX_READ_KEYS)) continue;
        if (!shows) reads += 1;
        const key = this.#source.keyAt(bucket, slot);
        const [signed, unsigned] = [hashOf(key, "signed"), hashOf(key, "unsigned")];
        if (signed !== unsigned && signed === hash) return "signed";
        if (signed !== unsigned && unsigned === hash) return "unsigned";
      }
    }
    return undefined;
  }
}
