/** How many arguments a function can surely be given. */
const ARGUMENTS = 4096;

/** A text for these bytes that no others have: one character for each. */
export function nameOf(bytes: Uint8Array): string {
  if (bytes.length <= ARGUMENTS) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let name = "";
  for (let offset = 0; offset < bytes.length; offset += ARGUMENTS)
    name += String.fromCharCode(...bytes.subarray(offset, offset + ARGUMENTS));
  return name;
}
