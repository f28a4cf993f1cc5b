import type { DatabaseFile } from "../file.ts";

/** A file with a count of those who use it, of which its owner is one. */
export class SharedFile {
  readonly file: DatabaseFile;
  #users = 1;

  constructor(file: DatabaseFile) {
    this.file = file;
  }

  /** One more uses it. */
  use(): this {
    this.#users += 1;
    return this;
  }

  /** One uses it no more. Answers whether nobody does. */
  leave(): boolean {
    this.#users -= 1;
    return this.#users === 0;
  }

  close(): void {
    this.file.close();
  }
}
