import { type Address, Broken, type Command, type Connection, Refusal } from "./link.ts";

/** Opens a connection as a client would, but one that never sends anything again: to an address, or to where the client itself goes. */
export type Connect = (address: Address | undefined, within: number) => Promise<Connection>;

/** What clients know of where they go. */
export interface Target {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string | null;
  /** What Sentinels are asked for. */
  readonly name?: string;
  readonly sentinels?: readonly object[] | null;
}

/** Where that is, for messages. */
export function placeOf({ host = "localhost", port = 6379, path, name, sentinels }: Target): string {
  if (sentinels) return `the master ${name}`;
  return path ?? `${host}:${port}`;
}

/** What clients take bytes as. */
export interface HostWithBuffer {
  readonly Buffer: {
    from(copied: Uint8Array): Uint8Array;
    from(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array;
  };
}

/** Up to so many bytes are copied sooner than a view of them is made: engines give them an `ArrayBuffer` only when it is asked for. */
const FEW_BYTES = 64;

/** The arguments with the only kind of bytes that clients take. */
export function buffersOf(args: Command): (string | Uint8Array)[] {
  const { Buffer } = globalThis as unknown as HostWithBuffer;
  return args.map((arg) => {
    if (typeof arg === "string") return arg;
    if (arg.length <= FEW_BYTES) return Buffer.from(arg);
    return Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength);
  });
}

/** What a server says to those whom it does not let in. */
const KEPT_OUT = /^(NOAUTH|NOPERM|WRONGPASS) /;

/**
 * The connection once it is ready; one that is not in time is let go of. Of the client's own error only the message is told: it can have the password
 * in it.
 */
export async function inTime(
  ready: Promise<unknown>,
  connection: Connection,
  within: number,
  troubleOf: () => Error | undefined = () => undefined,
): Promise<Connection> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${within} ms`)), within);
  try {
    await Promise.race([ready, late.promise]);
    return connection;
  } catch (error) {
    connection.end();
    if (error instanceof Refusal) throw error;
    const { message } = troubleOf() ?? (error as Error);
    if (KEPT_OUT.test(message)) throw new Refusal(message, connection.place);
    throw new Broken(`no connection to ${connection.place}: ${message}`, false);
  } finally {
    clearTimeout(timer);
  }
}
