import { withDefaults } from "../../bytes/limits.ts";
import { type Name, nameOf } from "./name-text.ts";
import { type AuditLimits, type AuditOptions, DEFAULT_AUDIT_LIMITS } from "./options.ts";
import { Standard } from "./standard.ts";

/** Opcodes, and their like, between two pauses. */
const PAUSE = 4096;
/** What to begin a pickle costs, in opcodes. */
const BEGINNING = 64;

/** Thrown when the audit has taken what it may. */
export class LimitReached extends Error {}

/** What one audit has to go by, and what it has taken so far. */
export class Session {
  readonly standard: Standard;
  readonly limits: Required<AuditLimits>;
  readonly extensions: ReadonlyMap<number, Name>;
  readonly #signal: AbortSignal | undefined;
  readonly #started = Date.now();
  #opcodes = 0;
  #candidates = 0;
  #candidateBytes = 0;
  #isSpent = false;
  #work = 0;

  /** Throws `TypeError` and `RangeError` for options that cannot be. */
  constructor({ policy = "default", limits = {}, signal, extensions = new Map() }: AuditOptions) {
    this.standard = new Standard(policy);
    this.limits = withDefaults(DEFAULT_AUDIT_LIMITS, limits);
    this.extensions = namesOf(extensions);
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** Counts opcodes. */
  count(opcodes: number): void {
    this.#opcodes += opcodes;
    this.#work += opcodes;
  }

  /** Throws `LimitReached`, and the reason of the signal. */
  check(): void {
    this.#signal?.throwIfAborted();
    const { maxOpcodes, maxMilliseconds } = this.limits;
    if (this.#opcodes > maxOpcodes) this.#stop(`more than ${maxOpcodes} opcodes`);
    if (Date.now() - this.#started > maxMilliseconds) this.#stop(`more than ${maxMilliseconds} milliseconds`);
  }

  /** Counts the beginning of a pickle, which may be one of many short ones. Answers whether it is time for a pause. */
  begin(): boolean {
    this.#work += BEGINNING;
    if (this.#work < PAUSE) return false;
    this.#work = 0;
    return true;
  }

  #stop(reason: string): never {
    this.#isSpent = true;
    throw new LimitReached(reason);
  }

  /** Whether another place may be tried. */
  get mayTry(): boolean {
    const { maxCandidates, maxCandidateBytes } = this.limits;
    if (this.#isSpent) return false;
    return this.#candidates < maxCandidates && this.#candidateBytes < maxCandidateBytes;
  }

  /** Counts a place that was tried, and the bytes that were read there. */
  tried(bytes: number): void {
    this.#candidates += 1;
    this.#candidateBytes += bytes;
  }
}

function namesOf(extensions: ReadonlyMap<number, string>): ReadonlyMap<number, Name> {
  if (!(extensions instanceof Map)) throw new TypeError("extensions: a Map of codes and names was expected");
  return new Map(Array.from(extensions, ([code, text]) => [code, nameOf(text, "extensions")] as const));
}
