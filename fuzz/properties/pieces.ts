/** The bytes in pieces as a stream brings them: their sizes are those bytes themselves, so that they differ and come again. */
export async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + ((bytes[at] ?? 0) % 23);
    yield bytes.slice(at, at + size);
    at += size;
  }
}
