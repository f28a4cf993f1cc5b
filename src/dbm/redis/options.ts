/** How a database in Redis is opened. */
export interface RedisOptions {
  /** Whether to create the database where there is none. Default: `true`. */
  readonly create?: boolean;
  /**
   * By how many replicas a change has to be confirmed before its promise is kept. One that is not confirmed by so many is a `DbmError` with the
   * code `unconfirmed`. Default: 0, the master alone says so: what it has not passed on yet is lost when it is.
   */
  readonly replicas?: number;
  /** How long to wait for replicas, in milliseconds. Default: 1000. */
  readonly timeout?: number;
  /** Over how many hashes the keys of a new database are spread; one that is there stays as it is. Default: 256. */
  readonly buckets?: number;
  /**
   * For how long, in milliseconds, what a server cannot do now is tried again: no server is there, or it loads its data, or a slot is being moved.
   * A change is tried again only if it is certain that it did not happen. Default: 5000.
   */
  readonly retryFor?: number;
  /** For how long, in milliseconds, a server that was asked may say nothing before its connection is given up. Default: 10,000. */
  readonly patience?: number;
}

const MOST_BUCKETS = 16_384;
/** Timers go for twice as long at most, and some wait for two of these. */
const LONGEST = 2 ** 30 - 1;

/** The options with their defaults; a `RangeError` for what cannot be. */
export function checkedOptions(options: RedisOptions): Required<RedisOptions> {
  if (typeof options !== "object" || options === null) throw new TypeError("options: an object expected");
  return {
    create: options.create ?? true,
    replicas: whole(options, "replicas", 0, [0, 1000]),
    timeout: whole(options, "timeout", 1000, [1, LONGEST]),
    buckets: whole(options, "buckets", 256, [1, MOST_BUCKETS]),
    retryFor: whole(options, "retryFor", 5000, [0, LONGEST]),
    patience: whole(options, "patience", 10_000, [1, LONGEST]),
  };
}

/** Whether a database can have so many buckets. */
export function isBucketCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MOST_BUCKETS;
}

function whole(
  options: RedisOptions,
  name: Exclude<keyof RedisOptions, "create">,
  fallback: number,
  [least, most]: readonly [number, number],
): number {
  const value = options[name] ?? fallback;
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name}: a whole number from ${least} to ${most} expected, not ${value}`);
  return value;
}
