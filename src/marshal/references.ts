import { kindOf, type Tuple } from "../python/index.ts";
import { Frame } from "./frame.ts";
import { CODE, FROZEN_DICT, FROZEN_SET, SLICE } from "./type-codes.ts";

const NATURAL = 0;
const EXACT = 1;
/** An integer that is natural, and made exact where it is referred to so. */
const INTEGER = 2;
type Profile = typeof NATURAL | typeof EXACT | typeof INTEGER;

/** The objects that later ones can refer to, in the order in which they began (CPython: `RFILE.refs`). */
export class References {
  readonly #values: unknown[] = [];
  /** In which profile each was read: kept only where there are both. */
  readonly #profiles: Profile[] | undefined;

  /** What is known to be the same in either profile. */
  #alike: Set<object> | undefined;
  readonly #refuse: (reason: string) => Error;

  /** @param isMixed Whether some objects are read in the exact profile and others are not. */
  constructor(isMixed: boolean, refuse: (reason: string) => Error) {
    this.#profiles = isMixed ? [] : undefined;
    this.#refuse = refuse;
  }

  /** Keeps an object, or what stands for it while it is being read; returns its index. */
  add(value: unknown, exact: boolean): number {
    this.#profiles?.push(exact ? EXACT : NATURAL);
    return this.#values.push(value) - 1;
  }

  /** Keeps an integer, as it is where all is natural: small ones are what is referred to most. */
  addInteger(value: number | bigint): void {
    this.#profiles?.push(INTEGER);
    this.#values.push(this.#profiles ? value : BigInt(value));
  }

  /** Puts an object that is complete in the place of what stood for it. */
  complete(index: number, value: unknown): void {
    this.#values[index] = value;
  }

  /**
   * The object at an index as the profile has it, or the frame of a container that is being read. What stands for none is an
   * error, and so is what differs between a code object, which is exact, and what is outside.
   */
  resolve(index: number, exact: boolean): unknown {
    const value = this.#values[index];
    if (value === undefined) throw this.#refuse(`invalid reference: ${index}`);
    if (typeof value !== "object" || value === null) return exact ? this.#exactly(index, value) : value;
    if (value instanceof Frame && isLate(value.type))
      throw this.#refuse(`reference to what is not complete: ${index}`);
    const profile = exact ? EXACT : NATURAL;
    if (this.#profiles !== undefined && this.#profiles[index] !== profile && !this.#isAlike(value)) {
      throw this.#refuse(
        "it is shared by a code object, which is exact, and by what is outside: set the option exact",
      );
    }
    return value;
  }

  /** The same where that takes a look only; `undefined` elsewhere. */
  settled(index: number, exact: boolean): unknown {
    if (index < 0 || index >= this.#values.length) return undefined;
    const value = this.#values[index];
    if (typeof value !== "object") return exact && typeof value !== "string" ? undefined : value;
    if (value === null || value instanceof Frame) return undefined;
    const profile = exact ? EXACT : NATURAL;
    return this.#profiles === undefined || this.#profiles[index] === profile ? value : undefined;
  }

  #exactly(index: number, value: unknown): unknown {
    return this.#profiles?.[index] === INTEGER ? BigInt(value as number | bigint) : value;
  }

  /** Asked for each reference, so the answer is kept. */
  #isAlike(value: object): boolean {
    this.#alike ??= new Set();
    if (!this.#alike.has(value) && !isAlike(value)) return false;
    this.#alike.add(value);
    return true;
  }
}

/** Whether nothing can refer to a container before it is complete. */
function isLate(type: number): boolean {
  return type === FROZEN_SET || type === FROZEN_DICT || type === SLICE || type === CODE;
}

/** Whether an object is the same in either profile: bytes, code, and tuples of texts and the like. */
function isAlike(value: object): boolean {
  if (value instanceof Uint8Array || kindOf(value) === "Code" || kindOf(value) === "Complex") return true;
  return (
    kindOf(value) === "Tuple" &&
    (value as Tuple).every((item) => item === null || typeof item === "string" || typeof item === "boolean")
  );
}
