import type { Database } from "../../src/dbm/database.ts";
import { DbmError } from "../../src/dbm/errors.ts";
import type { Problem } from "../../src/dbm/problem.ts";
import type { FileSystem, MemoryFiles } from "../../src/files/index.ts";
import { secondsSince } from "../growth.ts";
import { CASES } from "../oracle/cases.ts";
import { GuardedFiles } from "./guarded-files.ts";

/** What is done to damaged files. What it throws must be a `DbmError`; each is done whatever became of those before. */
export type Step = (files: FileSystem, path: string) => void;

/** Bytes of a file from an offset up to, and without, another. */
export type Range = readonly [from: number, to: number];

/** How files that are right are damaged, and what their database must stand. */
export interface Assault {
  /** The file that is damaged. Default: the first. */
  readonly path?: string;
  /** What the steps are told to open. Default: the file that is damaged. */
  readonly database?: string;
  /** Each bit of these bytes is flipped. Default: the whole file. */
  readonly bits?: readonly Range[];
  /** Each four of these bytes become numbers that lie: 0, -1, the largest, the smallest. Default: the whole file. */
  readonly lies?: readonly Range[];
  /** The file is cut at each multiple of this; `0` cuts it nowhere. Default: 1. */
  readonly truncate?: number;
  /** Other bytes for that file, by what was done to them. Default: none. */
  readonly crafted?: Readonly<Record<string, Uint8Array>>;
  /**
   * How many of these cases are tried at most, evenly chosen; the crafted ones are all tried. Default: 2000; PANTRY_CASES
   * multiplies.
   */
  readonly cases?: number;
  /** How long a case may take, in seconds of the processor. Default: 2. */
  readonly seconds?: number;
  /** How many bytes a file may grow to, and how many may be read at once. Default: a MiB more than the largest. */
  readonly size?: number;
  /** How many calls of the file system a step may make. Default: 50000. */
  readonly calls?: number;
  /** Other files that the steps may make or change. Default: none, but for `.tmp` beside those that are there. */
  readonly others?: readonly string[];
}

/** What became of an assault. */
export interface Outcome {
  readonly cases: number;
  /** How many steps were done to their end. */
  readonly done: number;
  /** How many steps ended with an error of each code. */
  readonly refused: Readonly<Record<string, number>>;
  /** What must not have happened, a line for each, the first twenty: this is to be empty. */
  readonly failures: readonly string[];
}

interface Damage {
  readonly name: string;
  apply(bytes: Uint8Array): Uint8Array;
}

/** Errors about bytes say where; those of these codes need not. */
const WITHOUT_OFFSET: ReadonlySet<string> = new Set(["unknown-format", "unsupported", "limit"]);
const LIES: readonly number[] = [0, 0xffffffff, 0x7fffffff, 0x80000000];

/** Does the steps to copies of these files, of which one is damaged in each of the ways that are named. */
export function assault(seed: MemoryFiles, steps: readonly Step[], options: Assault = {}): Outcome {
  const paths = seed.paths();
  const path = options.path ?? paths[0] ?? "";
  const bytes = seed.readFile(path);
  const largest = Math.max(...paths.map((one) => seed.readFile(one).length));
  const { seconds = 2, size = largest + 2 ** 20, calls = 50_000, others = [], database = path } = options;
  const limits = { paths: [...paths, ...others], size, calls };
  const failures: string[] = [];
  const refused: Record<string, number> = {};
  let [cases, done] = [0, 0];
  for (const damage of chosenFrom(bytes.length, options)) {
    if (failures.length >= 20) break;
    cases += 1;
    const files = seed.copy();
    files.writeFile(path, damage.apply(bytes));
    const started = process.cpuUsage();
    for (const [index, step] of steps.entries()) {
      const guard = new GuardedFiles(files, limits);
      const [code, failure] = attempt(step, guard, database);
      if (code === undefined && failure === undefined) done += 1;
      if (code !== undefined) refused[code] = (refused[code] ?? 0) + 1;
      const left = guard.opened > 0 ? "a file was left open" : undefined;
      for (const why of [guard.trespass ?? failure, left]) {
        if (why !== undefined) failures.push(`${damage.name}, step ${index}: ${why}`);
      }
    }
    const took = secondsSince(started);
    if (took > seconds) failures.push(`${damage.name}: ${took.toFixed(1)} seconds`);
  }
  return { cases, done, refused, failures };
}

