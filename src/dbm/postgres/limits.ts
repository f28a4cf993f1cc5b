import { DbmError } from "../errors.ts";

/** The longest a key can be together with the name of its shelf: an entry of an index has to fit into a third of a page. */
const LONGEST_KEY = 2680;
/** The longest name of a shelf. */
const LONGEST_NAME = 512;
/** The longest value: as hexadecimal text, which clients answer, it is still a string of JavaScript. */
const LONGEST_VALUE = 255 << 20;

/** A `DbmError` for a key that the index would not take. */
export function checkKey(name: string, key: Uint8Array): void {
  // A character of a name has at most three bytes for each of its units.
  if (name.length * 3 + key.length <= LONGEST_KEY) return;
  const room = LONGEST_KEY - new TextEncoder().encode(name).length;
  if (key.length > room)
    throw new DbmError(
      `Cannot change ${name}: a key of ${key.length} bytes, and PostgreSQL has room for ${room} in its index`,
      "limit",
    );
}

/** A `DbmError` for a value that nobody could read. */
export function checkValue(name: string, value: Uint8Array): void {
  if (value.length > LONGEST_VALUE)
    throw new DbmError(
      `Cannot change ${name}: a value of ${value.length} bytes, and at most ${LONGEST_VALUE} can be read again`,
      "limit",
    );
}

/** A `RangeError` for what cannot be the name of a shelf. */
export function checkName(name: string): void {
  if (typeof name !== "string") throw new TypeError("a name is a string");
  const length = new TextEncoder().encode(name).length;
  if (length === 0 || length > LONGEST_NAME || name.includes("\0") || !name.isWellFormed())
    throw new RangeError(`name: text of 1 to ${LONGEST_NAME} bytes without zeros expected`);
}
