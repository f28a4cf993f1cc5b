import type { FileSystem } from "../../files/index.ts";
import { attempt, type DatabaseFile } from "../file.ts";
import { replaceFile } from "../replacement.ts";
import type { Extent, Index } from "./extent.ts";
import { encodeLatin1, formatLine, type Note } from "./line.ts";

const CHUNK = 64 * 1024;

/** The `.dir` file of a writer: lines are added to it, and now and then a new one takes its place. */
export class DirectoryFile {
  readonly #files: FileSystem;
  readonly #path: string;
  #file: DatabaseFile;
  #end: number;
  #waiting = "";
  #beforeLast = "";
  /** Whether something may be behind the end, of a write that failed. */
  #uncut = false;
  /** How many lines there are, with those that wait. */
  #lines: number;

  constructor(files: FileSystem, path: string, file: DatabaseFile, lines: number) {
    this.#files = files;
    this.#path = path;
    this.#file = file;
    this.#end = file.size();
    this.#lines = lines;
  }

  get lines(): number {
    return this.#lines;
  }

  /** How many bytes wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Adds a line, which waits for `flush`. */
  add(key: string, value: Extent, note: Note): void {
    this.#beforeLast = this.#waiting;
    this.#waiting += formatLine(key, value, note);
    this.#lines += 1;
  }

  /** Takes back the line that was added last, and still waits. */
  takeBack(): void {
    this.#waiting = this.#beforeLast;
    this.#lines -= 1;
  }

  /** Writes the lines that wait. If that fails, they go on waiting, and the file is as it was. */
  flush(): void {
    if (this.#waiting === "") return;
    const bytes = encodeLatin1(this.#waiting);
    if (this.#uncut) this.#file.truncate(this.#end);
    this.#uncut = false;
    try {
      this.#file.write(bytes, this.#end);
    } catch (error) {
      this.#cutBack();
      throw error;
    }
    this.#end += bytes.length;
    this.#waiting = "";
  }

  sync(): void {
    this.#file.sync();
  }

  /**
   * Puts a new file in the place of this one, with a line for each key as Python writes it. The old one becomes `bak`. `onReplaced` is called
   * when the new one is there, even if it is not sure then that it stays when the power fails, which is an error.
   */
  replace(index: Index, bak: string, onReplaced: () => void): void {
    this.#keep(bak);
    const { mode } = this.#file.status();
    const goOn = (file: DatabaseFile) => {
      const old = this.#file;
      this.#file = file;
      this.#end = file.size();
      this.#waiting = "";
      this.#uncut = false;
      this.#lines = index.size;
      onReplaced();
      old.close();
    };
    replaceFile(this.#files, this.#path, (file) => writeLines(file, index), {
      mode,
      onReplaced: goOn,
    });
  }

  close(): void {
    this.#file.close();
  }

  /** Python keeps the directory before the last as a file beside it. Not every file system lets a file have two names. */
  #keep(bak: string): void {
    try {
      this.#files.remove(bak);
      this.#files.link(
        attempt(() => this.#files.realPath(this.#path)),
        bak,
      );
    } catch {
      // It is of no use to anyone; the new directory is what matters.
    }
  }

  #cutBack(): void {
    try {
      this.#file.truncate(this.#end);
    } catch {
      // What is left of the line is known for what it is, unless a shorter one were written over it.
      this.#uncut = true;
    }
  }
}

function writeLines(file: DatabaseFile, index: Index): void {
  let offset = 0;
  let text = "";
  const flush = () => {
    const bytes = encodeLatin1(text);
    file.write(bytes, offset);
    offset += bytes.length;
    text = "";
  };
  for (const [key, value] of index) {
    text += formatLine(key, value);
    if (text.length >= CHUNK) flush();
  }
  if (text !== "") flush();
}
