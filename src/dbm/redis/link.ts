/** The name of a command and what follows it. */
export type Command = readonly (string | Uint8Array)[];

/** What a server answers. Text may come as bytes. */
export type Reply = Uint8Array | string | number | null | undefined | readonly Reply[];

/** Where a server is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One connection to one server. Once it has broken it stays so: nothing is ever sent on another one in its place. */
export interface Connection {
  /** Where it leads, for messages. */
  readonly place: string;
  /** Whether it has not broken yet. */
  readonly isOpen: boolean;
  /** Sends a command, behind those that were sent before. */
  send(command: Command): Promise<unknown>;
  /** Lets go of it, whatever is still to be answered. */
  end(): void;
}

/** A server answered that it did not do what it was told. */
export class Refusal extends Error {
  /** Which server. */
  readonly place: string;

  constructor(message: string, place: string, options: ErrorOptions = {}) {
    super(message, options);
    this.place = place;
  }

  /** The first word of the answer, as in `MOVED`. */
  get code(): string {
    return this.message.split(" ", 1)[0] as string;
  }
}

/** A connection broke, or could not be made. */
export class Broken extends Error {
  /** Whether the command may have got through. */
  readonly sent: boolean;

  constructor(message: string, sent: boolean, options: ErrorOptions = {}) {
    super(message, options);
    this.sent = sent;
  }
}

/** A connection that tells a server's refusals from its own end, and that gives up a server which stays silent. */
export class Link {
  readonly #connection: Connection;
  /** For how long a server that was asked may say nothing, in milliseconds. */
  readonly #patience: number;
  #sent = 0;
  #answered = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;

  constructor(connection: Connection, patience: number) {
    this.#connection = connection;
    this.#patience = patience;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** Sends a command behind those before; throws a `Refusal`, or that it is `Broken`. */
  send(command: Command): Promise<Reply> {
    if (!this.isOpen)
      return Promise.reject(new Broken(`the connection to ${this.#place()} is closed`, false));
    this.#sent++;
    if (this.#timer === undefined) this.#watch();
    return this.#connection.send(command).then(
      (reply) => {
        this.#answered++;
        return reply as Reply;
      },
      (error: Error) => {
        this.#answered++;
        if (this.isOpen && isRefusal(error))
          throw new Refusal(error.message, this.#place(), { cause: error });
        const reason = this.#isSilent
          ? `${this.#place()} said nothing for ${this.#patience} ms`
          : `the connection to ${this.#place()} broke: ${error.message}`;
        throw new Broken(reason, true, { cause: error });
      },
    );
  }

  #place(): string {
    return this.#connection.place;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#connection.end();
  }

  /** Looks after a while whether anything has come; timers for each command would cost more than the commands. */
  #watch(): void {
    const answered = this.#answered;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#answered === this.#sent) return;
      if (this.#answered !== answered) return this.#watch();
      this.#isSilent = true;
      this.close();
    }, this.#patience);
    unref(this.#timer);
  }
}

/** Whether a server says so: what it says begins with a code, and what clients say of themselves does not. */
export function isRefusal({ message }: Error): boolean {
  return /^[A-Z]{2}[A-Z0-9_]*( |$)/.test(message);
}

/** A timer that does not keep a program alive, where programs end by themselves. */
function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
