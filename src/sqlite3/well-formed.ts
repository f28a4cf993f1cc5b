/** Why this text cannot be kept as UTF-8; `undefined` if it can. */
export function lossOf(text: string): string | undefined {
  if (text.isWellFormed()) return undefined;
  const index = /\p{Surrogate}/u.exec(text)?.index ?? 0;
  const unit = text.charCodeAt(index).toString(16);
  return `'utf-8' codec can't encode character '\\u${unit}' in position ${index}: surrogates not allowed`;
}
