/** V8 gathers the matches of one replacement in an array, and ends the process if there are too many for it. */
const SLICE = 2 ** 20;

/**
 * `text.replace(pattern, replacer)` for texts of any length. The pattern must be global and match single characters, of
 * which none is cut in two.
 */
export function replaceCharacters(
  text: string,
  pattern: RegExp,
  replacer: (character: string) => string,
): string {
  if (text.length <= SLICE) return text.replace(pattern, replacer);
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start + SLICE;
    if (isLead(text.charCodeAt(end - 1))) end += 1;
    parts.push(text.slice(start, end).replace(pattern, replacer));
    start = end;
  }
  return parts.join("");
}

function isLead(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
