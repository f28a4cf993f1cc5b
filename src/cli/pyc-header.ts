import { isPyc } from "../inspect/pyc.ts";
import { type PycHeader, pythonOf } from "../marshal/pyc/index.ts";
import { counted } from "./scalar.ts";

/** Whether the bytes begin as a `.pyc` file, though it be cut short or of a Python that is not known. */
export function hasPycHeader(bytes: Uint8Array): boolean {
  const [low = 0, high = 0, third, fourth] = bytes;
  const isKnown = third === 0x0d && fourth === 0x0a && pythonOf(low + 256 * high) !== undefined;
  return isKnown || isPyc(bytes);
}

/** `Python 3.12`, `magic number 3531`, `source of 2,021 bytes at 2023-11-14T22:13:20Z` */
export function headerFacts({ hash, invalidation, magic, mtime = 0, python, size }: PycHeader): string[] {
  const source = `source${size === undefined ? "" : ` of ${counted(size, "byte")}`}`;
  return [
    `Python ${python}`,
    `magic number ${magic}`,
    hash
      ? `${invalidation.replace("-", " ")} ${hex(hash)}`
      : `${source} at ${new Date(mtime * 1000).toISOString().replace(".000", "")}`,
  ];
}

/** The fields that this header has, without those of other versions and kinds. */
export function headerFields(header: PycHeader, exact: boolean): { [name: string]: unknown } {
  const fields = Object.entries(header).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, exact && typeof value === "number" ? BigInt(value) : value]),
  );
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
