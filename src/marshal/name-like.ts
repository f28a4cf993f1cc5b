/** Whether a text has letters, digits and underscores only. */
export function isNameLike(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i);
    if (character < 0x30 || character > 0x7a) return false;
    if (character > 0x39 && character < 0x41) return false;
    if (character > 0x5a && character < 0x61 && character !== 0x5f) return false;
  }
  return true;
}
