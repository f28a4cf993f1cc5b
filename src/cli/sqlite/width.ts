/** What the terminal gives two columns: the wide and fullwidth characters of Unicode, and emoji. */
const WIDE =
  /\ufe0f|[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u31e3\u31ef-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
/** A mark with nothing to stand on. */
const NARROWEST = /^\p{M}+$/u;
const ASCII = /^[ -~]*$/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How many columns of a terminal a text takes, which is printable. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text in at most so many columns: what is cut ends in an ellipsis. */
export function fitted(text: string, columns: number): string {
  if (ASCII.test(text)) return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
  let width = 0;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns) return `${text.slice(0, end)}…`;
    if (width < columns) end = index + segment.length;
  }
  return text;
}

function graphemeWidth(segment: string): number {
  if (NARROWEST.test(segment)) return 0;
  return WIDE.test(segment) ? 2 : 1;
}
