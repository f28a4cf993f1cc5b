/**
 * What one load may ask for. Real files never meet the defaults; a crafted one gets an `UnpicklingError` with the
 * code `"limit"` before it has the memory or the time.
 */
export interface Limits {
  /**
   * An estimate of the memory that the containers and instances made may take, in bytes. Strings and bytes are
   * bounded by the input itself. Default: 2 GiB.
   */
  readonly maxMemory?: number;
  /** Decimal digits of one integer in a text opcode (`INT`, `LONG`): converting them takes more than linear time. Default: 100,000. */
  readonly maxDigits?: number;
  /**
   * Number keys of one dict or set that may fall into one bucket of the runtime's hash table. Default: 256. The tables are
   * not seeded, so keys can be crafted to collide; keys that are not reach a dozen at most.
   */
  readonly maxCollisions?: number;
}

/** The limits with no field left out. */
export const DEFAULT_LIMITS: Required<Limits> = {
  maxMemory: 2 ** 31,
  maxDigits: 100_000,
  maxCollisions: 256,
};
