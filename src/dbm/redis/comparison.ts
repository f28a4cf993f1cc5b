import { DbmError } from "../errors.ts";
import { unconfirmed } from "./lane.ts";
import type { Bucket } from "./layout.ts";
import { type Command, Refusal } from "./link.ts";
import type { Kind, Router } from "./router.ts";

/**
 * Changes a field if it has the value that is expected, once for each token. KEYS: the bucket, the token, tokens that are done with.
 * ARGV: the field; whether one expects a value, and which; whether to give one, and which; how long to remember, in milliseconds; whether
 * an attempt before may still arrive, for which a no has to be remembered, too.
 * Where the token is known, it is written anew: who asks for confirmation of a second attempt is to wait for the first.
 */
export const SCRIPT = `
if #KEYS > 2 then redis.call('UNLINK', unpack(KEYS, 3)) end
local function answer(outcome)
  redis.call('SET', KEYS[2], outcome, 'PX', ARGV[6])
  return tonumber(outcome)
end
local known = redis.call('GET', KEYS[2])
if known then return answer(known) end
local found = redis.call('HGET', KEYS[1], ARGV[1])
local isExpected = found == ARGV[3]
if ARGV[2] == '0' then isExpected = not found end
if not isExpected then
  if ARGV[7] == '1' then return answer('0') end
  return 0
end
if ARGV[4] == '0' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[5])
end
return answer('1')
`;

/** The SHA-1 of the script, by which servers know it. */
export const SCRIPT_SHA1 = "06919368ea763a3be585461609b42e731e27d924";

/** For how long a server remembers a token, in milliseconds. */
const REMEMBERED = 60_000;
/** For how long a call is made again: a token that may be forgotten by then would be taken for one that was never there. */
const REPEATED = REMEMBERED / 2;
/** How many tokens are done away with at once. */
const MOST_FORGOTTEN = 16;
/** For how long the end is put off by what may as well go by itself, in milliseconds. */
const INSTANT = 100;

/** Compares and sets, so that a call whose connection broke may be made again: the token of a call is kept beside what it changed. */
export class Comparison {
  readonly #router: Router;
  readonly #confirmed: boolean;
  readonly #prefix = crypto.randomUUID();
  #count = 0;
  /** The tokens of each bucket that no server will ever be asked about. */
  readonly #spent = new Map<Bucket, string[]>();

  constructor(router: Router, confirmed: boolean) {
    this.#router = router;
    this.#confirmed = confirmed;
  }

  async compareAndSet(
    bucket: Bucket,
    key: Uint8Array,
    expected: Uint8Array | undefined,
    value: Uint8Array | undefined,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const token = `${bucket.key}:cas:${this.#prefix}-${(this.#count++).toString(36)}`;
    const spent = this.#spent.get(bucket)?.splice(0, MOST_FORGOTTEN) ?? [];
    const rest = [
      String(2 + spent.length),
      bucket.key,
      token,
      ...spent,
      key,
      ...(expected === undefined ? ["0", ""] : ["1", expected]),
      ...(value === undefined ? ["0", ""] : ["1", value]),
      String(REMEMBERED),
    ];
    const last = performance.now() + REPEATED;
    let isInDoubt = false;
    const kind: Kind = {
      onLost() {
        isInDoubt = true;
      },
      confirmed: this.#confirmed,
    };
    const ask = (...command: Command) =>
      this.#router.send(
        bucket.slot,
        () => {
          if (isInDoubt && performance.now() > last)
            throw unconfirmed("it was sent too long ago to ask again");
          return [...command, isInDoubt ? "1" : "0"];
        },
        kind,
        signal,
      );
    try {
      const reply = await ask("EVALSHA", SCRIPT_SHA1, ...rest).catch((error) => {
        if (!(error instanceof Refusal) || error.code !== "NOSCRIPT") throw error;
        return ask("EVAL", SCRIPT, ...rest);
      });
      const done = Number(reply) === 1;
      // What was sent and not answered may still arrive.
      if (done && !isInDoubt) this.#forget(bucket, token);
      return done;
    } catch (error) {
      // That it cannot be asked again, or is refused now, does not say what became of it before.
      const saysMore = error instanceof DbmError && error.code === "unconfirmed";
      if (!isInDoubt || saysMore || error === signal?.reason) throw error;
      throw unconfirmed((error as Error).message, error);
    }
  }

  /** Removes the tokens that are left, where that is done in an instant; the others go by themselves. */
  async close(): Promise<void> {
    const removals = [...this.#spent].map(([{ slot }, tokens]) =>
      tokens.length === 0 ? undefined : this.#router.tell(slot, ["UNLINK", ...tokens], this.#confirmed),
    );
    this.#spent.clear();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, INSTANT);
    await Promise.race([Promise.allSettled(removals), late]);
    clearTimeout(timer);
  }

  #forget(bucket: Bucket, token: string): void {
    const tokens = this.#spent.get(bucket);
    if (tokens === undefined) this.#spent.set(bucket, [token]);
    else tokens.push(token);
  }
}
