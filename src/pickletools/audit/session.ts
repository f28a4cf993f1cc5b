import { type AuditLimits, type AuditOptions, DEFAULT_AUDIT_LIMITS } from "./options.ts";
import { Standard } from "./standard.ts";

/** Thrown when the audit has taken what it may. */
export class LimitReached extends Error {}

/** What one audit has to go by, and what it has taken so far. */
export class Session {
  readonly standard: Standard;
  readonly limits: Required<AuditLimits>;
  readonly extensions: ReadonlyMap<number, string>;
  readonly #signal: AbortSignal | undefined;
  readonly #started = Date.now();
  #opcodes = 0;
  #candidates = 0;
  #candidateBytes = 0;

  /** Throws `TypeError` for options that cannot be. */
  constructor({ policy = "default", limits = {}, signal, extensions = new Map() }: AuditOptions) {
    this.standard = new Standard(policy);
    this.limits = { ...DEFAULT_AUDIT_LIMITS, ...limits };
    this.extensions = extensions;
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** Counts opcodes. Throws `LimitReached`, and the reason of the signal. */
  tick(opcodes: number): void {
    this.#signal?.throwIfAborted();
    this.#opcodes += opcodes;
    const { maxOpcodes, maxMilliseconds } = this.limits;
    if (this.#opcodes > maxOpcodes) throw new LimitReached(`more than ${maxOpcodes} opcodes`);
    if (Date.now() - this.#started > maxMilliseconds)
      throw new LimitReached(`more than ${maxMilliseconds} milliseconds`);
  }

  /** Whether another place may be tried. */
  get mayTry(): boolean {
    return (
      this.#candidates < this.limits.maxCandidates && this.#candidateBytes < this.limits.maxCandidateBytes
    );
  }

  /** Counts a place that was tried, and the bytes that were read there. */
  tried(bytes: number): void {
    this.#candidates += 1;
    this.#candidateBytes += bytes;
  }
}
