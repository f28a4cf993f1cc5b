/**
 * What a file is and what is in it, by content alone: pickles, compressed data, archives, checkpoints, arrays, and each
 * of them in others. Nothing is executed and nothing is written.
 *
 * @module
 */
export type { InspectLimits } from "./budget.ts";
export type { OnPart } from "./examiner.ts";
export { type InspectOptions, inspect } from "./inspect.ts";
export type { Inspection, Part, PartKind } from "./part.ts";
