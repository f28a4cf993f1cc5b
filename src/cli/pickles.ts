import { encodingNamed } from "../bytes/index.ts";
import { type LoadOptions, Unpickler } from "../pickle/index.ts";
import { printable } from "../python/printable.ts";
import type { Arguments } from "./arguments.ts";
import { failureOf, misuse } from "./failure.ts";
import type { Input } from "./input.ts";

/** One of the pickles in a file. */
export interface Pickle {
  readonly value: unknown;
  /** 1 for the first. */
  readonly number: number;
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** How long it is, in bytes. */
  readonly length: number;
  /** What it says that its protocol is; protocols 0 and 1 say nothing. */
  readonly protocol: number | undefined;
  /** Whether the file ends with it. */
  readonly isLast: boolean;
}

/** Reads the pickles of a file one by one. What cannot be read is a `Failure` that names the file. */
export function* pickles(input: Input, options: LoadOptions): Generator<Pickle, void, undefined> {
  const { bytes } = input;
  let offset = 0;
  for (let number = 1; offset < bytes.length; number += 1) {
    const unpickler = new Unpickler(bytes, options);
    unpickler.offset = offset;
    const value = attempt(unpickler, input);
    const length = unpickler.offset - offset;
    const protocol = bytes[offset] === 0x80 ? bytes[offset + 1] : undefined;
    yield { value, number, offset, length, protocol, isLast: unpickler.offset === bytes.length };
    offset = unpickler.offset;
  }
}

/** The option `--encoding`, which only a few names are good for. */
export function encodingOf(args: Arguments): string | undefined {
  const name = args.text("encoding");
  if (name !== undefined && name !== "bytes" && !encodingNamed(name))
    throw misuse(`--encoding ${printable(name)}: ASCII, latin1, utf-8 or bytes expected`);
  return name;
}

function attempt(unpickler: Unpickler, input: Input): unknown {
  try {
    return unpickler.load();
  } catch (error) {
    throw failureOf(error, input);
  }
}
