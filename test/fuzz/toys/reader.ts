// Reads letter by letter, with a place of its own in the program for each, as readers of formats do.

/** Whether bytes begin with a word of four letters. Nobody guesses that, but it can be found step by step. */
export function begins(bytes: Uint8Array, word: string): boolean {
  const code = (index: number) => word.charCodeAt(index);
  if (bytes[0] !== code(0)) return false;
  if (bytes[1] !== code(1)) return false;
  return bytes[2] === code(2) ? bytes[3] === code(3) : false;
}
