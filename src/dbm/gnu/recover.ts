import { type FileSystem, hostFiles } from "../../files/index.ts";
import { malformed } from "../errors.ts";
import { attempt, DatabaseFile } from "../file.ts";
import { replaceFile } from "../replacement.ts";
import { isFault } from "./block.ts";
import { searchGeometry } from "./bucket-scan.ts";
import { createTable } from "./creation.ts";
import type { HashSign } from "./hash.ts";
import { findHeader } from "./header.ts";
import { Salvage } from "./salvage.ts";
import { GnuTable } from "./table.ts";

/** How a file is recovered. */
export interface RecoverOptions {
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
  /** Whether the damaged file is kept, under the name that GDBM gives it: `name.~1~`, or the next number. Default: `false`. */
  readonly backup?: boolean;
  /** Is called after each thousand keys with how many were recovered. */
  readonly onProgress?: (recovered: number) => void;
}

/** Something that was not recovered, or not for sure. */
export interface RecoveryFailure {
  /** Where in the damaged file it is said, in bytes. */
  readonly offset: number;
  /** What is wrong there, in words. */
  readonly reason: string;
}

/** What became of a damaged file. */
export interface RecoveryReport {
  /** How many keys there are now. */
  readonly recovered: number;
  /** How many of them are in doubt: something about them is damaged. */
  readonly doubtful: number;
  /** How many keys and buckets could not be read. */
  readonly failed: number;
  /** What is in doubt or failed: the first thousand. */
  readonly failures: readonly RecoveryFailure[];
  /** How many were found again, after a newer one with the same key. */
  readonly duplicates: number;
  /** How many buckets were found by the directory, */
  readonly buckets: number;
  /** and how many by their looks. Some of their keys may have been deleted, or had another value, before the damage. */
  readonly strayBuckets: number;
  /** Where the damaged file is now, if it was kept. */
  readonly backup?: string;
}

const MOST_FAILURES = 1000;
const PROGRESS = 1000;
/** So many records are looked at for the sign of bytes in the hash. */
const MOST_RECORDS = 10_000;

/**
 * Makes a sound file of a damaged one, with every key that is found, in its layout. What the directory leads to comes first; where that, the header
 * or a bucket is damaged, the whole file is searched for buckets. Each key is compared with its hash; of values nobody can tell whether they are
 * right. The new file takes the place of the old one when it is complete; until then, and where it fails, nothing is changed.
 *
 * @throws {DbmError} where the file cannot be opened, is `locked`, or nothing of a database can be found in it.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { open, recover } from "pantry/dbm/gnu";
 *
 * const files = new MemoryFiles();
 * open("state.db", { files, flag: "c" }).set("key", "value").close();
 * const file = files.open("state.db", { writable: true });
 * file.write(new Uint8Array(4096), 0);
 * file.close();
 * if (recover("state.db", { files }).recovered !== 1) throw new Error("lost");
 * ```
 */
export function recover(path: string, options: RecoverOptions = {}): RecoveryReport {
  const { files = hostFiles(), backup = false, onProgress } = options;
  const file = DatabaseFile.open(files, path, { writable: true });
  try {
    file.lock("exclusive");
    const header = findHeader(file, file.size());
    const damaged = isFault(header);
    const geometry = damaged ? searchGeometry(file) : header;
    if (geometry === undefined) throw malformed("the file", 0, "there is no bucket of GDBM in it", path);
    const salvage = new Salvage(file, geometry, damaged ? undefined : header);
    const hashSign = signOf(new Salvage(file, geometry, damaged ? undefined : header));
    const report = new Report();
    let kept: string | undefined;
    const fill = (fresh: DatabaseFile) => {
      createTable(fresh, geometry.layout, geometry.blockSize);
      refill(new GnuTable(fresh, { hashSign }), salvage, report, file.size(), onProgress);
      if (backup) kept = keep(files, path);
    };
    replaceFile(files, path, fill, { mode: file.status().mode & 0o777, locked: true }).close();
    const { buckets, strayBuckets } = salvage.counts;
    const { recovered, doubtful, failed, failures, duplicates } = report;
    const all = { recovered, doubtful, failed, failures, duplicates, buckets, strayBuckets };
    return { ...all, ...(kept !== undefined && { backup: kept }) };
  } finally {
    file.close();
  }
}

class Report {
  recovered = 0;
  doubtful = 0;
  failed = 0;
  duplicates = 0;
  readonly failures: RecoveryFailure[] = [];

  blame(offset: number, reason: string): void {
    if (this.failures.length < MOST_FAILURES) this.failures.push({ offset, reason });
  }
}

function refill(
  table: GnuTable,
  salvage: Salvage,
  report: Report,
  size: number,
  onProgress: ((recovered: number) => void) | undefined,
): void {
  table.wait();
  let left = size;
  for (const { offset, record, reason } of salvage.all()) {
    if (reason !== undefined) report.blame(offset, reason);
    if (record === undefined) report.failed += 1;
    else if (table.has(record.key)) report.duplicates += 1;
    else if (left < record.key.length + record.value.length) {
      report.blame(offset, "the records are larger than the file: they share bytes");
      report.failed += 1;
    } else {
      left -= record.key.length + record.value.length;
      table.set(record.key, record.value);
      report.recovered += 1;
      if (reason !== undefined) report.doubtful += 1;
      if (report.recovered % PROGRESS === 0) onProgress?.(report.recovered);
    }
  }
  table.sync(true);
}

/** The sign that bytes have in the hashes of this file. */
function signOf(salvage: Salvage): HashSign {
  let looked = 0;
  for (const _ of salvage.all()) {
    looked += 1;
    if (salvage.signs.sign !== undefined || looked === MOST_RECORDS) break;
  }
  return salvage.signs.sign ?? "signed";
}

/** Gives a file the first name for a backup that is free, beside its own. */
function keep(files: FileSystem, path: string): string {
  const target = attempt(() => files.realPath(path));
  for (let number = 1; ; number += 1) {
    const name = `${target}.~${number}~`;
    if (attempt(() => files.status(name)) !== undefined) continue;
    attempt(() => files.link(target, name));
    return name;
  }
}
