import { type HashSign, hashOf, hasSignedBytes } from "./hash.ts";

/** What the hash that is stored for a key shows. */
export type HashVerdict = "right" | "wrong" | "of the other sign";

/** Compares the hashes in a file with its keys, and learns the sign of their bytes from the first key that shows it. */
export class KeySigns {
  /** The sign, once a key has shown it. */
  sign: HashSign | undefined;

  judge(key: Uint8Array, hash: number): HashVerdict {
    if (hashOf(key, this.sign ?? "signed") === hash) {
      if (this.sign === undefined && hasSignedBytes(key) && hashOf(key, "unsigned") !== hash)
        this.sign = "signed";
      return "right";
    }
    if (!hasSignedBytes(key) || hashOf(key, this.sign === "unsigned" ? "signed" : "unsigned") !== hash)
      return "wrong";
    if (this.sign !== undefined) return "of the other sign";
    this.sign = "unsigned";
    return "right";
  }
}
