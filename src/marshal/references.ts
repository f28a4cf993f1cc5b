import { kindOf, type Tuple } from "../python/index.ts";
import { Frame } from "./frame.ts";
import { CODE, FROZEN_DICT, FROZEN_SET, SLICE } from "./type-codes.ts";

/** The objects that later ones can refer to, in the order in which they began (CPython: `RFILE.refs`). */
export class References {
  readonly #values: unknown[] = [];
  /** Whether each was read in the exact profile: kept only where there are both. */
  readonly #exact: boolean[] | undefined;

  /** What is known to be the same in either profile. */
  readonly #alike = new Set<object>();
  readonly #refuse: (reason: string) => Error;

  /** @param isMixed Whether some objects are read in the exact profile and others are not. */
  constructor(isMixed: boolean, refuse: (reason: string) => Error) {
    this.#exact = isMixed ? [] : undefined;
    this.#refuse = refuse;
  }

  /** Keeps an object, or what stands for it while it is being read; returns its index. */
  add(value: unknown, exact: boolean): number {
    this.#exact?.push(exact);
    return this.#values.push(value) - 1;
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
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Frame && isLate(value.type))
      throw this.#refuse(`reference to what is not complete: ${index}`);
    if (this.#exact !== undefined && this.#exact[index] !== exact && !this.#isAlike(value)) {
      throw this.#refuse(
        "it is shared by a code object, which is exact, and by what is outside: set the option exact",
      );
    }
    return value;
  }

  /** Asked for each reference, so the answer is kept. */
  #isAlike(value: object): boolean {
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
