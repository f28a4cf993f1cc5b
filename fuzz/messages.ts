import type { Share } from "./coverage/coverage.ts";
import type { Finding } from "./fuzzer.ts";

/** What a thread is to fuzz. */
export interface Assignment {
  /** The name of the target. */
  readonly target: string;
  /** The module that exports it, as `target`. */
  readonly module: string;
  readonly seed: number;
  /** How long it is to make inputs, besides the time for what there is at the beginning. */
  readonly seconds: number;
  /** How many inputs it may judge. */
  readonly most: number;
  /** How many findings are enough. */
  readonly mostFindings: number;
  /** Whether it is to tell which inputs reached something new. */
  readonly harvests: boolean;
  /** The folders whose modules are counted. */
  readonly counted: readonly string[];
  /** Inputs to begin with, besides those that the target has. */
  readonly inputs: readonly Uint8Array[];
  readonly memory: SharedArrayBuffer;
}

/** How a run went. */
export interface Report {
  readonly target: string;
  readonly executions: number;
  readonly seconds: number;
  /** How many inputs did something that none before them did. */
  readonly poolSize: number;
  /** What ran of the target's rooms. */
  readonly share: Share;
  /** Where the blocks are that never ran. */
  readonly missing: readonly string[];
}

/** What a thread tells. */
export type Message =
  | { readonly found: Finding }
  | { readonly report: Report; readonly harvest: readonly Uint8Array[] };
