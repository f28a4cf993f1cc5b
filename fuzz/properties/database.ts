import { MemoryFiles } from "pantry/files";
import { type Assault, assault, type Step } from "../../test/dbm/hostile-harness.ts";
import { Violation } from "../target.ts";

/** What a database must stand whose file has these bytes. */
export interface Siege {
  /** The file that has them. */
  readonly file: string;
  /** Other files that are there. */
  readonly others?: Readonly<Record<string, Uint8Array>>;
  readonly steps: readonly Step[];
}

/** More bytes than a file may grow to by the steps. */
const GROWTH = 2 ** 21;

/** Does the steps to the database `/a`. What they end with must be a `DbmError` about the bytes, and no file be left open, read or made that is none of its own. */
export function besiege(bytes: Uint8Array, { file, others = {}, steps }: Siege): void {
  const files = new MemoryFiles();
  for (const [path, content] of Object.entries({ [file]: bytes, ...others })) files.writeFile(path, content);
  const options: Assault = {
    path: file,
    database: "/a",
    crafted: { bytes },
    bits: [],
    lies: [],
    truncate: 0,
    others: [".pag", ".dir", ".bak"].map((suffix) => `/a${suffix}`),
    size: bytes.length + GROWTH,
    calls: 200_000,
    // The judge has an eye on the time.
    seconds: Number.POSITIVE_INFINITY,
  };
  const [failure] = assault(files, steps, options).failures;
  if (failure === undefined) return;
  // Without what differs from input to input.
  const kind = failure.split("\n", 1)[0] as string;
  throw new Violation(kind.replace(/\d+/g, "…").slice(0, 80), failure);
}
