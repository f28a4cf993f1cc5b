import type { EngineConnection } from "./engine/port.ts";
import { SQLITE_BUSY, SQLITE_DONE, SQLITE_LOCKED } from "./result-codes.ts";

/** How a backup is made. */
export interface BackupOptions {
  /** How many pages are copied at a time; all if it is not positive, the default. */
  readonly pages?: number;
  /** Told after each time: the result code, pages left, pages in all. What it throws ends the backup. */
  readonly progress?: (status: number, remaining: number, total: number) => void;
  /** The schema to copy; `"main"`. */
  readonly name?: string;
  /** Seconds to wait before a locked database is tried again; 0.25. */
  readonly sleep?: number;
}

/** Copies one database into another, which may be used meanwhile. */
export function backUp(source: EngineConnection, target: EngineConnection, options: BackupOptions): void {
  const { pages = -1, progress, name = "main", sleep = 0.25 } = options;
  if (!Number.isInteger(pages)) throw new TypeError(`pages must be an integer, not ${pages}`);
  if (progress !== undefined && typeof progress !== "function")
    throw new TypeError("progress must be a function");
  const backup = source.openBackup(target, name);
  try {
    for (;;) {
      const status = backup.step(pages === 0 ? -1 : pages);
      progress?.(status, backup.remaining, backup.pageCount);
      if (status === SQLITE_DONE) return;
      if (status === SQLITE_BUSY || status === SQLITE_LOCKED) wait(sleep);
    }
  } finally {
    backup.finish();
  }
}

function wait(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}
