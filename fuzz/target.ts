import type { Dice } from "../test/pickletools/mutants.ts";

/** Makes other bytes of some. It never changes those it is given. */
export type Mutator = (bytes: Uint8Array, dice: Dice) => Uint8Array;

/** Something that reads bytes, and what must hold whatever they are. */
export interface Target {
  /** The folders of the repository whose coverage is told, and whose literals may be put in. */
  readonly rooms: readonly string[];
  /** Bytes to begin with. */
  seeds(): readonly Uint8Array[];
  /** What knows the format. */
  readonly mutators: readonly Mutator[];
  /** Pieces of the format that may be put in anywhere. */
  readonly tokens: readonly Uint8Array[];
  /** The longest input that is made. Default: 4096 bytes. */
  readonly maxLength?: number;
  /** What an input may take, in milliseconds of the processor: so much, and so much for each byte. Default: 50 and 0.01. */
  readonly time?: readonly [milliseconds: number, perByte: number];
  /** Reads the bytes in all ways. Throws a `Violation` for a promise that is broken; any other error is one, too. */
  judge(bytes: Uint8Array): void | Promise<void>;
  /** Lets go of what the target keeps. */
  close?(): void;
}

/** A promise that is broken. */
export class Violation extends Error {
  /** What kind of thing went wrong: equal for inputs that show the same. */
  readonly kind: string;

  constructor(kind: string, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? kind : `${kind}: ${detail}`, options);
    this.name = "Violation";
    this.kind = kind;
  }
}
