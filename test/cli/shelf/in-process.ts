// The verbs run within the process of the tests: a process for each would take most of the time.
import path from "node:path";
import { vi } from "vitest";
import { Arguments } from "../../../src/cli/arguments.ts";
import type { Command } from "../../../src/cli/command.ts";
import { shelf as group } from "../../../src/cli/commands/shelf.ts";
import { Failure } from "../../../src/cli/failure.ts";
import { type Format, open } from "../../../src/dbm/index.ts";
import { dumps } from "../../../src/pickle/index.ts";
import { type Outcome, temporaryFolder } from "../pantry.ts";

/** Runs `pantry shelf`. */
export async function shelf(verb: string, ...args: string[]): Promise<Outcome> {
  const command = (await group.verbs.find(({ name }) => name === verb)?.load()) as Command;
  const out = caught(process.stdout);
  const err = caught(process.stderr);
  let status: number | null;
  try {
    status = await command.run(new Arguments(args, command.options));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`pantry: ${error.message}\n`);
    status = error.exitCode;
  } finally {
    out.spy.mockRestore();
    err.spy.mockRestore();
  }
  const bytes = Buffer.concat(out.chunks);
  return { status, bytes, stdout: bytes.toString(), stderr: Buffer.concat(err.chunks).toString() };
}

/** A shelf with these values, in a folder that is gone after the test. */
export function made(
  values: Iterable<readonly [string | Uint8Array, unknown]>,
  format: Format = "gnu",
): string {
  const file = path.join(temporaryFolder(), "state");
  const database = open(file, { flag: "n", format });
  database.setMany(Array.from(values, ([key, value]) => [key, bytesOf(value)] as const));
  database.close();
  return file;
}

/** Bytes as they are; anything else pickled. */
function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : dumps(value);
}

function caught(stream: NodeJS.WriteStream) {
  const chunks: Buffer[] = [];
  const write = (chunk: string | Uint8Array, done?: unknown) => {
    chunks.push(Buffer.from(chunk as string));
    if (typeof done === "function") done();
    return true;
  };
  return { chunks, spy: vi.spyOn(stream, "write").mockImplementation(write as typeof stream.write) };
}
