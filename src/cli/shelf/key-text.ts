import { repr } from "../../python/index.ts";
import { base64 } from "../../python/leaf-json.ts";
import { printable, printableJson } from "../../python/printable.ts";
import { ShelveError } from "../../shelve/index.ts";
import { KeyCodec } from "../../shelve/keys.ts";
import type { Arguments, Options } from "../arguments.ts";
import { bytesOfJson, shown } from "../dbm/notation.ts";
import { EXIT, Failure, misuse } from "../failure.ts";

/** The option that says what keys are in, and what the helps tell of it. */
export const KEYENCODING: Options = { keyencoding: { type: "string" } };
export const KEYENCODING_USAGE = `  --keyencoding NAME  what keys are in: utf-8 (the default), latin-1 or ascii`;

/** Why a word of the command line is not taken: by what was made of one that is no UTF-8, something else would be meant. */
export const DOUBTFUL = "it has U+FFFD, which also stands for what is no UTF-8";

/** The keys of a shelf as people write and read them. */
export class KeyText {
  readonly #codec: KeyCodec;

  constructor(args: Arguments) {
    const name = args.text("keyencoding") ?? "utf-8";
    try {
      this.#codec = new KeyCodec(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw misuse(`--keyencoding ${printable(name)}: utf-8, latin-1 or ascii expected`);
    }
  }

  /** The key that a word of the command line is. */
  parsed(word: string): Uint8Array {
    if (word.includes("\ufffd")) throw misuse(`KEY ${printable(word)}: ${DOUBTFUL}`);
    try {
      return this.#codec.encode(word);
    } catch (error) {
      if (error instanceof ShelveError)
        throw misuse(`KEY ${printable(word)}: it is not in ${this.#codec.encoding}`);
      throw error;
    }
  }

  /** A key in print, on one line: what is none as Python's literal of its bytes. */
  shown(key: Uint8Array): string {
    const text = this.decoded(key);
    if (text === undefined) return repr(key);
    return this.#codec.encoding === "utf-8" ? shown(key, "text") : printable(text);
  }

  /** The key as JSON: a string, or `{"$bytes": base64}` for what is none. */
  json(key: Uint8Array): string {
    const text = this.decoded(key);
    return text === undefined ? `{"$bytes":"${base64(key)}"}` : printableJson(JSON.stringify(text));
  }

  /** The key that such JSON is; `undefined` where it is none. */
  ofJson(json: unknown): Uint8Array | undefined {
    if (typeof json !== "string") return bytesOfJson(json);
    try {
      return this.#codec.encode(json);
    } catch (error) {
      if (error instanceof ShelveError) return undefined;
      throw error;
    }
  }

  /** The text of a key; `undefined` where it is none. */
  decoded(key: Uint8Array): string | undefined {
    try {
      return this.#codec.decode(key);
    } catch (error) {
      if (error instanceof ShelveError) return undefined;
      throw error;
    }
  }
}

/** The failure of a verb whose key is not there. */
export function missing(place: { readonly shown: string }, key: string): Failure {
  return new Failure(`${place.shown}: no such key: ${key}`, EXIT.bad);
}
