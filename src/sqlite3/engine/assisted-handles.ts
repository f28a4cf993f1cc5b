import { SQLITE_BUSY, SQLITE_DONE, SQLITE_LOCKED, SQLITE_OK } from "../result-codes.ts";
import type { AssistedConnection } from "./assisted-connection.ts";
import { errorOf, type Handle, type Shared, STATUS } from "./assisted-helper.ts";
import type { EngineBackup, EngineBlob } from "./port.ts";

/** A value that is read and written in place. */
export class AssistedBlob implements EngineBlob {
  readonly length: number;
  readonly #connection: AssistedConnection;
  readonly #shared: Shared;
  readonly #handle: Handle<"blob">;
  #isClosed = false;

  /** For a handle that was just made. */
  constructor(connection: AssistedConnection, shared: Shared, handle: Handle<"blob">) {
    shared.check(handle);
    this.#connection = connection;
    this.#shared = shared;
    this.#handle = handle;
    this.length = shared.numbers[0] as number;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#shared.helper.readBlob(this.#handle, offset, length);
    this.#shared.check(buffer);
    return new Uint8Array(buffer);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#shared.check(this.#shared.helper.writeBlob(this.#handle, offset, bytes));
  }

  close(): void {
    if (this.#isClosed || this.#connection.isClosed) return;
    this.#shared.check(this.#shared.helper.closeBlob(this.#handle));
    this.#isClosed = true;
  }
}

/** A copy from one connection to another. */
export class AssistedBackup implements EngineBackup {
  remaining = 0;
  pageCount = 0;
  readonly #source: AssistedConnection;
  readonly #target: AssistedConnection;
  readonly #shared: Shared;
  readonly #handle: Handle<"backup">;
  #isFinished = false;

  /** For a handle that was just made. */
  constructor(
    source: AssistedConnection,
    target: AssistedConnection,
    shared: Shared,
    handle: Handle<"backup">,
  ) {
    shared.check(handle);
    this.#source = source;
    this.#target = target;
    this.#shared = shared;
    this.#handle = handle;
  }

  step(pages: number): number {
    const shared = this.#shared;
    const message = shared.helper.stepBackup(this.#handle, pages);
    const status = shared.head[STATUS] as number;
    if (status < 0) throw errorOf(status, message);
    [this.remaining = 0, this.pageCount = 0] = shared.numbers;
    const isOrdinary = status === SQLITE_OK || status === SQLITE_DONE;
    if (isOrdinary || (status & 0xff) === SQLITE_BUSY || (status & 0xff) === SQLITE_LOCKED)
      return status & 0xff;
    throw errorOf(status, message);
  }

  /** Closing either connection has ended it too. */
  finish(): void {
    if (this.#isFinished || this.#source.isClosed || this.#target.isClosed) return;
    this.#shared.check(this.#shared.helper.finishBackup(this.#handle));
    this.#isFinished = true;
  }
}
