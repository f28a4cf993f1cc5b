import { DbmError } from "../errors.ts";
import type { Connect } from "./connecting.ts";
import { type Confirmation, ConfirmedLane, type Lane, PlainLane } from "./lane.ts";
import { type Address, Broken, Link, Refusal, type Reply } from "./link.ts";
import { textOf } from "./replies.ts";
import { SLOTS } from "./slots.ts";

/** How servers are spoken to. */
export interface Manners extends Confirmation {
  /** For how long a server that was asked may say nothing, in milliseconds. */
  readonly patience: number;
}

/** How many servers are asked at once who has which slots. */
const ASKED = 5;

/** The servers of a database, which slots they have, and the ways to them. */
export class Servers {
  readonly #connect: Connect;
  readonly #manners: Manners;
  /** The servers of the slots; `undefined` where there is but one server, and that is no cluster. */
  #owners: (Address | undefined)[] | undefined;
  /** All that were heard of, by their names. */
  #known = new Map<string, Address>();
  /** The ways that are open, by what they are for. */
  readonly #lanes = new Map<string, Lane>();
  readonly #opening = new Map<string, Promise<Lane>>();
  #refreshing: Promise<void> | undefined;
  #closed = false;

  constructor(connect: Connect, manners: Manners) {
    this.#connect = connect;
    this.#manners = manners;
  }

  /** The server of a slot. */
  ownerOf(slot: number): Address | undefined {
    return this.#owners?.[slot];
  }

  /** The way to a server if it is open. */
  open(address: Address | undefined, confirmed: boolean): Lane | undefined {
    const lane = this.#lanes.get(keyOf(address, confirmed));
    return lane?.isOpen ? lane : undefined;
  }

  /** The way to a server, which is opened if need be. */
  async lane(address: Address | undefined, confirmed: boolean): Promise<Lane> {
    const open = this.open(address, confirmed);
    if (open !== undefined) return open;
    if (this.#closed) throw new DbmError("The database has already been closed", "closed");
    const key = keyOf(address, confirmed);
    let opening = this.#opening.get(key);
    if (opening === undefined) {
      opening = this.#openLane(address, confirmed, key).finally(() => this.#opening.delete(key));
      this.#opening.set(key, opening);
    }
    return opening;
  }

  /** Takes note that a slot is elsewhere. */
  moved(slot: number, address: Address): void {
    this.#owners ??= new Array<Address | undefined>(SLOTS);
    this.#owners[slot] = this.#note(address);
  }

  /** Lets go of a server, which is to be found anew. */
  forget(address: Address | undefined): void {
    for (const confirmed of [false, true]) this.open(address, confirmed)?.close();
  }

  /** Asks who has which slots. If nobody answers, everything stays as it is. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  close(): void {
    this.#closed = true;
    for (const lane of this.#lanes.values()) lane.close();
  }

  async #openLane(address: Address | undefined, confirmed: boolean, key: string): Promise<Lane> {
    const { patience, timeout } = this.#manners;
    const link = await this.#connect(address, patience).then(
      // A server that waits for its replicas is silent for so long.
      (connection) => new Link(connection, confirmed ? patience + timeout : patience),
      (cause) => {
        if (cause instanceof Refusal || cause instanceof Broken) throw cause;
        throw new Broken(cause.message, false, { cause });
      },
    );
    const lane = confirmed ? new ConfirmedLane(link, this.#manners) : new PlainLane(link);
    if (this.#closed) lane.close();
    this.#lanes.set(key, lane);
    return lane;
  }

  async #ask(): Promise<void> {
    const known = [...this.#known.values()].sort(() => Math.random() - 0.5);
    const askable = [...known.filter((address) => this.open(address, false)), ...known];
    const asked = new Set<Address | undefined>(askable.slice(0, ASKED));
    try {
      this.#learn(await Promise.any(Array.from(asked, (address) => this.#askOne(address))));
    } catch {
      this.#learn(await this.#askOne(undefined));
    }
  }

  async #askOne(address: Address | undefined): Promise<[reply: Reply, from: Address | undefined]> {
    const lane = await this.lane(address, false);
    try {
      return [await lane.send([["CLUSTER", "SLOTS"]]), address];
    } catch (error) {
      // A server alone does not know the command, or refuses it.
      if (error instanceof Refusal && (error.code === "ERR" || error.code === "NOPERM"))
        return [null, address];
      throw error;
    }
  }

  #learn([reply, from]: [reply: Reply, from: Address | undefined]): void {
    if (!Array.isArray(reply) || reply.length === 0) return;
    this.#known = new Map();
    const owners = new Array<Address | undefined>(SLOTS);
    for (const [first, last, ...nodes] of reply as readonly Reply[][]) {
      const addresses = nodes.map((node) => this.#addressIn(node as readonly Reply[], from));
      if (addresses[0] !== undefined) owners.fill(addresses[0], Number(first), Number(last) + 1);
    }
    this.#owners = owners;
  }

  /** An address that a server names; one without a host is where that server is. */
  #addressIn([name, port]: readonly Reply[], from: Address | undefined): Address | undefined {
    const host = name === null || name === undefined ? "" : textOf(name);
    if (host === "?" || (host === "" && from === undefined)) return undefined;
    return this.#note({ host: host || (from as Address).host, port: Number(port) });
  }

  #note(address: Address): Address {
    const key = keyOf(address, false);
    const known = this.#known.get(key) ?? address;
    this.#known.set(key, known);
    return known;
  }
}

function keyOf(address: Address | undefined, confirmed: boolean): string {
  return `${confirmed ? "confirmed" : "plain"} ${address ? `${address.host}:${address.port}` : ""}`;
}
