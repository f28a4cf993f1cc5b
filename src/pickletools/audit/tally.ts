import type { ImportRecord } from "./report.ts";

/** How often a name is imported and called. */
export interface ImportTally {
  readonly record: Omit<ImportRecord, "count" | "calls">;
  /** Why it is dangerous. */
  readonly reason: string | undefined;
  /** The number of the opcode that imported it first. */
  readonly opcode: number;
  count: number;
  calls: number;
  /** Whether a finding about a call tells all there is to tell. */
  isTold: boolean;
}
