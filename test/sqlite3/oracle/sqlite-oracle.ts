import { join } from "node:path";
import { describeEachPython, PYTHONS } from "../../oracle/each-python.ts";
import type { Oracle, Python } from "../../oracle/oracle.ts";
import { runProgram, type Seen, type Step } from "./program.ts";
import { comparable, translated } from "./translation.ts";

const WORKER = join(import.meta.dirname, "worker.py");

/** The versions whose sqlite3 is like that of 3.13. */
const VERSIONS: readonly string[] = ["3.11", "3.12", "3.13"];

/** Where a program shows something else here than in a Python. */
export interface Difference {
  readonly step: Step;
  readonly theirs: Seen | undefined;
  readonly ours: Seen | undefined;
  /** The steps up to there. */
  readonly program: readonly Step[];
}

/** A running Python that runs programs. */
export class SqliteOracle {
  readonly python: Python;
  readonly #oracle: Oracle;

  constructor(oracle: Oracle) {
    this.python = oracle.python;
    this.#oracle = oracle;
  }

  /** Whether its connections have the attribute `autocommit`. */
  get hasAutocommit(): boolean {
    return this.python.short !== "3.11";
  }

  /** For each program the first difference, if there is one. */
  async differences(programs: readonly (readonly Step[])[]): Promise<Difference[]> {
    const answer = (await this.#oracle.ask("run", { programs })) as Seen[][];
    return programs.flatMap((program, index) => this.#difference(program, answer[index] ?? []));
  }

  #difference(program: readonly Step[], answer: readonly Seen[]): Difference[] {
    const found = runProgram(program, this.hasAutocommit);
    for (const [index, step] of program.entries()) {
      const theirs = translated(answer[index] as Seen);
      const ours = comparable(found[index] as Seen, theirs);
      if (isFailure(step, theirs) && isFailure(step, ours)) return [];
      if (JSON.stringify(theirs) !== JSON.stringify(ours))
        return [{ step, theirs, ours, program: program.slice(0, index + 1) }];
    }
    return [];
  }
}

/**
 * Whether a step failed in the middle of what it does. Then CPython has set the mode already whose COMMIT failed, and has not failed in
 * `execute` but while it fetched; both go on from there in ways of their own.
 */
function isFailure([verb, , name]: Step, [outcome]: Seen): boolean {
  const isLong = verb === "run_to_end" || (verb === "set" && name === "autocommit");
  return isLong && "error" in outcome && outcome.error[0] === "OperationalError";
}

/** A block of tests for each Python of the machine whose sqlite3 is like that of 3.13. */
export function describeEachSqlite(
  name: string,
  tests: (python: Python, oracle: () => SqliteOracle) => void,
): void {
  const pythons = PYTHONS.filter(({ short }) => VERSIONS.includes(short)).map((python) => ({
    ...python,
    args: [WORKER],
  }));
  describeEachPython(name, (python, oracle) => tests(python, () => new SqliteOracle(oracle())), pythons);
}
