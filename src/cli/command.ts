import type { Arguments, Options } from "./arguments.ts";

/** A verb of the command. Each has a file of its own, and its line in the table of what it belongs to. */
export interface Command {
  /** The whole help. */
  readonly usage: string;
  readonly options: Options;
  /** Does it, and answers the exit code. Throws a `Failure` to end with one line and an exit code of its own. */
  run(args: Arguments): Promise<number>;
}

/** A verb that has verbs of its own, or the whole command. */
export interface Group {
  /** The whole help. */
  readonly usage: string;
  readonly verbs: readonly Verb[];
}

/** A verb, and how it is got: each loads no more of the rooms than it needs. */
export interface Verb {
  readonly name: string;
  /** One line for the help of the group. */
  readonly summary: string;
  readonly load: () => Promise<Command | Group>;
}

/** The lines of a help that tell the verbs. */
export function summaries(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  return verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join("");
}
