import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "pantry/python";

const FOLDER = join(import.meta.dirname, "..", "fixtures", "marshal");

/** A row of a file in `test/fixtures/marshal`: see `generate.py` there. */
interface Row {
  readonly source: string;
  readonly bytes: Readonly<Record<string, string>>;
  readonly stable: boolean;
  readonly json?: Json;
  readonly shared?: Json;
  readonly code?: CodeRow;
}

/** The fields of a code object. */
export interface CodeRow {
  readonly [name: string]: Json;
  readonly children: CodeRow[] & Json[];
  readonly consts: Json;
}

/** What a Python marshalled, and what it is. */
export interface Golden {
  readonly python: string;
  /** The versions of the format that have these bytes. */
  readonly versions: readonly number[];
  /** The expression. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Whether any writer gives the same bytes in these versions. */
  readonly stable: boolean;
  /** The value as tagged JSON, but for code objects. */
  readonly json: Json | undefined;
  readonly code: CodeRow | undefined;
}

/** The first version with references. */
const REFERENCES = 3;

/** Everything that the Pythons of the fixtures marshalled. */
export function golden(): Golden[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  return files.flatMap((name) => {
    const rows = JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Row[];
    return rows.flatMap((row) =>
      Object.keys(row.bytes).flatMap((numbers) => goldenOf(name.replace(".json", ""), row, numbers)),
    );
  });
}

function goldenOf(python: string, row: Row, numbers: string): Golden[] {
  const all = numbers.split(",").map(Number);
  const groups = [
    all.filter((version) => version < REFERENCES),
    all.filter((version) => version >= REFERENCES),
  ];
  return groups.flatMap((versions, at) => {
    if (versions.length === 0) return [];
    const isShared = at === 1;
    return {
      python,
      versions,
      source: row.source,
      bytes: new Uint8Array(Buffer.from(row.bytes[numbers] as string, "base64")),
      stable: row.stable && !isShared,
      json: isShared ? row.shared : row.json,
      code: row.code,
    };
  });
}
