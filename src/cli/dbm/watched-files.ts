import { ForwardingFile, ForwardingFiles } from "../../files/forwarding.ts";
import { type FileOptions, hostFiles, type OpenFile } from "../../files/index.ts";

/** The files of the host, for one who wants to know how much of them has been read. */
export class WatchedFiles extends ForwardingFiles {
  readonly #onRead: (bytes: number) => void;
  #bytes = 0;

  /** The function is called after each reading with how many bytes it were until then. */
  constructor(onRead: (bytes: number) => void) {
    super(hostFiles());
    this.#onRead = onRead;
  }

  override open(path: string, options?: FileOptions): OpenFile {
    return new WatchedFile(super.open(path, options), (bytes) => {
      this.#bytes += bytes;
      this.#onRead(this.#bytes);
    });
  }
}

class WatchedFile extends ForwardingFile {
  readonly #onRead: (bytes: number) => void;

  constructor(file: OpenFile, onRead: (bytes: number) => void) {
    super(file);
    this.#onRead = onRead;
  }

  override read(bytes: Uint8Array, offset: number): number {
    const count = super.read(bytes, offset);
    this.#onRead(count);
    return count;
  }
}