/** What the usual steps need to know of a format. */
export interface Exercise {
  open(path: string, options: { readonly flag: "r" | "w"; readonly files: FileSystem }): Database;
  check?(path: string, options: { readonly files: FileSystem }): Iterable<Problem>;
  /** Some keys that the database has. */
  readonly keys: readonly Uint8Array[];
}

/** Steps that ask a database for all it has, check it, change it in every way, and ask it again. */
export function stepsOf({ open, check, keys }: Exercise): Step[] {
  const using = (flag: "r" | "w", work: (database: Database) => void): Step => {
    return (files, path) => {
      const database = open(path, { flag, files });
      try {
        work(database);
      } finally {
        database.close();
      }
    };
  };
  const change = (database: Database, index: number, key: Uint8Array) => {
    if (index % 2 === 0) database.delete(key);
    else database.set(key, new Uint8Array(300).fill(index));
    database.set(`fresh ${index}`, new Uint8Array(index * 20));
  };
  const lookUp = using("r", (database) => {
    for (const key of keys) database.get(key);
    void database.size;
  });
  return [
    using("r", walk),
    lookUp,
    ...(check ? [(files: FileSystem, path: string) => drain(check(path, { files }))] : []),
    ...keys.map((key, index) => using("w", (database) => change(database, index, key))),
    using("w", (database) => {
      database.batch(() => {
        for (const [index, key] of keys.entries()) change(database, index + 1, key);
      });
    }),
    using("r", walk),
    using("w", (database) => database.reorganize()),
    using("w", (database) => database.clear()),
    lookUp,
  ];
}

/** The code of the `DbmError` that a step ended with, or what is wrong with how it ended. */
function attempt(
  step: Step,
  files: FileSystem,
  path: string,
): [code?: string | undefined, failure?: string | undefined] {
  try {
    step(files, path);
    return [];
  } catch (error) {
    if (!(error instanceof DbmError))
      return [undefined, error instanceof Error ? `${error.stack}` : `${error}`];
    const excused = error.offset !== undefined || WITHOUT_OFFSET.has(error.code);
    return [error.code, excused ? undefined : `${error.code} without an offset: ${error.message}`];
  }
}

function* chosenFrom(length: number, options: Assault): Generator<Damage> {
  const { cases = Math.ceil((2000 * CASES) / 12), crafted = {} } = options;
  for (const [name, bytes] of Object.entries(crafted)) yield { name, apply: () => bytes };
  const all = [...damagesOf(length, options)];
  const stride = Math.max(1, all.length / cases);
  for (let index = 0; index < all.length; index += stride) yield all[Math.floor(index)] as Damage;
}

function* damagesOf(length: number, { bits, lies, truncate = 1 }: Assault): Generator<Damage> {
  const whole: readonly Range[] = [[0, length]];
  for (const [from, to] of bits ?? whole) {
    for (let offset = from; offset < Math.min(to, length); offset += 1) {
      for (let bit = 0; bit < 8; bit += 1) yield flipped(offset, bit);
    }
  }
  for (const [from, to] of lies ?? whole) {
    for (let offset = from; offset + 4 <= Math.min(to, length); offset += 4) {
      for (const lie of LIES) yield replaced(offset, lie, true);
      for (const lie of LIES.slice(2)) yield replaced(offset, lie, false);
    }
  }
  for (let offset = 0; truncate > 0 && offset < length; offset += truncate) {
    yield { name: `cut at ${offset}`, apply: (bytes) => bytes.slice(0, offset) };
  }
}

function flipped(offset: number, bit: number): Damage {
  return {
    name: `bit ${bit} of byte ${offset}`,
    apply(bytes) {
      const copy = bytes.slice();
      copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
      return copy;
    },
  };
}

function replaced(offset: number, number: number, littleEndian: boolean): Damage {
  return {
    name: `0x${number.toString(16)} at byte ${offset}, ${littleEndian ? "little" : "big"}-endian`,
    apply(bytes) {
      const copy = bytes.slice();
      new DataView(copy.buffer).setUint32(offset, number, littleEndian);
      return copy;
    },
  };
}

function walk(database: Database): void {
  let count = 0;
  for (const _ of database.entries()) if (++count > 100_000) throw new Error("entries without end");
  count = 0;
  for (let key = database.firstkey(); key !== undefined && count < 100; count += 1)
    key = database.nextkey(key);
}

function drain(problems: Iterable<Problem>): void {
  let count = 0;
  for (const _ of problems) if (++count > 100_000) throw new Error("problems without end");
}
