import { fileSystem, homeFolder, host, paths } from "../host.ts";
import { writeFile } from "../safe-file.ts";

/** So many lines are known again. */
export const LONGEST_HISTORY = 1000;

/** The lines that were entered before, in a file that only its owner can read. Where there can be none, there is none. */
export class History {
  readonly #path: string | undefined;

  /** In `$PANTRY_HISTORY`, which may be empty for none, else in the home folder. */
  constructor() {
    const { PANTRY_HISTORY: path = paths.join(homeFolder(), ".pantry_history") } = host.env;
    this.#path = path === "" ? undefined : path;
  }

  /** The last first. */
  read(): string[] {
    const path = this.#path;
    if (path === undefined) return [];
    return attempt([], () => {
      if (!fileSystem.statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
      const lines = fileSystem.readFileSync(path, "utf8").split("\n").filter(Boolean);
      const last = lines.slice(-LONGEST_HISTORY);
      if (lines.length > 2 * LONGEST_HISTORY) writeFile(path, [`${last.join("\n")}\n`]);
      return last.reverse();
    });
  }

  add(line: string): void {
    const path = this.#path;
    if (path === undefined || line.trim() === "") return;
    attempt(undefined, () => {
      const file = fileSystem.openSync(path, "a", 0o600);
      try {
        fileSystem.writeSync(file, new TextEncoder().encode(`${line}\n`), 0);
      } finally {
        fileSystem.closeSync(file);
      }
    });
  }
}

function attempt<Result>(otherwise: Result, work: () => Result): Result {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
