import { EXIT, Failure, reasonOf } from "./failure.ts";
import { host, type OutputStream } from "./host.ts";

/** A piece of output. */
export type Chunk = string | Uint8Array;

/** Thrown when the reader at the other end of the pipe has gone (`| head`): there is nothing more to do. */
export class OutputClosed extends Error {}

/** Enough for a system call to be worth it. */
const BATCH = 65_536;

/** Writes to the standard output, and waits until it has taken everything: a slow pipe loses nothing. */
export async function print(chunks: Iterable<Chunk>): Promise<void> {
  let text = "";
  for (const chunk of chunks) {
    if (typeof chunk === "string") text += chunk;
    if (text !== "" && (typeof chunk !== "string" || text.length >= BATCH)) {
      await send(host.stdout, text);
      text = "";
    }
    if (typeof chunk !== "string") await send(host.stdout, chunk);
  }
  if (text !== "") await send(host.stdout, text);
}

/** The chunks of one part after those of the other. */
export function* inOrder(parts: Iterable<Iterable<string>>): Generator<string> {
  for (const part of parts) yield* part;
}

/** One line about what went wrong. It must be printable already. */
export function complain(message: string): Promise<void> {
  return warn(`pantry: ${message}\n`);
}

/** Writes to the standard error, if anybody listens. */
export async function warn(text: string): Promise<void> {
  try {
    await send(host.stderr, text);
  } catch {
    // Nobody is left to be told.
  }
}

/** Makes a closed pipe an error of the write that met it, and not one of the whole process. */
export function watchStreams(): void {
  for (const stream of [host.stdout, host.stderr]) stream.on("error", () => {});
}

function send(stream: OutputStream, chunk: Chunk): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(refused(error)) : resolve()));
  });
}

function refused(error: Error): Error {
  const { code } = error as { code?: string };
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED") return new OutputClosed();
  return new Failure(`the standard output: ${reasonOf(error)}`, EXIT.unreadable, { cause: error });
}
