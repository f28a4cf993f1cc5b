// Which keys Python takes for equal: those of the same text here.
import { type FrozenSet, kindOf, type Python2String } from "pantry/python";

export class HashTexts {
  /** How many NaNs were met. */
  nans = 0;
  readonly #numbers = new Map<unknown, number>();

  of(key: unknown): string {
    switch (typeof key) {
      case "boolean":
        return key ? "1" : "0";
      case "bigint":
        return String(key);
      case "number":
        return this.#float(key);
      case "string":
        return `u${key}`;
      default:
        return key === null ? "None" : this.#object(key as object);
    }
  }

  #float(value: number): string {
    if (Number.isNaN(value)) this.nans += 1;
    return Number.isInteger(value) ? String(BigInt(value)) : String(value);
  }

  #object(key: object): string {
    switch (kindOf(key)) {
      case "Int":
      case "Long":
        return String(key.valueOf());
      case "Float":
        return this.#float(Number(key.valueOf()));
      case "CodePointString":
        return `c${(key as unknown as { codePoints: number[] }).codePoints.join()}`;
      case "Python2String": {
        const { bytes } = key as Python2String;
        // In Python 2 a text of ASCII equals its bytes.
        return bytes.every((byte) => byte < 0x80) ? `u${key}` : `b${key}`;
      }
      case "Tuple":
        return `(${Array.from(key as unknown[], (part) => this.#sized(part)).join("")})`;
      case "FrozenSet":
        return `{${Array.from(key as FrozenSet, (part) => this.#sized(part))
          .sort()
          .join("")}}`;
      case undefined:
        if (key instanceof Uint8Array) return `b${Buffer.from(key).toString("latin1")}`;
    }
    return this.#identity(key);
  }

  /** With its length in front, so that two parts never look like other two. */
  #sized(part: unknown): string {
    const text = this.of(part);
    return `${text.length}:${text}`;
  }

  #identity(key: object): string {
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return `#${number}`;
  }
}
