import { decodeText, type Encoding, encodingNamed } from "../bytes/text.ts";
import { ShelveError } from "./errors.ts";

/** Up to this length, a loop is several times as fast as a `TextEncoder`. */
const SHORT = 64;

/** What characters are below, in encodings of a byte for each. */
const LIMITS = { ASCII: 0x80, latin1: 0x100 } as const;

const encoder = /* @__PURE__ */ new TextEncoder();

/** Turns the keys of a shelf, which are texts, into those of its database, which are bytes, and back. */
export class KeyCodec {
  readonly encoding: Encoding;
  readonly #decoder: TextDecoder | undefined;

  /** A codec of one of the encodings "utf-8", "latin-1" and "ascii", by any of Python's names for them. */
  constructor(name: string = "utf-8") {
    const encoding = encodingNamed(name);
    if (encoding === undefined)
      throw new RangeError(
        `keyencoding: "utf-8", "latin-1" or "ascii" expected, not ${JSON.stringify(name)}`,
      );
    this.encoding = encoding;
    if (encoding === "utf-8") this.#decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  }

  /** The bytes of a key. */
  encode(key: string): Uint8Array {
    if (typeof key !== "string") throw new TypeError("the key of a shelf is a string");
    const bytes = this.encoding === "utf-8" ? utf8Of(key) : bytesBelow(key, LIMITS[this.encoding]);
    if (bytes) return bytes;
    throw new ShelveError(
      `Cannot encode the key ${JSON.stringify(key)}: ${this.encoding} does not have all its characters`,
      "bad-key",
      { key },
    );
  }

  /** The key that bytes stand for. */
  decode(bytes: Uint8Array): string {
    const text = this.#decoder ? strict(this.#decoder, bytes) : decodeText(bytes, this.encoding);
    if (text !== undefined) return text;
    throw new ShelveError(
      `Cannot decode the key ${decodeText(bytes, "ASCII", "backslashreplace")}: it is not in ${this.encoding}`,
      "bad-key",
    );
  }
}

function utf8Of(text: string): Uint8Array | undefined {
  const bytes = text.length <= SHORT ? bytesBelow(text, LIMITS.ASCII) : undefined;
  return bytes ?? (text.isWellFormed() ? encoder.encode(text) : undefined);
}

/** A byte for each character of a text, if all of them are below a limit. */
function bytesBelow(text: string, limit: number): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= limit) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

function strict(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
