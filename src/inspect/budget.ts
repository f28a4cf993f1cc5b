import { withDefaults } from "../bytes/limits.ts";
import { Output } from "./compression/output.ts";

/** How much one inspection may read, whatever the data asks for. */
export interface InspectLimits {
  /** Bytes that may come out of compressed data, all parts together. Default: 1 GiB. */
  readonly maxBytes?: number;
  /**
   * How many times the length of the input may come out, all parts together, once that is more than 16 MiB. Default: 1,100.
   * Deflate alone reaches 1,032: more takes bzip2, or archives in archives.
   */
  readonly maxRatio?: number;
  /** Containers in containers. Default: 4. */
  readonly maxDepth?: number;
  /** Members of archives, all parts together. Default: 10,000. */
  readonly maxMembers?: number;
}

const DEFAULT_INSPECT_LIMITS: Required<InspectLimits> = {
  maxBytes: 2 ** 30,
  maxRatio: 1_100,
  maxDepth: 4,
  maxMembers: 10_000,
};

/** Less than this may come out of anything. */
const RATIO_FROM = 2 ** 24;

/** What is left of the limits. */
export class Budget {
  readonly maxDepth: number;
  #bytes: number;
  #members: number;

  constructor(limits: InspectLimits, inputLength: number) {
    const { maxBytes, maxDepth, maxMembers, maxRatio } = withDefaults(DEFAULT_INSPECT_LIMITS, limits);
    this.maxDepth = maxDepth;
    this.#bytes = Math.min(maxBytes, Math.max(RATIO_FROM, maxRatio * inputLength));
    this.#members = maxMembers;
  }

  /** An output that may take all that is left. Tell what it took with `spend`. */
  output(): Output {
    return new Output(this.#bytes);
  }

  spend(output: Output): void {
    this.#bytes -= output.length;
  }

  /** Whether one member more is allowed. */
  takeMember(): boolean {
    this.#members -= 1;
    return this.#members >= 0;
  }
}
