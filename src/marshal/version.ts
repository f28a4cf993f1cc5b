// The versions of Python whose code objects are known, as numbers that can be compared: 3.11 is 311.

/** Those that are written as `versionText` has them. */
const NUMBERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["2.7", 207],
  ...Array.from({ length: 16 }, (_, minor): [string, number] => [`3.${minor}`, 300 + minor]),
]);

/** The version whose dialect is read and written unless another is asked for. */
export const NEWEST_PYTHON = "3.14";

/**
 * `"3.11"` as 311. A patch level after it (`"3.11.7"`) does not matter.
 *
 * @throws RangeError for what is not 2.7 or one of 3.0 to 3.15.
 */
export function versionNumber(python: string): number {
  const number = NUMBERS.get(python) ?? NUMBERS.get(python.replace(/^(\d\.\d+)\..*$/s, "$1"));
  if (number !== undefined) return number;
  throw new RangeError(`python: "2.7" or one of "3.0" to "3.15" expected, not ${JSON.stringify(python)}`);
}

/** 311 as `"3.11"`. */
export function versionText(number: number): string {
  return `${Math.floor(number / 100)}.${number % 100}`;
}

const PYTHON_3 = 300;

/** Whether a version is one of Python 2, whose `str` is bytes and whose marshal has other type codes. */
export function isPython2(number: number): boolean {
  return number < PYTHON_3;
}
