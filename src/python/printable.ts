/** Everything that a terminal could obey, hide or reorder: controls, formats, separators of lines, lone surrogates. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const SHORT: { readonly [character: string]: string } = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * The text on one line and with nothing in it that a terminal would obey: each such character becomes an escape
 * as Python writes it (`\x1b`, `\u202e`, `\U000e0041`).
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? escapeOf(character));
}

/** A text that has no more than so many characters: one that is longer ends in an ellipsis. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a character is worse than none.
  return `${text.slice(0, Math.max(longest - 1, 0)).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The same for a JSON text, which means what it meant before. */
export function printableJson(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i), 4)}`).join(""),
  );
}

/** A character as Python's `repr` escapes it by its number: `\x1b`, `\u202e`, `\U000e0041`. */
export function escapeOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x100) return `\\x${hex(codePoint, 2)}`;
  return codePoint < 0x10000 ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
