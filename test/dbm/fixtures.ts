import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Entry } from "./histories.ts";

/** A database of libgdbm's: how it is laid out, and what kind of header it has. */
export interface GnuFixture {
  readonly name: string;
  readonly layout: "64-bit" | "64-bit packed" | "32-bit";
  readonly byteOrder: "little" | "big";
  readonly hashSign: "signed" | "unsigned";
  readonly kind: "standard" | "numsync" | "old";
  readonly blockSize: number;
  /** Where the programs of its machine are below the folder that `make.sh` fills. */
  readonly root: string;
  /** The emulator that they need. */
  readonly emulator: string;
  /** What their names end with. */
  readonly suffix: string;
}

/** What `test/fixtures/dbm/gnu/generate.py` made. */
export interface GnuFixtures {
  readonly databases: readonly GnuFixture[];
  /** What each database has. */
  readonly entries: readonly Entry[];
  /** Keys that each database had once. */
  readonly deleted: readonly Uint8Array[];
  /** What the binary dumps have, which are named `few-….binary`. */
  readonly few: readonly Entry[];
}

/** What `test/fixtures/dbm/ndbm/generate.py` made. */
export interface NdbmFixtures {
  /** The names of the databases, which are files that end with `.db`, that have these entries. */
  readonly databases: readonly string[];
  readonly entries: readonly Entry[];
  readonly deleted: readonly Uint8Array[];
  /** What `duplicates` and `sorted-duplicates` have, in the order in which it was stored. */
  readonly duplicates: readonly Entry[];
}

/** A file below `test/fixtures/dbm`, named without its `.gz`. */
export function fixture(...path: readonly string[]): Uint8Array<ArrayBuffer> {
  const file = join(import.meta.dirname, "../fixtures/dbm", ...path);
  return new Uint8Array(gunzipSync(readFileSync(`${file}.gz`)));
}

export function gnuFixtures(): GnuFixtures {
  const content = contentOf("gnu");
  return { ...content, few: content.few.map(entryOf) };
}

export function ndbmFixtures(): NdbmFixtures {
  const content = contentOf("ndbm");
  return { ...content, duplicates: content.duplicates.map(entryOf) };
}

type Text = readonly [key: string, value: string];

function contentOf(folder: "gnu" | "ndbm") {
  const content = JSON.parse(new TextDecoder().decode(fixture(folder, "content.json")));
  return {
    ...content,
    entries: content.entries.map(entryOf) as Entry[],
    deleted: content.deleted.map((text: string) => bytesOf(text)) as Uint8Array[],
  };
}

function entryOf([key, value]: Text): Entry {
  return [bytesOf(key), bytesOf(value)];
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
