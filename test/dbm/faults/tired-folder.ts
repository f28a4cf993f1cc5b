import { ForwardingFiles } from "../../../src/files/forwarding.ts";
import { FileError, type FileOptions, type OpenFile } from "../../../src/files/index.ts";

/** Files in a folder that cannot be changed, or synced, when that was done some times. */
export class TiredFolder extends ForwardingFiles {
  patience = Number.POSITIVE_INFINITY;

  override open(path: string, options?: FileOptions): OpenFile {
    if (options?.create === "new") this.#tire("open", path);
    return super.open(path, options);
  }

  override syncFolder(path: string): void {
    this.#tire("sync", path);
    super.syncFolder(path);
  }

  #tire(verb: string, path: string): void {
    this.patience -= 1;
    if (this.patience < 0) throw new FileError(verb, path, "EIO");
  }
}
