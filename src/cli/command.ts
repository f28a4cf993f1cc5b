import type { Arguments, Options } from "./arguments.ts";

/** A verb of the command. Each has a file of its own in `commands/`, and its line in the table of `program.ts`. */
export interface Command {
  /** The whole help. */
  readonly usage: string;
  readonly options: Options;
  /** Does it, and answers the exit code. Throws a `Failure` to end with one line and an exit code of its own. */
  run(args: Arguments): Promise<number>;
}
