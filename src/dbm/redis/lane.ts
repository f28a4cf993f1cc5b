import { DbmError } from "../errors.ts";
import { Broken, type Command, type Link, type Reply } from "./link.ts";

/** A way to one server. */
export interface Lane {
  readonly isOpen: boolean;
  /** Sends commands in one go, and answers what the last one is answered. */
  send(commands: readonly Command[]): Promise<Reply>;
  close(): void;
}

/** What is sent is done when the server says so. */
export class PlainLane implements Lane {
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  send(commands: readonly Command[]): Promise<Reply> {
    return sendAll(this.#link, commands);
  }

  close(): void {
    this.#link.close();
  }
}

/** How many replicas have to confirm what is sent, and within how many milliseconds. */
export interface Confirmation {
  readonly replicas: number;
  readonly timeout: number;
}

interface Waiting {
  readonly commands: readonly Command[];
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** How much is confirmed together at most. */
const LARGEST_GROUP = 1000;

/**
 * What is sent is done when replicas have it. A WAIT is about what was sent on its own connection before, and that connection does
 * nothing else until it is answered; so what comes meanwhile waits, and has the next WAIT together.
 */
export class ConfirmedLane implements Lane {
  readonly #link: Link;
  readonly #confirmation: Confirmation;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(link: Link, confirmation: Confirmation) {
    this.#link = link;
    this.#confirmation = confirmation;
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  send(commands: readonly Command[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commands, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // What is sent in the same turn belongs to the same group.
      queueMicrotask(() => this.#sendNext());
    });
  }

  close(): void {
    this.#link.close();
  }

  async #sendNext(): Promise<void> {
    const group = this.#waiting.splice(0, LARGEST_GROUP);
    const replies = group.map(({ commands }) => sendAll(this.#link, commands));
    const { replicas, timeout } = this.#confirmation;
    const wait = this.#link.send(["WAIT", String(replicas), String(timeout)]);
    const [confirmed, ...done] = await Promise.allSettled([wait, ...replies]);
    const problem = problemOf(confirmed, this.#confirmation);
    for (const [index, { resolve, reject }] of group.entries()) {
      const reply = done[index] as PromiseSettledResult<Reply>;
      if (reply.status === "rejected") reject(reply.reason);
      else if (problem !== undefined) reject(problem);
      else resolve(reply.value);
    }
    if (this.#waiting.length > 0) this.#sendNext();
    else this.#busy = false;
  }
}

function sendAll(link: Link, commands: readonly Command[]): Promise<Reply> {
  const replies = commands.map((command) => link.send(command));
  return replies.length === 1
    ? (replies[0] as Promise<Reply>)
    : Promise.all(replies).then((all) => all.at(-1));
}

/** Why what was done is not confirmed; `undefined` where it is. */
function problemOf(
  wait: PromiseSettledResult<Reply>,
  { replicas, timeout }: Confirmation,
): Error | undefined {
  if (wait.status === "fulfilled") {
    const count = Number(wait.value);
    if (count >= replicas) return undefined;
    return unconfirmed(`${count} of ${replicas} replicas confirmed it within ${timeout} ms`);
  }
  if (wait.reason instanceof Broken) return new Broken(wait.reason.message, true, { cause: wait.reason });
  return unconfirmed(`the server stopped waiting for its replicas (${wait.reason.message})`, wait.reason);
}

/** The error of a change of which nobody knows whether it is, or stays, there. */
export function unconfirmed(reason: string, cause?: unknown): DbmError {
  return new DbmError(`A change is not confirmed: ${reason}`, "unconfirmed", { cause });
}
