import { reasonOf } from "./failure.ts";
import { type FolderEntry, fileSystem, paths } from "./host.ts";

/** A file to look into. */
export interface Target {
  readonly path: string;
  /** Whether it was found in a folder, so that nobody has said that it is a file of interest. */
  readonly isFound: boolean;
}

/** A link in a folder, or what is no regular file there, which is not looked into. */
export interface Skipped {
  readonly path: string;
  readonly isLink: boolean;
}

/** What could not be read. */
interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** The files that paths stand for, and what came up on the way to them. */
export interface Targets {
  readonly files: readonly Target[];
  readonly skipped: readonly Skipped[];
  readonly unread: readonly Unread[];
}

/**
 * The files themselves, and those in folders and in the folders within, in the order of their names. A link that is
 * named is followed, a link in a folder is not.
 */
export function targetsOf(names: readonly string[]): Targets {
  const walk = new Walk();
  for (const name of names) {
    if (isFolder(name)) walk.into(name);
    else walk.files.push({ path: name, isFound: false });
  }
  return walk;
}

class Walk implements Targets {
  readonly files: Target[] = [];
  readonly skipped: Skipped[] = [];
  readonly unread: Unread[] = [];

  into(folder: string): void {
    const before = this.files.length + this.unread.length;
    const open: (readonly [path: string, entry?: FolderEntry])[] = [[folder]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [path, entry] = next;
      if (entry && !entry.isDirectory()) this.#take(path, entry);
      else for (const inner of this.#lastFirst(path)) open.push([paths.join(path, inner.name), inner]);
    }
    if (this.files.length + this.unread.length === before)
      this.unread.push({ path: folder, reason: "there is no file in it" });
  }

  #take(path: string, entry: FolderEntry): void {
    if (entry.isFile()) this.files.push({ path, isFound: true });
    else this.skipped.push({ path, isLink: entry.isSymbolicLink() });
  }

  #lastFirst(folder: string): FolderEntry[] {
    try {
      const entries = fileSystem.readdirSync(folder, { withFileTypes: true });
      return entries
        .filter((entry) => this.#isNamed(folder, entry))
        .sort((one, other) => (one.name < other.name ? 1 : -1));
    } catch (error) {
      this.unread.push({ path: folder, reason: reasonOf(error) });
      return [];
    }
  }

  /** By what was made of a name that is no UTF-8, another file may be opened. */
  #isNamed(folder: string, { name }: FolderEntry): boolean {
    if (!name.includes("\ufffd")) return true;
    this.unread.push({ path: paths.join(folder, name), reason: "its name is no UTF-8" });
    return false;
  }
}

/** What cannot be told is left to the reading of it as a file, which says why. */
function isFolder(path: string): boolean {
  try {
    return path !== "-" && fileSystem.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
