import { ForwardingFile } from "../../../src/files/forwarding.ts";
import {
  type FileOptions,
  type FileStatus,
  type FileSystem,
  MemoryFiles,
  type OpenFile,
} from "../../../src/files/index.ts";
import { Random } from "../histories.ts";
import { FileHistory, type Pick } from "./file-history.ts";
import { doUntilKilled, type Prefix, Prefixes, type PrefixOptions } from "./prefixes.ts";

/** What a name names since some change; `undefined` when it names nothing. */
type NameChange = readonly (readonly [path: string, file: FileHistory | undefined])[];

/**
 * Files on a disk of which the power is cut. While it is on, it is like any other file system. What is there afterwards is what POSIX promises, and
 * by chance some of the rest:
 *
 * - of a file, each 512 bytes are as they were at any time since its last `sync`, and so is its size;
 * - of the names in a folder, each change (creation, renaming, removal) since its last `syncFolder` is there wholly or not at all;
 *   mostly in their order, as journals have it.
 */
class PowerCut implements FileSystem {
  readonly #live: MemoryFiles;
  readonly #histories = new Map<string, FileHistory>();
  readonly #syncedNames = new Map<string, FileHistory>();
  #nameChanges: NameChange[] = [];

  /** What is in `start` is on the disk from the beginning. */
  constructor(start: MemoryFiles = new MemoryFiles()) {
    this.#live = start.copy();
    for (const path of start.paths()) this.#syncedNames.set(path, this.#historyOf(path));
  }

  /** What is on the disk if the power is cut now; with `whole`, if it tears no write. */
  cut(random: () => number, whole = false): MemoryFiles {
    const pick = pickerOf(random);
    const names = new Map(this.#syncedNames);
    const keptInOrder = random() < 0.75 ? pick(this.#nameChanges.length + 1) : undefined;
    this.#nameChanges.forEach((change, index) => {
      const kept = keptInOrder === undefined ? pick(2) === 1 : index < keptInOrder;
      for (const [path, file] of kept ? change : []) {
        if (file) names.set(path, file);
        else names.delete(path);
      }
    });
    return filesOf(names, pick, whole);
  }

  open(path: string, options: FileOptions = {}): OpenFile {
    const creates = !this.#live.status(path);
    const file = this.#live.open(path, options);
    const history = this.#historyOf(path);
    if (creates) this.#nameChanges.push([[path, history]]);
    return new RecordedFile(file, history);
  }

  status(path: string): FileStatus | undefined {
    return this.#live.status(path);
  }

  realPath(path: string): string {
    return this.#live.realPath(path);
  }

  rename(from: string, to: string): void {
    const history = this.#historyOf(from);
    this.#live.rename(from, to);
    this.#nameChanges.push([
      [from, undefined],
      [to, history],
    ]);
  }

  remove(path: string): boolean {
    const removed = this.#live.remove(path);
    if (removed) this.#nameChanges.push([[path, undefined]]);
    return removed;
  }

  link(path: string, newPath: string): void {
    this.#live.link(path, newPath);
    this.#nameChanges.push([[newPath, this.#historyOf(path)]]);
  }

  changeMode(path: string, mode: number): void {
    this.#live.changeMode(path, mode);
    this.#historyOf(path).mode = mode;
  }

  syncFolder(path: string): void {
    this.#live.syncFolder(path);
    const folder = folderOf(path);
    const isHere = (change: NameChange) => change.some(([name]) => folderOf(name) === folder);
    for (const change of this.#nameChanges.filter(isHere)) {
      for (const [name, file] of change) {
        if (file) this.#syncedNames.set(name, file);
        else this.#syncedNames.delete(name);
      }
    }
    this.#nameChanges = this.#nameChanges.filter((change) => !isHere(change));
  }

  #historyOf(path: string): FileHistory {
    const status = this.#live.status(path);
    if (!status?.isFile) return new FileHistory(new Uint8Array(0), 0o666);
    const known = this.#histories.get(status.identity);
    if (known) return known;
    const history = new FileHistory(this.#live.readFile(path), status.mode);
    this.#histories.set(status.identity, history);
    return history;
  }
}

class RecordedFile extends ForwardingFile {
  readonly #history: FileHistory;

  constructor(file: OpenFile, history: FileHistory) {
    super(file);
    this.#history = history;
  }

  override write(bytes: Uint8Array, offset: number): void {
    super.write(bytes, offset);
    this.#history.write(bytes, offset);
  }

  override truncate(size: number): void {
    super.truncate(size);
    this.#history.truncate(size);
  }

  override sync(): void {
    super.sync();
    this.#history.sync();
  }
}

/** How many cuts are tried. */
export interface PowerCutOptions extends PrefixOptions {
  /** How many outcomes of each cut. Default: 4. */
  readonly cuts?: number;
  /** Where chance begins. Default: 1. */
  readonly seed?: number;
  /** Whether each write is on the disk wholly or not at all. Default: `false`, it may be torn at multiples of 512 bytes. */
  readonly whole?: boolean;
}

/** Does the same work again and again, as `prefixes` does, and yields what may be on the disk if the power is cut at that change. */
export function* powerCuts(
  start: MemoryFiles,
  work: (files: FileSystem) => void,
  { every = 1, cuts = 4, seed = 1, whole = false }: PowerCutOptions = {},
): Generator<Prefix> {
  const dice = new Random(seed);
  const random = () => dice.next() / 2 ** 32;
  for (let limit = 0; ; limit += every) {
    const disk = new PowerCut(start);
    const mortal = new Prefixes(disk, limit);
    doUntilKilled(mortal, work);
    const { changes, killed } = mortal;
    for (let cut = 0; cut < cuts; cut += 1)
      yield { changes, complete: !killed, files: disk.cut(random, whole) };
    if (!killed) return;
  }
}

/** One cut loses all that it may, another nothing, another anything. */
function pickerOf(random: () => number): Pick {
  const style = random();
  if (style < 0.15) return () => 0;
  if (style < 0.25) return (count) => count - 1;
  const extreme = random();
  return (count) => {
    if (random() >= extreme) return Math.floor(random() * count);
    return random() < 0.5 ? 0 : count - 1;
  };
}

/** A file with two names is one file. */
function filesOf(names: ReadonlyMap<string, FileHistory>, pick: Pick, whole: boolean): MemoryFiles {
  const files = new MemoryFiles();
  const first = new Map<FileHistory, string>();
  for (const [path, history] of names) {
    const other = first.get(history);
    if (other === undefined) files.writeFile(path, history.afterCut(pick, whole), history.mode);
    else files.link(other, path);
    first.set(history, other ?? path);
  }
  return files;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
