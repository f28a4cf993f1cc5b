import { DbmError } from "./errors.ts";

/** Something that is wrong with the file of a database. */
export interface Problem {
  /** Where, in bytes from the beginning of the file. */
  readonly offset?: number;
  /** `damage` has cost data, or may; `waste` is space that nothing uses and nothing will. */
  readonly severity: "damage" | "waste";
  /** What is wrong, in words. */
  readonly message: string;
}

/** What the error of bytes that cannot be says, as a problem; any other error is thrown again. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof DbmError)) throw error;
  const { offset, message } = error;
  return { severity: "damage", message, ...(offset !== undefined && { offset }) };
}

/** What there is to say of the file of a database: sizes and counts by their names. */
export type Statistics = Readonly<Record<string, string | number | boolean>>;
