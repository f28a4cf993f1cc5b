// The versions of Python whose code objects are known, as numbers that can be compared: 3.11 is 311.

const EARLIEST_OF_3 = 300;
const LATEST = 315;

/** The version whose dialect is read and written unless another is asked for. */
export const NEWEST_PYTHON = "3.14";

/**
 * `"3.11"` as 311. A patch level after it (`"3.11.7"`) does not matter.
 *
 * @throws RangeError for what is not 2.7 or one of 3.0 to 3.15.
 */
export function versionNumber(python: string): number {
  const match = /^(\d)\.(\d{1,2})(?:\.|$)/.exec(python);
  const number = match ? Number(match[1]) * 100 + Number(match[2]) : 0;
  if (number === 207 || (number >= EARLIEST_OF_3 && number <= LATEST)) return number;
  throw new RangeError(`python: "2.7" or one of "3.0" to "3.15" expected, not ${JSON.stringify(python)}`);
}

/** 311 as `"3.11"`. */
export function versionText(number: number): string {
  return `${Math.floor(number / 100)}.${number % 100}`;
}
