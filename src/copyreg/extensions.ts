import { Global } from "../python/index.ts";

const HIGHEST_CODE = 0x7fffffff;

/**
 * Short codes for global names (PEP 307): the pickle holds the code instead of the name, from protocol 2 on.
 * Both sides must agree on them; CPython reserves 240–255 for private use.
 */
export class Extensions {
  readonly #codes = new Map<string, number>();
  readonly #globals = new Map<number, Global>();

  /** Gives a global name a code. See the module's `addExtension`. */
  add(module: string, name: string, code: number): void {
    if (!Number.isInteger(code) || code < 1 || code > HIGHEST_CODE) throw new RangeError("code out of range");
    const key = `${module}\n${name}`;
    const taken = this.#globals.get(code);
    const known = this.#codes.get(key);
    if (known === code) return;
    if (known !== undefined)
      throw new RangeError(`${module}.${name} is already registered with code ${known}`);
    if (taken) throw new RangeError(`code ${code} is already in use for ${taken}`);
    this.#codes.set(key, code);
    this.#globals.set(code, new Global(module, name));
  }

  /** Takes a code back. See the module's `removeExtension`. */
  remove(module: string, name: string, code: number): void {
    const key = `${module}\n${name}`;
    if (this.#codes.get(key) !== code)
      throw new RangeError(`${module}.${name} is not registered with code ${code}`);
    this.#codes.delete(key);
    this.#globals.delete(code);
  }

  /** The code of a global name; `undefined` for none. */
  code(module: string, name: string): number | undefined {
    return this.#codes.size === 0 ? undefined : this.#codes.get(`${module}\n${name}`);
  }

  /** The global name of a code; `undefined` for none. */
  global(code: number): Global | undefined {
    return this.#globals.get(code);
  }
}
