import { DbmError } from "../errors.ts";
import { type Lane, unconfirmed } from "./lane.ts";
import { type Address, Broken, type Command, Refusal, type Reply } from "./link.ts";
import type { Servers } from "./servers.ts";

/** What a command is like. */
export interface Kind {
  /** Called when its answer is lost, before it is sent once more; without it, a lost answer is an error. */
  readonly onLost?: () => void;
  /** Whether replicas have to confirm it. */
  readonly confirmed?: boolean;
}

/** What may be done any number of times. */
export const REPEATABLE: Kind = { onLost: ignore };

/** Makes the command for a way; again each time that it is sent. */
export type CommandFor = (lane: Lane) => Command;

/** What servers say when they cannot do it now and have not done it. */
const PASSING = new Set(["CLUSTERDOWN", "LOADING", "MASTERDOWN", "READONLY", "TRYAGAIN"]);
/** How often one is sent elsewhere before one waits. */
const MOST_REDIRECTIONS = 5;
/** How long one waits at most before another attempt, in milliseconds. */
const LONGEST_PAUSE = 100;

/** Sends commands to the servers of their slots, wherever those are by then. */
export class Router {
  readonly #servers: Servers;
  /** For how long what cannot be done now is tried, in milliseconds. */
  readonly #retryFor: number;

  constructor(servers: Servers, retryFor: number) {
    this.#servers = servers;
    this.#retryFor = retryFor;
  }

  /** Sends a command; throws a `Refusal` for what is refused for good, or a `DbmError`. */
  async send(
    slot: number,
    commandFor: CommandFor,
    { onLost, confirmed = false }: Kind,
    signal?: AbortSignal,
  ): Promise<Reply> {
    const servers = this.#servers;
    const end = performance.now() + this.#retryFor;
    let asked: Address | undefined;
    let redirections = 0;
    for (;;) {
      const address = asked ?? servers.ownerOf(slot);
      let problem: Error;
      try {
        const lane = servers.open(address, confirmed) ?? (await servers.lane(address, confirmed));
        const command = commandFor(lane);
        return await lane.send(asked === undefined ? [command] : [ASKING, command]);
      } catch (error) {
        if (error instanceof Refusal) asked = this.#redirected(error, slot, address);
        else if (!(error instanceof Broken)) throw error;
        else if (error.sent && onLost === undefined) throw unconfirmed(error.message, error.cause);
        else asked = undefined;
        if (error instanceof Broken && error.sent) onLost?.();
        problem = error;
      }
      signal?.throwIfAborted();
      if (problem instanceof Refusal && REDIRECTIONS.has(problem.code) && redirections++ < MOST_REDIRECTIONS)
        continue;
      if (performance.now() >= end) throw this.#failure(problem);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE));
      signal?.throwIfAborted();
      await servers.refresh().catch(ignore);
    }
  }

  /** Sends a command if there is a way, and only once. */
  async tell(slot: number, command: Command, confirmed: boolean): Promise<void> {
    await this.#servers.open(this.#servers.ownerOf(slot), confirmed)?.send([command]);
  }

  #failure(cause: Error): DbmError {
    const reason = cause instanceof Refusal ? `${cause.place} says ${cause.message}` : cause.message;
    return systemError(`Cannot ask Redis, tried for ${this.#retryFor} ms: ${reason}`, cause);
  }

  /** Where to ask for once, if the refusal says so; what is refused for good is thrown. */
  #redirected(refusal: Refusal, slot: number, from: Address | undefined): Address | undefined {
    const { code, message } = refusal;
    if (REDIRECTIONS.has(code)) {
      const place = message.split(" ")[2] ?? "";
      const colon = place.lastIndexOf(":");
      const host = place.slice(0, colon) || from?.host || "";
      const address = { host, port: Number(place.slice(colon + 1)) };
      if (code === "ASK") return address;
      this.#servers.moved(slot, address);
      return undefined;
    }
    if (!PASSING.has(code)) throw refusal;
    // One that was the master, where only the client knows who is.
    if (code === "READONLY") this.#servers.forget(from);
    return undefined;
  }
}

const ASKING: Command = ["ASKING"];
const REDIRECTIONS = new Set(["ASK", "MOVED"]);

/** The error for what servers refuse a database for good. */
export function refused(name: string, refusal: Refusal): DbmError {
  // Before Redis 7, that stands at the end of what is said of a script.
  if (/\bWRONGTYPE\b/.test(refusal.message))
    return new DbmError(
      `Cannot use ${name}: what should be a hash of it is something else on ${refusal.place}`,
      "other-format",
      { cause: refusal.cause ?? refusal },
    );
  return systemError(
    `Redis refuses what ${name} asks of it: ${refusal.place} says ${refusal.message}`,
    refusal,
  );
}

/** An error whose cause is the client's, where that tells its own. */
function systemError(message: string, cause: Error): DbmError {
  return new DbmError(message, "system", { cause: cause.cause ?? cause });
}

function ignore(): void {}
