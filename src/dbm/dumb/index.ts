/**
 * Python's `dbm.dumb`: a text file of keys and a file of values, which any Python reads. For more than some thousands of keys the other formats are
 * the better choice: all keys are in memory while it is open.
 *
 * @module
 */
export { check } from "./check.ts";
export { open } from "./open.ts";
export { stat } from "./stat.ts";
