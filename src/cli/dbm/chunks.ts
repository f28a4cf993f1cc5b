import { EXIT, Failure, reasonOf } from "../failure.ts";
import { fileSystem } from "../host.ts";
import { nameOf } from "../input.ts";

const CHUNK = 2 ** 16;
const STANDARD_INPUT = 0;
/** How long to wait for a standard input that has nothing yet, in milliseconds. */
const PAUSE = 10;

/** The bytes of a file, or of the standard input for `-`, as they are asked for. What goes wrong is a `Failure`. */
export function* chunksOf(path: string): Generator<Uint8Array, void, undefined> {
  const file = path === "-" ? STANDARD_INPUT : attempt(path, () => fileSystem.openSync(path, "r"));
  try {
    while (true) {
      const bytes = new Uint8Array(CHUNK);
      const length = attempt(path, () => readSome(file, bytes));
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    if (file !== STANDARD_INPUT) fileSystem.closeSync(file);
  }
}

/** All of it at once. */
export function bytesOf(path: string): Uint8Array {
  const chunks = [...chunksOf(path)];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function readSome(file: number, bytes: Uint8Array): number {
  while (true) {
    try {
      return fileSystem.readSync(file, bytes);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EOF") return 0; // what Windows says at the end of a pipe
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new Failure(`${nameOf(path)}: ${reasonOf(error)}`, EXIT.unreadable, { cause: error });
  }
}
