import { parseArgs } from "node:util";

/** How long a program of this folder measures. */
export interface Effort {
  /** How often all sides have their turn. */
  readonly rounds: number;
  /** The time of each turn. */
  readonly seconds: number;
}

/** What the command line says, in place of `usual`: `--rounds 1 --seconds 0.02` is for a look. */
export function effortOf(usual: Effort): Effort {
  const { values } = parseArgs({ options: { rounds: { type: "string" }, seconds: { type: "string" } } });
  return {
    rounds: Number(values.rounds ?? usual.rounds),
    seconds: Number(values.seconds ?? usual.seconds),
  };
}
